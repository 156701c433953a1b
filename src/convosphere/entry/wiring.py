"""Puts everything together; the only place that knows every feature and every implementation."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from functools import partial

from pydantic import SecretStr

from convosphere.engines.llm import CircuitPolicy, Circuits, Gateway, Retrying
from convosphere.entry.features import build_features
from convosphere.entry.measuring import count_call, count_circuit, measured
from convosphere.features.accounts.types import RolePermissions
from convosphere.platform.clock import SystemClock
from convosphere.platform.context import Platform
from convosphere.platform.data_dir import writable_data_dir
from convosphere.platform.database import (
    Database,
    DatabaseUrls,
    DataDirectoryInUseError,
    EmbeddedPostgres,
    forbid_open_transaction,
)
from convosphere.platform.database.exclusivity import ProcessLock
from convosphere.platform.database.migrate import migrate
from convosphere.platform.database.safety import refuse_unbound_role
from convosphere.platform.database.supervision import keep_alive
from convosphere.platform.events import Listeners
from convosphere.platform.feature import Feature
from convosphere.platform.http import GuardedClient
from convosphere.platform.jobs import Jobs
from convosphere.platform.mail import open_mailer
from convosphere.platform.realtime import ControlBus, open_event_log
from convosphere.platform.secret_key import secret_key
from convosphere.platform.security import AccessTokens, KeyRing, PasswordHasher, Vault
from convosphere.platform.settings import Settings
from convosphere.platform.storage import Storage
from convosphere.platform.telemetry import Metrics


class Purpose(Enum):
    """Why a process comes up."""

    # Serves people: holds the data directory or the database's process lock as long as it lives.
    SERVE = auto()
    # One command beside (or without) a running server.
    COMMAND = auto()


@dataclass(frozen=True, slots=True)
class Application:
    """One process's ConvoSphere, ready to serve or to work."""

    platform: Platform
    gateway: Gateway
    features: Sequence[Feature]
    roles: RolePermissions
    # Held by processes that serve.
    lock: ProcessLock | None = None


@asynccontextmanager
async def open_application(settings: Settings, purpose: Purpose) -> AsyncIterator[Application]:
    """Everything up to and including a migrated database and known jobs; serving and working begin elsewhere.

    Raises:
        DataDirectoryInUseError, SecondProcessError, OtherSecretError, EmbeddedPostgresError, MigrationError,
        UnsafeRoleError, SettingsError, WeakSecretError, psycopg.OperationalError, EventLogUnavailableError: what is in
            the way, in words for an administrator.
    """
    async with AsyncExitStack() as stack:
        keys = KeyRing(secret_key(settings))
        urls = await _open_database(settings, purpose, stack)
        await asyncio.to_thread(migrate, urls)
        lock = None
        if purpose is Purpose.SERVE:
            mark = int.from_bytes(keys.derive("process mark")[0][:4])
            lock = ProcessLock(urls, shared=settings.redis.url is not None, mark=mark)
            await lock.acquire()
            stack.push_async_callback(lock.release)
        listeners = Listeners()
        platform = build_platform(settings, urls, listeners, keys)
        await _open_platform(platform, stack)
        application = replace(assemble(platform, listeners), lock=lock)
        stack.push_async_callback(application.gateway.aclose)
        for work in (each for feature in application.features for each in feature.on_stop):
            stack.push_async_callback(work)
        # Before the gateway: an answer must be handed on, not look as if its provider had failed.
        stack.push_async_callback(platform.jobs.stop_worker)
        yield application


def assemble(platform: Platform, listeners: Listeners) -> Application:
    """Features on a platform: what they hear, what they run, who may do what."""
    gateway = open_gateway(platform)
    features = build_features(platform, gateway)
    for feature in features:
        for event_type, listener in feature.listeners:
            listeners.add(event_type, listener)
        for job in feature.jobs:
            handler = measured(platform.metrics, job.name, job.handler)
            platform.jobs.register(
                job.name,
                handler,
                max_attempts=job.max_attempts,
                on_give_up=job.on_give_up,
                cron=job.cron,
                heavy=job.heavy,
                gathering=job.gathering,
            )
    roles = RolePermissions.gather(feature.permissions for feature in features)
    return Application(platform, gateway, features, roles)


def open_gateway(platform: Platform) -> Gateway:
    """The way to language models, as patient as the settings say; nothing is asked yet."""
    wanted = platform.settings.models
    policy = CircuitPolicy(wanted.circuit_failures, wanted.circuit_window_seconds, wanted.circuit_pause_seconds)
    circuits = Circuits(policy)
    circuits.when_changed(partial(count_circuit, platform.metrics))
    return Gateway(
        before_call=forbid_open_transaction,
        after_call=partial(count_call, platform.metrics),
        circuits=circuits,
        retrying=Retrying(wanted.retries, wanted.retry_pause_seconds, total=wanted.retry_total_seconds),
        longest=wanted.answer_seconds,
        largest=wanted.answer_bytes,
        allowed=platform.settings.http.allowed_networks,
    )


def unconnected_application() -> Application:
    """An application that was never opened: knows its routes, reaches nothing. For documents about them."""
    settings = Settings(secret_key=SecretStr("0" * 64))
    listeners = Listeners()
    urls = DatabaseUrls.from_settings("postgresql://nobody@localhost/nothing", None)
    return assemble(build_platform(settings, urls, listeners, KeyRing(secret_key(settings))), listeners)


async def _open_database(settings: Settings, purpose: Purpose, stack: AsyncExitStack) -> DatabaseUrls:
    database = settings.database
    if database.url is not None:
        owner = database.owner_url.get_secret_value() if database.owner_url else None
        return DatabaseUrls.from_settings(database.url.get_secret_value(), owner)
    embedded = EmbeddedPostgres(writable_data_dir(settings))
    try:
        urls = await asyncio.to_thread(embedded.start)
    except DataDirectoryInUseError:
        if purpose is Purpose.SERVE:
            raise
        return await asyncio.to_thread(embedded.attach)
    stack.push_async_callback(asyncio.to_thread, embedded.stop)
    if purpose is Purpose.SERVE:
        keeper = asyncio.create_task(keep_alive(embedded), name="keeper of the own PostgreSQL")
        stack.push_async_callback(_end, keeper)
    return urls


async def _end(task: asyncio.Task[None]) -> None:
    """Cancels, and waits until it is over: what comes next would look to it like an accident."""
    task.cancel()
    await asyncio.wait({task})


def build_platform(settings: Settings, urls: DatabaseUrls, listeners: Listeners, keys: KeyRing) -> Platform:
    """The platform's parts, nothing opened yet."""
    clock = SystemClock()
    log = open_event_log(settings.redis.url.get_secret_value() if settings.redis.url else None, clock)
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
        passwords=PasswordHasher(),
        http=GuardedClient(
            allowed_networks=settings.http.allowed_networks, forbid_open_transaction=forbid_open_transaction
        ),
        mailer=open_mailer(settings.mail),
        storage=Storage(settings),
        metrics=Metrics(),
    )


async def _open_platform(platform: Platform, stack: AsyncExitStack) -> None:
    """Connects what connects, and has all of it closed in reverse order."""
    stack.push_async_callback(platform.http.close)
    stack.callback(platform.passwords.close)
    stack.push_async_callback(platform.database.close)
    await refuse_unbound_role(platform.database)
    stack.push_async_callback(platform.log.close)
    await platform.log.ping()
    stack.push_async_callback(platform.control.close)
    await platform.control.start()
    stack.push_async_callback(platform.jobs.close)
    await platform.jobs.open()
