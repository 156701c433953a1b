"""Transactions: all or nothing, listeners inside, callbacks after; and none open across a network call."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from convosphere.platform.database import Database, DatabaseUrls, TransactionOpenError, forbid_open_transaction
from convosphere.platform.errors import UnavailableError
from convosphere.platform.events import AfterCommit, DomainEvent, Listeners, after_commit, publish
from convosphere.platform.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Said(DomainEvent):
    """Somebody said a word."""

    word: str


@dataclass(frozen=True, kw_only=True)
class Shouted(Said):
    """Louder."""


@pytest.fixture
async def database(database_urls: DatabaseUrls, settings: Settings, listeners: Listeners) -> AsyncIterator[Database]:
    opened = Database(database_urls, settings.database, listeners)
    yield opened
    await opened.close()


async def note(session: AsyncSession, word: str) -> None:
    """Writes a word where no organisation is needed."""
    await session.execute(text("INSERT INTO notes VALUES (:word)"), {"word": word})


async def attempt(
    database: Database,
    *words: str,
    event: DomainEvent | None = None,
    callback: AfterCommit | None = None,
    error: Exception | None = None,
) -> None:
    """One transaction that writes words, states a fact, asks for a callback and then perhaps fails."""
    async with database.transaction(None) as session:
        if event is not None:
            publish(session, event)
        if callback is not None:
            after_commit(session, callback)
        for word in words:
            await note(session, word)
        if error is not None:
            raise error


async def notes(database: Database) -> list[str]:
    async with database.transaction(None) as session:
        return list(await session.scalars(text("SELECT word FROM notes ORDER BY number")))


@pytest.fixture(autouse=True)
async def table(database_urls: DatabaseUrls) -> None:
    async with await psycopg.AsyncConnection.connect(database_urls.owner_conninfo, autocommit=True) as owner:
        await owner.execute("CREATE TABLE notes (word text UNIQUE, number bigint GENERATED ALWAYS AS IDENTITY)")


async def test_what_was_written_is_there_after_the_end(database: Database) -> None:
    async with database.transaction(None) as session:
        await note(session, "kept")
        assert await notes(database) == [], "nobody sees it before"
    assert await notes(database) == ["kept"]


async def test_an_error_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await attempt(database, "lost", error=ZeroDivisionError())
    with pytest.raises(IntegrityError):
        await attempt(database, "twice", "twice")
    assert await notes(database) == []


async def test_a_task_that_is_cancelled_leaves_nothing_and_its_connection_is_free(database: Database) -> None:
    inside = asyncio.Event()

    async def wait_inside() -> None:
        async with database.transaction(None) as session:
            await note(session, "lost")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(wait_inside())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await notes(database) == []
    assert "Current Checked out connections: 0" in database.engine.pool.status()


async def test_listeners_run_inside_before_the_commit(database: Database, listeners: Listeners) -> None:
    async def hear(session: AsyncSession, event: Said) -> None:
        await note(session, f"heard {event.word}")

    listeners.add(Said, hear)
    async with database.transaction(None) as session:
        publish(session, Said(word="hello"))
        await note(session, "said hello")
        assert await session.scalar(text("SELECT count(*) FROM notes")) == 1, "not before the end"
    assert await notes(database) == ["said hello", "heard hello"]


async def test_a_listener_that_fails_takes_everything_back(database: Database, listeners: Listeners) -> None:
    async def refuse(session: AsyncSession, event: Said) -> None:
        del session
        raise ValueError(event.word)

    listeners.add(Said, refuse)
    with pytest.raises(ValueError, match="hello"):
        await attempt(database, "said hello", event=Said(word="hello"))
    assert await notes(database) == []


async def test_what_listeners_state_is_heard_too_and_kinds_by_their_base(
    database: Database, listeners: Listeners
) -> None:
    heard: list[str] = []

    async def hear_anything(session: AsyncSession, event: Said) -> None:
        heard.append(f"{type(event).__name__} {event.word}")
        if event.word == "knock":
            publish(session, Shouted(word="who is there?"))

    async def hear_shouting(session: AsyncSession, event: Shouted) -> None:
        await note(session, event.word)

    listeners.add(Said, hear_anything)
    listeners.add(Shouted, hear_shouting)
    async with database.transaction(None) as session:
        publish(session, Said(word="knock"))
        publish(session, Said(word="bye"))
    assert heard == ["Said knock", "Said bye", "Shouted who is there?"]
    assert await notes(database) == ["who is there?"]


async def test_an_event_is_heard_in_its_own_transaction_only(database: Database, listeners: Listeners) -> None:
    heard: list[str] = []

    async def hear(session: AsyncSession, event: Said) -> None:
        del session
        heard.append(event.word)

    listeners.add(Said, hear)
    with pytest.raises(ZeroDivisionError):
        await attempt(database, event=Said(word="taken back"), error=ZeroDivisionError())
    async with database.transaction(None) as outer:
        publish(outer, Said(word="outer"))
        async with database.transaction(None) as inner:
            publish(inner, Said(word="inner"))
        assert heard == ["inner"]
    assert heard == ["inner", "outer"]


async def test_callbacks_run_after_the_commit_in_their_order(database: Database, listeners: Listeners) -> None:
    seen: list[object] = []

    async def look() -> None:
        seen.append(await notes(database))

    async def second() -> None:
        # A callback may call out: nothing is open any more.
        forbid_open_transaction()
        seen.append("second")

    async def third() -> None:
        seen.append("by a listener")

    async def hear(session: AsyncSession, event: Said) -> None:
        del event
        after_commit(session, third)

    listeners.add(Said, hear)
    async with database.transaction(None) as session:
        publish(session, Said(word="x"))
        after_commit(session, look)
        after_commit(session, second)
        await note(session, "kept")
        assert seen == []
    assert seen == [["kept"], "second", "by a listener"]


async def test_callbacks_do_not_run_when_nothing_was_committed(database: Database) -> None:
    async def never() -> None:
        pytest.fail("nothing was committed")

    with pytest.raises(ZeroDivisionError):
        await attempt(database, callback=never, error=ZeroDivisionError())
    await attempt(database, "twice")
    with pytest.raises(IntegrityError):
        await attempt(database, "twice", callback=never)


@pytest.mark.parametrize("error", [UnavailableError(), ConnectionResetError("gone"), TimeoutError()])
async def test_a_callback_that_fails_is_logged_and_the_rest_goes_on(database: Database, error: Exception) -> None:
    seen: list[str] = []

    async def fail() -> None:
        raise error

    async def go_on() -> None:
        seen.append("went on")

    with capture_logs() as logged:
        async with database.transaction(None) as session:
            await note(session, "kept")
            after_commit(session, fail)
            after_commit(session, go_on)
    assert (await notes(database), seen) == (["kept"], ["went on"])
    assert [entry["event"] for entry in logged] == ["after_commit_failed"]


async def test_calling_out_is_forbidden_inside_only(database: Database) -> None:
    forbid_open_transaction()
    async with database.transaction(None):
        with pytest.raises(TransactionOpenError):
            forbid_open_transaction()
        async with database.transaction(None):
            with pytest.raises(TransactionOpenError):
                forbid_open_transaction()
        with pytest.raises(TransactionOpenError):
            forbid_open_transaction()
    forbid_open_transaction()
    with pytest.raises(ZeroDivisionError):
        await attempt(database, error=ZeroDivisionError())
    forbid_open_transaction()


async def test_other_tasks_may_call_out_meanwhile(database: Database) -> None:
    inside, done = asyncio.Event(), asyncio.Event()

    async def other() -> None:
        await inside.wait()
        forbid_open_transaction()
        async with database.transaction(None):
            done.set()

    task = asyncio.create_task(other())
    async with database.transaction(None):
        inside.set()
        await done.wait()
        with pytest.raises(TransactionOpenError):
            forbid_open_transaction()
    await task


async def test_a_task_begun_inside_may_not_call_out_while_its_parent_waits_for_it(database: Database) -> None:
    async def call_out() -> None:
        forbid_open_transaction()

    async with database.transaction(None):
        with pytest.raises(TransactionOpenError):
            await asyncio.create_task(call_out())
        # `gather` and `TaskGroup` are no way round it either.
        (outcome,) = await asyncio.gather(call_out(), return_exceptions=True)
        assert isinstance(outcome, TransactionOpenError)


async def test_a_task_begun_inside_may_call_out_when_the_transaction_has_ended(database: Database) -> None:
    ended = asyncio.Event()

    async def call_out_later() -> None:
        await ended.wait()
        forbid_open_transaction()

    async with database.transaction(None):
        task = asyncio.create_task(call_out_later())
    ended.set()
    await task


async def test_a_database_that_is_away_does_not_leave_the_task_marked(
    database_urls: DatabaseUrls, settings: Settings, listeners: Listeners
) -> None:
    nowhere = replace(database_urls, app=database_urls.app.set(database="there_is_none"))
    database = Database(nowhere, settings.database, listeners)
    with pytest.raises(OperationalError):
        async with database.transaction(uuid4()):
            pytest.fail("it is not there")
    forbid_open_transaction()
    await database.close()


async def test_connections_that_the_database_has_ended_are_nobodys_business(
    database: Database, database_urls: DatabaseUrls
) -> None:
    await asyncio.gather(*(attempt(database, f"before {number}") for number in range(3)))
    async with await psycopg.AsyncConnection.connect(database_urls.owner_conninfo, autocommit=True) as owner:
        ended = await owner.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert ended.rowcount
    await asyncio.gather(*(attempt(database, f"after {number}") for number in range(3)))
    assert sorted(await notes(database)) == [f"{when} {number}" for when in ("after", "before") for number in range(3)]
