"""A real platform on a test database: everything as in the product, but a cheap password hash and a clock to move."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from convosphere.platform.clock import Clock
from convosphere.platform.context import Platform
from convosphere.platform.database import Database, DatabaseUrls, forbid_open_transaction
from convosphere.platform.events import Listeners
from convosphere.platform.http import GuardedClient
from convosphere.platform.jobs import Jobs
from convosphere.platform.mail import Mailer, open_mailer
from convosphere.platform.realtime import ControlBus, MemoryEventLog
from convosphere.platform.security import AccessTokens, KeyRing, PasswordHasher, Vault
from convosphere.platform.settings import Settings
from convosphere.platform.storage import Storage
from convosphere.platform.telemetry import Metrics


def build_settings(**changes: Any) -> Settings:
    """The default settings with `changes` (areas as dictionaries: `accounts={"registration": "open"}`).

    Beside the answers no model is asked for anything, and none is asked twice, unless a test wants it.
    """
    quiet = {
        "secret_key": SecretStr("test-secret-" * 6),
        "chat": {"titles": False, "suggestions": False, "summaries": False},
        "models": {"retries": 0},
    }
    return Settings(**{**quiet, **changes})


def build_platform(
    urls: DatabaseUrls, settings: Settings, clock: Clock, listeners: Listeners, mailer: Mailer | None = None
) -> Platform:
    """The platform of one process, nothing opened yet; hand the same `urls` to two and they are two replicas."""
    keys = KeyRing("test-secret-" * 6)
    log = MemoryEventLog(clock)
    return Platform(
        settings=settings,
        clock=clock,
        database=Database(urls, settings.database, listeners),
        jobs=Jobs(urls, settings.jobs),
        log=log,
        control=ControlBus(log),
        keys=keys,
        access_tokens=AccessTokens(keys, clock, timedelta(minutes=settings.accounts.access_token_minutes)),
        vault=Vault(keys),
        # argon2id all the same, at its least: a hash takes a millisecond.
        passwords=PasswordHasher(memory_kib=8, passes=1),
        http=GuardedClient(
            allowed_networks=settings.http.allowed_networks, forbid_open_transaction=forbid_open_transaction
        ),
        mailer=mailer or open_mailer(settings.mail),
        storage=Storage(settings),
        metrics=Metrics(),
    )


# Engines without connections, by database and size. They know the server's types and how statements are written, which
# takes a new one a tenth of a test's time to find out.
_seasoned: dict[tuple[URL, int, int], list[AsyncEngine]] = {}


@contextmanager
def _with_seasoned_engine(platform: Platform) -> Iterator[None]:
    database, sizes = platform.database, platform.settings.database
    spare = _seasoned.setdefault((database.engine.url, sizes.pool_size, sizes.max_overflow), [])
    if spare:
        database.engine = spare.pop()
    yield
    # One that somebody listens to goes with its test.
    if not database.engine.sync_engine.dispatch.before_cursor_execute:
        spare.append(database.engine)


@asynccontextmanager
async def opened(platform: Platform) -> AsyncIterator[Platform]:
    """Opens the platform's connections and closes them at the end."""
    async with AsyncExitStack() as stack:
        stack.enter_context(_with_seasoned_engine(platform))
        stack.push_async_callback(platform.http.close)
        stack.callback(platform.passwords.close)
        stack.push_async_callback(platform.database.close)
        stack.push_async_callback(platform.log.close)
        stack.push_async_callback(platform.control.close)
        await platform.control.start()
        stack.push_async_callback(platform.jobs.close)
        await platform.jobs.open()
        yield platform
