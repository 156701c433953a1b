"""What is particular to the log on Redis: outages, several processes, letting go."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis
from redis.driver_info import DriverInfo

from convosphere.platform.clock import SystemClock
from convosphere.platform.realtime import (
    ControlBus,
    Entry,
    EventLogUnavailableError,
    MemoryEventLog,
    TrimmedError,
    open_event_log,
)
from convosphere.platform.realtime.redis import RedisEventLog
from tests.platform.realtime.redis_server import RedisServer

pytestmark = pytest.mark.redis

# Made here: it reads the disk, which no test may on the event loop.
_DRIVER = DriverInfo()


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    """One that the test may kill."""
    server = RedisServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture
async def log(own_server: RedisServer) -> AsyncIterator[RedisEventLog]:
    opened = RedisEventLog(own_server.url, linger_seconds=0.1)
    yield opened
    await opened.close()


@pytest.fixture
async def redis(own_server: RedisServer) -> AsyncIterator[Redis]:
    client = Redis.from_url(own_server.url, driver_info=_DRIVER)
    yield client
    await client.aclose()


async def subscriptions(redis: Redis, count: int) -> None:
    """Returns when Redis has that many."""
    async with asyncio.timeout(10):
        while len(await redis.pubsub_channels("convosphere:*")) != count:  # noqa: ASYNC110 - only Redis knows
            await asyncio.sleep(0.01)


async def cut_all_connections(redis: Redis) -> None:
    """As a network does that drops everything; Redis itself goes on."""
    for kind in ("normal", "pubsub"):
        await redis.client_kill_filter(_type=kind, skipme=True)


async def test_the_factory_chooses(own_server: RedisServer) -> None:
    log = open_event_log(own_server.url, SystemClock())
    assert isinstance(log, RedisEventLog)
    await log.ping()
    await log.close()
    assert isinstance(open_event_log(None, SystemClock()), MemoryEventLog)
    with pytest.raises(ValueError, match="scheme"):
        open_event_log("http://localhost", SystemClock())


async def test_followers_miss_nothing_when_connections_are_cut(log: RedisEventLog, redis: Redis) -> None:
    head = await log.head("s")
    total = 200
    received: list[list[Entry]] = [[] for _ in range(20)]

    async def follow(into: list[Entry]) -> None:
        async for entries in log.follow("s", head):
            into += entries
            if len(into) >= total:
                return

    following = [asyncio.create_task(follow(into)) for into in received]

    async def cut() -> None:
        while True:
            await asyncio.sleep(0.05)
            await cut_all_connections(redis)

    cutting = asyncio.create_task(cut())
    sent = 0
    while sent < total:
        # An append may be cut off after it was done; then it is done again. Nothing is lost, at most doubled.
        # On a slow machine all of its tries may be cut off; then the caller keeps the text, as the pump does.
        with contextlib.suppress(EventLogUnavailableError):
            await log.append("s", [b"%d" % sent])
            sent += 1
        await asyncio.sleep(0.001)
    cutting.cancel()
    async with asyncio.timeout(10):
        await asyncio.gather(*following)
    stored = await log.read("s", head, limit=total)
    for entries in received:
        assert entries[:total] == stored
    assert sorted({int(entry.data) for entry in await log.read("s", head, limit=2 * total)}) == list(range(total))


async def test_an_outage_is_told_after_a_short_retry(log: RedisEventLog, own_server: RedisServer) -> None:
    await log.append("s", [b"1"])
    await asyncio.to_thread(own_server.stop)
    loop = asyncio.get_running_loop()
    started = loop.time()
    outcomes = await asyncio.gather(*(log.append("s", [b"2"]) for _ in range(5)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [EventLogUnavailableError] * 5
    with pytest.raises(EventLogUnavailableError):
        await log.ping()
    assert loop.time() - started > 0.5


async def test_a_restart_within_the_retry_goes_unnoticed(log: RedisEventLog, own_server: RedisServer) -> None:
    before = await log.append("s", [b"1"])
    await asyncio.to_thread(own_server.stop)
    appending = asyncio.create_task(log.append("s", [b"2"]))
    await asyncio.to_thread(own_server.start)
    after = await appending
    assert after > before + 1
    with pytest.raises(TrimmedError):
        await log.read("s", before)


async def test_followers_outlast_a_restart_that_lost_everything(log: RedisEventLog, own_server: RedisServer) -> None:
    head = await log.append("s", [b"1"])
    follower = log.follow("s", head - 1)
    assert await anext(follower) == [Entry(head, b"1")]
    waiting = asyncio.ensure_future(anext(follower))
    late = asyncio.ensure_future(anext(log.follow("t", await log.head("t"))))
    await asyncio.sleep(0.05)
    await asyncio.to_thread(own_server.stop)
    started_while_down = asyncio.ensure_future(anext(log.follow("s", head)))
    await asyncio.sleep(0.05)
    await asyncio.to_thread(own_server.start)
    for task in (waiting, late, started_while_down):
        async with asyncio.timeout(10):
            with pytest.raises(TrimmedError):
                await task
    # and everything works again
    head = await log.head("s")
    following = asyncio.ensure_future(anext(log.follow("s", head)))
    await log.append("s", [b"2"])
    assert await following == [Entry(head + 1, b"2")]


async def test_a_connection_that_fell_silent_is_replaced(own_server: RedisServer, redis: Redis) -> None:
    log = RedisEventLog(own_server.url, keepalive_seconds=0.1)
    head = await log.head("s")
    waiting = asyncio.ensure_future(anext(log.follow("s", head)))
    await subscriptions(redis, 1)
    own_server.freeze()
    await asyncio.sleep(0.5)
    own_server.thaw()
    await log.append("s", [b"1"])
    async with asyncio.timeout(10):
        assert await waiting == [Entry(head + 1, b"1")]
    assert log._reader.link > 1
    await log.close()


async def test_a_user_without_the_right_to_ask_gets_by(own_server: RedisServer, redis: Redis) -> None:
    await redis.acl_setuser(
        "app", enabled=True, passwords=["+secret"], keys="*", channels="*", commands=["+@all", "-info"]
    )
    log = RedisEventLog(own_server.url.replace("unix://", "unix://app:secret@"))
    head = await log.head("s")
    follower = log.follow("s", head)
    waiting = asyncio.ensure_future(anext(follower))
    await subscriptions(redis, 1)
    await log.append("s", [b"1"])
    assert await waiting == [Entry(head + 1, b"1")]
    await cut_all_connections(redis)
    # Whether it is the same Redis cannot be told, so nothing is taken for granted.
    async with asyncio.timeout(10):
        with pytest.raises(TrimmedError):
            await anext(follower)
    await log.close()


async def test_signals_survive_a_restart_and_tell_that_some_may_be_missing(
    log: RedisEventLog, own_server: RedisServer
) -> None:
    bus = ControlBus(log)
    missed, heard = asyncio.Event(), asyncio.Event()
    bus.when_missed(missed.set)
    bus.subscribe("a", lambda _signal: heard.set())
    await bus.start()
    await bus.publish("a")
    async with asyncio.timeout(10):
        await heard.wait()
        await asyncio.to_thread(own_server.stop)
        await asyncio.sleep(0.3)
        await asyncio.to_thread(own_server.start)
        await missed.wait()
        heard.clear()
        await bus.publish("a")
        await heard.wait()
    await bus.close()


async def test_a_stream_that_expired_is_not_mistaken_for_the_new_one(log: RedisEventLog, redis: Redis) -> None:
    head = await log.append("s", [b"1"])
    waiting = asyncio.ensure_future(anext(log.follow("s", head)))
    await asyncio.sleep(0.05)
    await redis.flushdb()
    await log.append("s", [b"2"])
    async with asyncio.timeout(10):
        with pytest.raises(TrimmedError):
            await waiting


async def test_streams_expire_unless_followed(own_server: RedisServer) -> None:
    log = RedisEventLog(own_server.url, expire_seconds=1)
    quiet, followed = await log.head("quiet"), await log.head("followed")
    waiting = asyncio.ensure_future(anext(log.follow("followed", followed)))
    await asyncio.sleep(1.5)
    with pytest.raises(TrimmedError):
        await log.read("quiet", quiet)
    await log.append("followed", [b"1"])
    assert await waiting == [Entry(followed + 1, b"1")]
    await log.close()


async def test_subscriptions_end_when_nobody_follows(log: RedisEventLog, redis: Redis) -> None:
    heads = [await log.head(f"s{index}") for index in range(20)]
    tasks = [asyncio.ensure_future(anext(log.follow(f"s{index}", head))) for index, head in enumerate(heads)]

    await subscriptions(redis, 20)
    for task in tasks[1:]:
        task.cancel()
    await subscriptions(redis, 1)
    # Coming back to one that was let go misses nothing.
    await log.append("s5", [b"1"])
    assert await anext(log.follow("s5", heads[5])) == [Entry(heads[5] + 1, b"1")]
    await log.append("s0", [b"1"])
    assert await tasks[0] == [Entry(heads[0] + 1, b"1")]


async def test_a_process_uses_few_connections(log: RedisEventLog, redis: Redis) -> None:
    names = [f"s{index}" for index in range(100)]
    followers = [log.follow(name, await log.head(name)) for name in names]
    tasks = [asyncio.ensure_future(anext(follower)) for follower in followers]
    await asyncio.gather(*(log.append(name, [b"1"]) for name in names))
    await asyncio.gather(*tasks)
    assert len(await redis.client_list()) <= 1 + 3  # this test's own; appends, reads, news


async def test_refused_commands_are_typed(log: RedisEventLog, redis: Redis) -> None:
    await redis.set("convosphere:log:s", "not a stream")
    with pytest.raises(EventLogUnavailableError) as caught:
        await log.append("s", [b"1"])
    assert "WRONGTYPE" in str(caught.value.__cause__)
    assert await log.append("t", [b"1"]) > 0


async def test_databases_of_one_server_do_not_hear_each_other(own_server: RedisServer) -> None:
    one, two = RedisEventLog(f"{own_server.url}?db=0"), RedisEventLog(f"{own_server.url}?db=1")
    waiting = asyncio.ensure_future(anext(one.follow("s", await one.head("s"))))
    await asyncio.sleep(0.05)
    await two.append("s", [b"two"])
    await one.append("s", [b"one"])
    assert [entry.data for entry in await waiting] == [b"one"]
    await one.close()
    await two.close()
