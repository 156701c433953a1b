"""Jobs exist when their transaction commits, run once, and outlive their workers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import psycopg
import pytest
from procrastinate import PsycopgConnector

from convosphere.platform.database import Database, DatabaseUrls
from convosphere.platform.events import Listeners
from convosphere.platform.jobs import Gathering, Jobs, RetryLater
from convosphere.platform.jobs.connections import queue_connector
from convosphere.platform.jobs.takeover import requeue_stalled
from convosphere.platform.settings import DatabaseSettings, JobsSettings

PATIENCE = 10


@pytest.fixture
async def database(database_urls: DatabaseUrls) -> AsyncIterator[Database]:
    opened = Database(database_urls, DatabaseSettings(), Listeners())
    yield opened
    await opened.close()


@asynccontextmanager
async def jobs_on(urls: DatabaseUrls, **settings: float) -> AsyncIterator[Jobs]:
    defaults = {"heartbeat_seconds": 0.2, "stalled_after_seconds": 1, "shutdown_grace_seconds": 0.1}
    jobs = Jobs(urls, JobsSettings.model_validate(defaults | settings))
    await jobs.open()
    yield jobs
    await jobs.close()


@asynccontextmanager
async def queue_on(urls: DatabaseUrls) -> AsyncIterator[PsycopgConnector]:
    connector = queue_connector(urls.app_conninfo, most=5)
    await connector.open_async()
    yield connector
    await connector.close_async()


async def test_a_job_runs_with_its_arguments_once_its_transaction_commits(
    database: Database, database_urls: DatabaseUrls
) -> None:
    ran: asyncio.Queue[str] = asyncio.Queue()

    async def note(*, word: str) -> None:
        ran.put_nowait(word)

    async with jobs_on(database_urls) as jobs:
        jobs.register("test.note", note)
        await jobs.start_worker(alone=True)
        with pytest.raises(RuntimeError, match="undone"):
            await _defer_and_fail(database, jobs)
        async with database.transaction(None) as session:
            await jobs.defer(session, "test.note", word="committed")
            assert ran.empty()
        async with asyncio.timeout(PATIENCE):
            assert await ran.get() == "committed"
    assert ran.empty()


async def test_a_job_that_fails_runs_again_and_one_that_asks_for_it_too(
    database: Database, database_urls: DatabaseUrls
) -> None:
    attempts: asyncio.Queue[int] = asyncio.Queue()
    runs = 0

    async def stumble() -> None:
        nonlocal runs
        runs += 1
        attempts.put_nowait(runs)
        if runs == 1:
            raise RetryLater(0.1)
        if runs == 2:
            raise ValueError("second")

    async with jobs_on(database_urls) as jobs:
        jobs.register("test.stumble", stumble, max_attempts=5)
        await jobs.start_worker(alone=True)
        async with database.transaction(None) as session:
            await jobs.defer(session, "test.stumble")
        async with asyncio.timeout(30):
            assert [await attempts.get() for _ in range(3)] == [1, 2, 3]


async def test_a_shutdown_hands_a_running_job_to_the_next_worker(
    database: Database, database_urls: DatabaseUrls
) -> None:
    started: asyncio.Queue[str] = asyncio.Queue()

    async def first(*, name: str) -> None:
        started.put_nowait(name)
        await asyncio.Event().wait()

    async def second(*, name: str) -> None:
        started.put_nowait(name)

    async with jobs_on(database_urls) as jobs:
        jobs.register("test.long", first)
        await jobs.start_worker(alone=True)
        async with database.transaction(None) as session:
            await jobs.defer(session, "test.long", name="one")
        async with asyncio.timeout(PATIENCE):
            await started.get()
    async with jobs_on(database_urls) as jobs:
        jobs.register("test.long", second)
        await jobs.start_worker(alone=False)
        async with asyncio.timeout(PATIENCE):
            assert await started.get() == "one"


async def test_jobs_of_a_silent_worker_are_taken_over_by_exactly_one(
    database: Database, database_urls: DatabaseUrls
) -> None:
    async with jobs_on(database_urls) as jobs:
        jobs.register("test.orphan", _nothing)
        async with database.transaction(None) as session:
            await jobs.defer(session, "test.orphan")
    with psycopg.connect(database_urls.owner_conninfo, autocommit=True) as connection:
        connection.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
    async with queue_on(database_urls) as queue:
        rounds = await asyncio.gather(*(requeue_stalled(queue, silence_seconds=10) for _ in range(5)))
    assert sorted(len(taken) for taken in rounds) == [0, 0, 0, 0, 1]


async def test_a_living_workers_jobs_are_left_alone(database: Database, database_urls: DatabaseUrls) -> None:
    started = asyncio.Event()
    finish = asyncio.Event()

    async def wait() -> None:
        started.set()
        await finish.wait()

    async with jobs_on(database_urls) as jobs:
        jobs.register("test.wait", wait)
        await jobs.start_worker(alone=True)
        async with database.transaction(None) as session:
            await jobs.defer(session, "test.wait")
        async with asyncio.timeout(PATIENCE):
            await started.wait()
        async with queue_on(database_urls) as queue:
            assert await requeue_stalled(queue, silence_seconds=5) == []
        finish.set()


async def test_ping_says_when_the_queue_is_missing(database_urls: DatabaseUrls) -> None:
    async with jobs_on(database_urls) as jobs:
        await jobs.ping()
        with psycopg.connect(database_urls.owner_conninfo, autocommit=True) as connection:
            connection.execute("ALTER TABLE procrastinate_jobs RENAME TO gone")
        with pytest.raises(ConnectionError):
            await jobs.ping()


async def _defer_and_fail(database: Database, jobs: Jobs) -> None:
    async with database.transaction(None) as session:
        await jobs.defer(session, "test.note", word="rolled back")
        raise RuntimeError("undone")


async def _nothing() -> None:
    """A job that does nothing."""


async def test_a_job_that_fails_for_good_is_given_up(database: Database, database_urls: DatabaseUrls) -> None:
    given_up: asyncio.Queue[str] = asyncio.Queue()

    async def fail(*, name: str) -> None:
        raise ValueError(name)

    async def give_up(*, name: str) -> None:
        given_up.put_nowait(name)

    async with jobs_on(database_urls) as jobs:
        jobs.register("test.vain", fail, max_attempts=1, on_give_up=give_up)
        await jobs.start_worker(alone=True)
        async with database.transaction(None) as session:
            await jobs.defer(session, "test.vain", name="this one")
        async with asyncio.timeout(PATIENCE):
            assert await given_up.get() == "this one"


async def test_a_job_by_the_clock_runs_once_for_all_replicas(
    database: Database,  # noqa: ARG001 - the queue's tables are its
    database_urls: DatabaseUrls,
) -> None:
    runs: asyncio.Queue[str] = asyncio.Queue()

    async with jobs_on(database_urls) as one, jobs_on(database_urls) as two:
        for name, jobs in (("one", one), ("two", two)):
            jobs.register("test.clock", partial(_put, runs, name), cron="* * * * *")
            await jobs.start_worker(alone=False)
        async with asyncio.timeout(PATIENCE):
            await runs.get()
    with psycopg.connect(database_urls.owner_conninfo) as connection:
        deferred = connection.execute(
            "SELECT count(*), count(DISTINCT defer_timestamp) FROM procrastinate_periodic_defers"
        ).fetchone()
    assert deferred is not None
    # One for each minute that came, however many replicas saw it come.
    assert deferred[0] == deferred[1] >= 1


async def _put(queue: asyncio.Queue[str], name: str) -> None:
    queue.put_nowait(name)


async def test_small_jobs_are_done_as_one_and_each_alone_after_a_failure(
    database: Database, database_urls: DatabaseUrls
) -> None:
    ran: asyncio.Queue[tuple[str, str, list[str]]] = asyncio.Queue()

    async def together(*, shelf: str, names: list[str]) -> None:
        ran.put_nowait(("together", shelf, names))
        if shelf == "broken":
            raise ValueError(shelf)

    async def apart(*, shelf: str, names: list[str]) -> None:
        ran.put_nowait(("apart", shelf, names))

    async with jobs_on(database_urls, heavy=1) as jobs:
        jobs.register("test.small", together, heavy=True, gathering=Gathering("names", 3, apart))
        async with database.transaction(None) as session:
            for number, shelf in enumerate(["whole", "broken", "whole", "broken", "whole", "whole"]):
                await jobs.defer(session, "test.small", shelf=shelf, names=[str(number)])
        await jobs.start_worker(alone=True)
        async with asyncio.timeout(PATIENCE):
            runs = [await ran.get() for _ in range(4)]
    # No more than three at once, only of one shelf; what failed comes back with all that it had taken along.
    assert runs == [
        ("together", "whole", ["0", "2", "4"]),
        ("together", "broken", ["1", "3"]),
        ("together", "whole", ["5"]),
        ("apart", "broken", ["1", "3"]),
    ]
    with psycopg.connect(database_urls.owner_conninfo) as connection:
        assert connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)


async def test_a_job_that_another_worker_has_ended_is_left_to_it(
    database: Database, database_urls: DatabaseUrls, caplog: pytest.LogCaptureFixture
) -> None:
    begun: asyncio.Queue[str] = asyncio.Queue()
    goes_on = asyncio.Event()

    async def wait(*, word: str) -> None:
        begun.put_nowait(word)
        await goes_on.wait()

    async with jobs_on(database_urls) as jobs, asyncio.timeout(PATIENCE):
        jobs.register("test.wait", wait)
        await jobs.start_worker(alone=True)
        async with database.transaction(None) as session:
            await jobs.defer(session, "test.wait", word="late")
        assert await begun.get() == "late"
        # As if this process had stood still for so long that another did the job.
        async with await psycopg.AsyncConnection.connect(database_urls.app_conninfo) as connection:
            await connection.execute("DELETE FROM procrastinate_jobs")
        goes_on.set()
        async with database.transaction(None) as session:
            await jobs.defer(session, "test.wait", word="next")
        assert await begun.get() == "next"
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
