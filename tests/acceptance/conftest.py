"""The product as processes: what a module starts, it ends."""

import tempfile
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import aiohttp
import psycopg
import pytest
from psycopg import sql

from convosphere.platform.database import DatabaseUrls, EmbeddedPostgres
from tests.acceptance.harness.forking import Forks
from tests.acceptance.harness.people import Founding, Person, browserless
from tests.acceptance.harness.processes import FakeProviderProcess, Installation, Process, last_words
from tests.harness.cluster import Cluster
from tests.platform.realtime.redis_server import RedisServer

Install = Callable[..., Installation]
NewDatabase = Callable[[], str]
_LAST_LINES = 60


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - the hook's signature
    call: pytest.CallInfo[None],  # noqa: ARG001 - the hook's signature
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails shows what the product said: what went wrong there is seldom to be seen from outside."""
    report = yield
    if report.failed:
        report.sections += [("the product", said) for said in last_words(_LAST_LINES)]
    return report


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """Not pytest's directory: as root, PostgreSQL runs as another user, whom each pytest run bars from there."""
    with tempfile.TemporaryDirectory(prefix="cs-acceptance-") as directory:
        yield Path(directory)


@pytest.fixture(scope="module")
def install(scratch: Path, forks: Forks, cluster: Cluster) -> Iterator[Install]:
    """Makes installations; settings as keyword arguments, without their prefix.

    A `fresh` one begins with nothing; the others spare themselves a database and its migrations by a copy.
    """
    with ExitStack() as stack:

        def make(*, fresh: bool = False, **settings: str) -> Installation:
            directory = Path(tempfile.mkdtemp(dir=scratch))
            environment = {f"CONVOSPHERE_{name.upper()}": value for name, value in settings.items()}
            made = stack.enter_context(Installation(directory, forks, environment))
            if not fresh and "database_url" not in settings:
                cluster.copy_to(made.data_dir)
            return made

        yield make


@pytest.fixture(scope="session")
def provider(scratch: Path) -> Iterator[FakeProviderProcess]:
    running = FakeProviderProcess(scratch)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def new_database(scratch: Path, cluster: Cluster) -> Iterator[NewDatabase]:
    """Makes empty databases on one PostgreSQL server and returns their URLs."""
    cluster.copy_to(scratch / "server")
    server = EmbeddedPostgres(scratch / "server")
    urls = server.start()
    numbers = count(1)

    def make() -> str:
        name = f"acceptance_{next(numbers)}"
        with psycopg.connect(_on(urls, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return _on(urls, name)

    try:
        yield make
    finally:
        server.stop()


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A Redis of the module's own."""
    server = RedisServer()
    server.start()
    yield server.url
    server.remove()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with browserless() as session:
        yield session


@pytest.fixture(scope="module")
def installation(install: Install) -> Installation:
    """The module's own, as it comes; a module that needs other settings has a fixture of this name."""
    return install()


@pytest.fixture(scope="module")
def product(installation: Installation) -> Process:
    return installation.start("run")


@pytest.fixture
def owner(http: aiohttp.ClientSession, product: Process, founding: Founding) -> Person:
    """The founder; whom a module founds the organisation with, and on which models, its `founding` says."""
    return Person(http, product, founding.token)


@pytest.fixture
def no_bug_is_logged(product: Process) -> Iterator[None]:
    """Whatever was sent to the module's `product`, it has no error of its own to report."""
    before = len(product.log)
    yield
    assert product.code is None
    signs = ("unhandled_error", "Exception in ASGI", "never retrieved")
    assert not [line for line in product.log[before:].splitlines() if any(sign in line for sign in signs)]


def _on(urls: DatabaseUrls, name: str) -> str:
    return urls.conninfo(urls.owner.set(database=name))
