"""The harness that tests of features stand on.

- `platform`: a real `Platform` on a database of its own (copied from a migrated template in milliseconds), event log
  in memory, cheap argon2id. `settings` and `clock` are fixtures of their own: override them in a module or by
  `@pytest.mark.settings(accounts={"registration": "open"})`, move time by `clock.advance(timedelta(minutes=5))`.
- `application`, `app`, `client`: the product's features on that platform, its ASGI application, and an httpx client
  that speaks to it as the web client would (cookies kept). No server process, no network.
- `tests.factories.<feature>`: plain async functions that make rows as the product makes them.
- Guards: sockets reach this machine only, blocking calls in the event loop fail, warnings are errors.
"""

import gc
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import hypothesis
import pytest
from blockbuster import blockbuster_ctx

from tests.acceptance.harness.forking import Forks
from tests.harness.cluster import Cluster
from tests.harness.database import TemplateDatabase, template_database
from tests.harness.guards import only_this_machine

if TYPE_CHECKING:
    from fastapi import FastAPI
    from httpx import AsyncClient

    from convosphere.entry.static import WebClient
    from convosphere.entry.wiring import Application
    from convosphere.platform.clock import FrozenClock
    from convosphere.platform.context import Platform
    from convosphere.platform.database import DatabaseUrls
    from convosphere.platform.events import Listeners
    from convosphere.platform.settings import Settings

# The product is imported by the fixtures that need it: most test files need a corner of it only, and importing all
# of it takes a second.
# ruff: noqa: PLC0415 - see above


# Timings belong in `make bench`: a slow machine fails no test.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


_SHARED = pytest.StashKey[Path]()


def _interrupted(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "settings(**changes): settings that differ from the defaults")
    gc.set_threshold(20_000, 20, 20)
    # Where Python's own handler is set, asyncio puts its own in its place for each run, and to look which one is there
    # writes out the whole result of the run: a platform with its settings, a hundred times a minute.
    signal.signal(signal.SIGINT, _interrupted)
    told: str | None = getattr(config, "workerinput", {}).get("shared")
    # Not pytest's own temporary directory: for root, PostgreSQL runs as another user, whom each run bars from there.
    config.stash[_SHARED] = Path(told or tempfile.mkdtemp(prefix="convosphere-tests-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["shared"] = str(node.config.stash[_SHARED])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(config.stash[_SHARED], ignore_errors=True)


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    # In this order: each wraps what it finds when it is made.
    with only_this_machine(), blockbuster_ctx() as blocking:
        for function in blocking.functions.values():
            # The measurement of coverage, not the product, reads the source there.
            function.can_block_in("slipcover/importer.py", {"find_spec", "exec_module"})
        yield


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Runs commands of the product in processes that need not load it first."""
    with tempfile.TemporaryDirectory(prefix="convosphere-forks-") as directory:
        running = Forks(Path(directory))
        yield running
        running.stop()


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Cluster:
    """Copies of a migrated PostgreSQL's files."""
    return Cluster(pytestconfig.stash[_SHARED])


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> Iterator[TemplateDatabase]:
    with template_database(cluster) as built:
        yield built


@pytest.fixture
def database_urls(template: TemplateDatabase) -> Iterator["DatabaseUrls"]:
    with template.copied() as urls:
        yield urls


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> "Settings":
    from tests.harness.platform import build_settings

    changes: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("settings"))):
        changes |= marker.kwargs
    return build_settings(data_dir=tmp_path, **changes)


@pytest.fixture
def clock() -> "FrozenClock":
    from convosphere.platform.clock import FrozenClock

    return FrozenClock()


@pytest.fixture
def listeners() -> "Listeners":
    from convosphere.platform.events import Listeners

    return Listeners()


@pytest.fixture
async def platform(
    database_urls: "DatabaseUrls", settings: "Settings", clock: "FrozenClock", listeners: "Listeners"
) -> AsyncIterator["Platform"]:
    from tests.harness.platform import build_platform, opened

    async with opened(build_platform(database_urls, settings, clock, listeners)) as open_platform:
        yield open_platform


@pytest.fixture(scope="session")
def imported_product() -> None:
    """Imports read files, which must not happen in the event loop; this fixture runs outside of it."""
    import httpx  # noqa: F401 - only loaded here

    import convosphere.entry.api
    import convosphere.entry.wiring  # noqa: F401 - only loaded here

    # What is loaded stays. The collector would walk half a million objects again and again: a fifth of all time.
    gc.collect()
    gc.freeze()


@pytest.fixture
async def application(
    imported_product: None,  # noqa: ARG001 - asked for its effect
    platform: "Platform",
    listeners: "Listeners",
) -> AsyncIterator["Application"]:
    from convosphere.entry.wiring import assemble

    assembled = assemble(platform, listeners)
    yield assembled
    await platform.jobs.stop_worker()
    for feature in assembled.features:
        for work in feature.on_stop:
            await work()
    await assembled.gateway.aclose()


@pytest.fixture(scope="session")
def web_client() -> "WebClient":
    """The built web client; looked through once."""
    from convosphere.entry.static import WebClient

    return WebClient()


@pytest.fixture
def app(application: "Application", web_client: "WebClient") -> "FastAPI":
    from convosphere.entry.api import create_app

    return create_app(application, web_client)


@pytest.fixture
async def client(app: "FastAPI") -> AsyncIterator["AsyncClient"]:
    from httpx import ASGITransport, AsyncClient

    async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1:8080") as connected:
        yield connected
