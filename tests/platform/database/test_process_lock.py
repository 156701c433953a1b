"""One process alone, or several with a Redis between them; PostgreSQL keeps count."""

import asyncio
import os
import signal

import psycopg
import pytest
from structlog.testing import capture_logs

from convosphere.platform.database import DatabaseUrls
from convosphere.platform.database.exclusivity import (
    _PROCESS_LOCK,
    OtherSecretError,
    ProcessLock,
    SecondProcessError,
)

IMPATIENT = 0.0


async def takes(urls: DatabaseUrls, *, shared: bool) -> bool:
    """Whether another process could start now."""
    lock = ProcessLock(urls, shared=shared)
    try:
        await lock.acquire(patience_seconds=IMPATIENT)
    except SecondProcessError:
        return False
    await lock.release()
    return True


async def test_alone_excludes_everybody_until_it_is_freed(database_urls: DatabaseUrls) -> None:
    alone = ProcessLock(database_urls, shared=False)
    await alone.acquire()
    assert not await takes(database_urls, shared=False)
    assert not await takes(database_urls, shared=True)
    await alone.release()
    assert await takes(database_urls, shared=False)
    assert await takes(database_urls, shared=True)


async def test_several_with_redis_exclude_only_one_without(database_urls: DatabaseUrls) -> None:
    first, second = (ProcessLock(database_urls, shared=True) for _ in range(2))
    await first.acquire()
    await second.acquire()
    assert await takes(database_urls, shared=True)
    assert not await takes(database_urls, shared=False)
    await first.release()
    assert not await takes(database_urls, shared=False), "the second one is still there"
    await second.release()
    assert await takes(database_urls, shared=False)


async def test_several_with_redis_need_one_key(database_urls: DatabaseUrls) -> None:
    first = ProcessLock(database_urls, shared=True, mark=0xFFFF_FFFF)
    await first.acquire()
    second = ProcessLock(database_urls, shared=True, mark=0xFFFF_FFFF)
    await second.acquire()
    with pytest.raises(OtherSecretError, match="CONVOSPHERE_SECRET_KEY"):
        await ProcessLock(database_urls, shared=True, mark=0xFFFF_FFFE).acquire()
    await second.release()
    await first.release()
    # A new key is nobody's business once all are stopped.
    third = ProcessLock(database_urls, shared=True, mark=0xFFFF_FFFE)
    await third.acquire()
    await third.release()


async def test_the_message_says_what_is_missing(database_urls: DatabaseUrls) -> None:
    alone = ProcessLock(database_urls, shared=False)
    await alone.acquire()
    with pytest.raises(SecondProcessError, match="CONVOSPHERE_REDIS_URL"):
        await ProcessLock(database_urls, shared=True).acquire(patience_seconds=IMPATIENT)
    await alone.release()


async def test_one_that_was_refused_leaves_no_connection(database_urls: DatabaseUrls) -> None:
    alone = ProcessLock(database_urls, shared=False)
    await alone.acquire()
    for _ in range(3):
        assert not await takes(database_urls, shared=False)
    assert await held_connections(database_urls) == 1
    await alone.release()


async def test_a_process_that_was_killed_frees_it_within_the_patience(database_urls: DatabaseUrls) -> None:
    # A process that is no more takes nothing again.
    async with await psycopg.AsyncConnection.connect(
        database_urls.app_conninfo, autocommit=True, application_name="convosphere-process-lock"
    ) as killed:
        await killed.execute("SELECT pg_advisory_lock(%s)", [_PROCESS_LOCK])
        assert not await takes(database_urls, shared=False)
        await end_holders(database_urls)
        successor = ProcessLock(database_urls, shared=False)
        await successor.acquire(patience_seconds=10)
        await successor.release()


@pytest.mark.parametrize("shared", [False, True])
async def test_a_lock_whose_connection_ends_is_held_again(database_urls: DatabaseUrls, *, shared: bool) -> None:
    """As when the server restarts: all connections end, and with them all locks."""
    lock = ProcessLock(database_urls, shared=shared, mark=7)
    await lock.acquire()
    for _ in range(2):
        await end_holders(database_urls)
        await until_one_holds(database_urls)
        assert not await takes(database_urls, shared=False)
        with pytest.raises(SecondProcessError if not shared else OtherSecretError):
            await ProcessLock(database_urls, shared=True, mark=8).acquire(patience_seconds=IMPATIENT)
    await lock.release()
    assert await takes(database_urls, shared=False)


async def test_whoever_came_in_between_is_named_and_waited_for_a_while(database_urls: DatabaseUrls) -> None:
    lock = ProcessLock(database_urls, shared=False, forbearance=0.3)
    await lock.acquire()
    async with await psycopg.AsyncConnection.connect(database_urls.app_conninfo, autocommit=True) as intruder:
        waits = asyncio.create_task(intruder.execute("SELECT pg_advisory_lock(%s)", [_PROCESS_LOCK]))
        with capture_logs() as said:
            while not waits.done():
                await end_holders(database_urls)
                await asyncio.wait({waits}, timeout=0.05)
            while not any(each["event"] == "process_lock_held_by_another" for each in said):  # noqa: ASYNC110 - a log
                await asyncio.sleep(0.05)
        assert "CONVOSPHERE_REDIS_URL" in next(each["error"] for each in said if "error" in each)
        ousted = await asyncio.wait_for(lock.ousted(), 10)
        assert isinstance(ousted, SecondProcessError), "who stays is given way"
        assert lock.excluded is not None
    await until_one_holds(database_urls)
    await lock.release()


async def test_a_database_that_stands_still_keeps_nobody_waiting(database_urls: DatabaseUrls) -> None:
    lock = ProcessLock(database_urls, shared=False)
    await lock.acquire()
    async with await psycopg.AsyncConnection.connect(database_urls.owner_conninfo, autocommit=True) as owner:
        cursor = await owner.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE application_name = 'convosphere-process-lock' AND datname = current_database()"
        )
        row = await cursor.fetchone()
    assert row is not None
    os.kill(row[0], signal.SIGSTOP)
    try:
        async with asyncio.timeout(3):
            await lock.release()
    finally:
        os.kill(row[0], signal.SIGCONT)
    successor = ProcessLock(database_urls, shared=False)
    await successor.acquire(patience_seconds=10)
    await successor.release()


async def test_freeing_twice_does_no_harm(database_urls: DatabaseUrls) -> None:
    lock = ProcessLock(database_urls, shared=False)
    await lock.release()
    await lock.acquire()
    await lock.release()
    await lock.release()


async def end_holders(urls: DatabaseUrls) -> None:
    """Ends the connections that hold locks here."""
    async with await psycopg.AsyncConnection.connect(urls.owner_conninfo, autocommit=True) as owner:
        await owner.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'convosphere-process-lock' AND datname = current_database()"
        )


async def until_one_holds(urls: DatabaseUrls) -> None:
    """Returns when one connection holds the lock."""
    async with asyncio.timeout(30):
        while await held_connections(urls) != 1:  # noqa: ASYNC110 - another connection's doing
            await asyncio.sleep(0.05)


async def held_connections(urls: DatabaseUrls) -> int:
    """How many connections hold a lock on this database; those that just closed may take a moment to go."""
    query = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        # The lock named after the key is held beside it.
        "AND objsubid = 1"
    )
    async with await psycopg.AsyncConnection.connect(urls.owner_conninfo, autocommit=True) as owner:
        row = await (await owner.execute(query)).fetchone()
    assert row is not None
    return int(row[0])
