"""What is particular to the log in memory: its bounds."""

import asyncio
from datetime import timedelta

import pytest

from convosphere.platform.clock import FrozenClock
from convosphere.platform.realtime import Entry, MemoryEventLog, TrimmedError

KILOBYTE = b"x" * 1_000


async def test_streams_are_bounded_by_bytes(clock: FrozenClock) -> None:
    log = MemoryEventLog(clock, max_bytes=50_000)
    for _ in range(1_000):
        await log.append("s", [KILOBYTE])
        assert log.size <= 50_000
    head = await log.head("s")
    assert len(await log.read("s", head - 30)) == 30
    with pytest.raises(TrimmedError):
        await log.read("s", head - 60)


async def test_an_event_larger_than_the_bound_still_reaches_followers(clock: FrozenClock) -> None:
    log = MemoryEventLog(clock, max_bytes=10_000)
    head = await log.append("s", [KILOBYTE] * 5)
    follower = log.follow("s", head)
    await log.append("s", [KILOBYTE * 50])
    assert await anext(follower) == [Entry(head + 1, KILOBYTE * 50)]


async def test_idle_streams_are_forgotten(clock: FrozenClock) -> None:
    log = MemoryEventLog(clock, idle_seconds=60)
    heads = {}
    for index in range(10_000):
        heads[index] = await log.append(f"s{index}", [KILOBYTE])
    clock.advance(timedelta(seconds=59))
    await log.append("s5", [b"still here"])
    assert log.stream_count == 10_000
    clock.advance(timedelta(seconds=2))
    for _ in range(400):  # a few at a time: no append has to wait for all of them
        await log.head("other")
    assert log.stream_count == 2
    assert log.size < 5_000
    with pytest.raises(TrimmedError):
        await log.read("s1", heads[1])
    assert [entry.data for entry in await log.read("s5", heads[5])] == [b"still here"]


async def test_a_followed_stream_stays_and_lets_go_of_what_was_read(clock: FrozenClock) -> None:
    log = MemoryEventLog(clock, idle_seconds=60)
    head = await log.head("s")
    follower = log.follow("s", head)
    await log.append("s", [KILOBYTE] * 10)
    assert len(await anext(follower)) == 10
    waiting = asyncio.ensure_future(anext(follower))
    await asyncio.sleep(0)
    clock.advance(timedelta(seconds=61))
    await log.head("other")
    assert log.stream_count == 2
    assert log.size == 0
    await log.append("s", [b"on it goes"])
    assert await waiting == [Entry(head + 11, b"on it goes")]


async def test_a_forgotten_stream_starts_above_its_old_numbers(clock: FrozenClock) -> None:
    log = MemoryEventLog(clock, idle_seconds=0.05, max_entries=10)
    # More events than microseconds pass, so the numbers run ahead of the clock.
    head = await log.append("s", [b"1"] * 100_000)
    clock.advance(timedelta(milliseconds=60))
    await log.head("other")
    assert log.stream_count == 1
    assert await log.head("s") > head
    with pytest.raises(TrimmedError):
        await log.read("s", head)


async def test_all_streams_together_are_bounded(clock: FrozenClock) -> None:
    log = MemoryEventLog(clock, total_bytes=100_000)
    first = await log.head("first")
    follower = log.follow("first", first)
    waiting = asyncio.ensure_future(anext(follower))
    await asyncio.sleep(0)
    for index in range(500):
        await log.append(f"s{index}", [KILOBYTE])
        assert log.size <= 100_000
    assert log.stream_count < 150
    newest = await log.head("s499")
    assert len(await log.read("s499", newest - 1)) == 1
    await log.append("first", [b"1"])  # a followed one was never dropped
    assert await waiting == [Entry(first + 1, b"1")]


async def test_idle_followers_cost_little(clock: FrozenClock) -> None:
    log = MemoryEventLog(clock)
    followers = []
    for index in range(1_000):
        name = f"s{index % 100}"
        followers.append(asyncio.ensure_future(anext(log.follow(name, await log.head(name)))))
    await asyncio.sleep(0)
    busy = await log.head("busy")
    reader = log.follow("busy", busy)
    for _ in range(100):
        await log.append("busy", [b"1"])
        await anext(reader)
    # Nobody of the thousand was woken by another stream's events.
    assert not any(task.done() for task in followers)
    for index in range(100):
        await log.append(f"s{index}", [b"1"])
    assert [len(entries) for entries in await asyncio.gather(*followers)] == [1] * 1_000
