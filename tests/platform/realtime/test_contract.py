"""What every event log must do; each test runs against the one in memory and the one on Redis."""

import asyncio
import random
import time
from collections.abc import AsyncIterator

import pytest

from convosphere.platform.realtime import Entry, EventLog, EventLogUnavailableError, TrimmedError
from tests.platform.realtime.conftest import Logs

# Awkward on purpose: separators of the wire format, empty, large, not ASCII.
EVENTS = [b'{"a":1}', b"", b"1;2,3;", b"\r\n", "ä".encode(), b"x" * 100_000]


async def collect(follower: AsyncIterator[list[Entry]], count: int) -> list[Entry]:
    found: list[Entry] = []
    async with asyncio.timeout(10):
        async for entries in follower:
            assert entries
            found += entries
            if len(found) >= count:
                break
    return found


async def next_batch(follower: AsyncIterator[list[Entry]]) -> list[Entry]:
    async with asyncio.timeout(10):
        return await anext(follower)


async def test_a_new_stream_starts_at_the_present_microsecond(logs: Logs) -> None:
    log = logs.open()
    before = time.time_ns() // 1000
    head = await log.head("s")
    assert before <= head <= time.time_ns() // 1000
    assert await log.head("s") == head
    assert await log.append("s", [b"1"]) == head + 1
    assert await log.head("t") != head


async def test_an_append_establishes_the_stream_too(logs: Logs) -> None:
    log = logs.open()
    last = await log.append("s", [b"1", b"2"])
    assert await log.read("s", last - 2) == [Entry(last - 1, b"1"), Entry(last, b"2")]


async def test_events_come_back_as_they_were_numbered_without_gaps(logs: Logs) -> None:
    log = logs.open()
    head = await log.head("s")
    follower = log.follow("s", head)
    assert await log.append("s", EVENTS) == head + len(EVENTS)
    expected = [Entry(head + 1 + index, data) for index, data in enumerate(EVENTS)]
    assert await log.read("s", head) == expected
    assert await collect(follower, len(EVENTS)) == expected
    # and live, over the wire
    assert await log.append("s", EVENTS) == head + 2 * len(EVENTS)
    assert [entry.data for entry in await collect(follower, len(EVENTS))] == EVENTS


async def test_appending_nothing_tells_the_head(logs: Logs) -> None:
    log = logs.open()
    head = await log.append("s", [])
    assert await log.head("s") == head
    assert await log.read("s", head) == []


async def test_the_newest_come_back_oldest_first_however_few_there_are(logs: Logs) -> None:
    log = logs.open()
    assert await log.recent("s", 3) == []
    head = await log.head("s")
    assert await log.recent("s", 3) == []
    await log.append("s", [b"1", b"2"])
    assert await log.recent("s", 3) == [Entry(head + 1, b"1"), Entry(head + 2, b"2")]
    await log.append("s", [b"3", b"4"])
    assert [entry.data for entry in await log.recent("s", 3)] == [b"2", b"3", b"4"]


async def test_read_pages(logs: Logs) -> None:
    log = logs.open()
    head = await log.head("s")
    await log.append("s", [b"%d" % index for index in range(7)])
    first = await log.read("s", head, limit=3)
    assert [entry.data for entry in first] == [b"0", b"1", b"2"]
    rest = await log.read("s", first[-1].number)
    assert [entry.data for entry in rest] == [b"3", b"4", b"5", b"6"]
    assert await log.read("s", rest[-1].number) == []


async def test_streams_do_not_mix(logs: Logs) -> None:
    log = logs.open()
    heads = {name: await log.head(name) for name in "ab"}
    followers = {name: log.follow(name, head) for name, head in heads.items()}
    for index in range(20):
        name = "ab"[index % 2]
        await log.append(name, [name.encode()])
    for name, follower in followers.items():
        entries = await collect(follower, 10)
        assert [entry.data for entry in entries] == [name.encode()] * 10
        assert [entry.number for entry in entries] == list(range(heads[name] + 1, heads[name] + 11))


@pytest.mark.parametrize("start", range(0, 31, 6))
async def test_a_follower_started_anywhere_sees_exactly_the_rest(logs: Logs, start: int) -> None:
    writer = logs.open()
    reader = logs.beside(writer)
    head = await writer.head("s")
    await writer.append("s", [b"%d" % index for index in range(15)])

    reached = asyncio.Event()

    async def write_on() -> None:
        for index in range(15, 45):
            if index >= start:
                reached.set()
            await writer.append("s", [b"%d" % index])

    writing = asyncio.create_task(write_on())
    await reached.wait()
    entries = await collect(reader.follow("s", head + start), 45 - start)
    await writing
    assert [entry.number for entry in entries] == list(range(head + start + 1, head + 46))
    assert [entry.data for entry in entries] == [b"%d" % index for index in range(start, 45)]


@pytest.mark.parametrize("seed", range(4))
async def test_random_interleavings_of_two_processes_stay_gap_free(logs: Logs, seed: int) -> None:
    randomness = random.Random(seed)  # noqa: S311 - a reproducible shuffle
    processes = [first := logs.open(), logs.beside(first)]
    names = ["a", "b", "c"]
    heads = {name: await first.head(name) for name in names}
    totals = dict.fromkeys(names, 0)
    answers: dict[str, list[tuple[int, int]]] = {name: [] for name in names}

    async def appender(log: EventLog, label: int) -> None:
        for index in range(25):
            name = randomness.choice(names)
            size = randomness.randint(1, 4)
            totals[name] += size
            last = await log.append(name, [b"%d.%d.%d" % (label, index, part) for part in range(size)])
            answers[name].append((last, size))
            await asyncio.sleep(randomness.choice([0, 0, 0.001]))

    followers = [(name, log.follow(name, heads[name])) for name in names for log in processes for _ in range(3)]
    appenders = [appender(log, label) for label, log in enumerate(processes * 3)]
    collecting = [asyncio.create_task(gather_all(follower)) for _, follower in followers]
    await asyncio.gather(*appenders)
    for name in names:
        await first.append(name, [b"end"])
    for (name, _), task in zip(followers, collecting, strict=True):
        async with asyncio.timeout(10):
            entries = await task
        assert [entry.number for entry in entries] == [heads[name] + 1 + n for n in range(totals[name] + 1)]
        by_number = {entry.number: entry.data for entry in entries}
        for last, size in answers[name]:  # an append's events stand together, in their order
            batch = [by_number[last - size + 1 + part] for part in range(size)]
            assert len({data.rpartition(b".")[0] for data in batch}) == 1
            assert [int(data.rpartition(b".")[2]) for data in batch] == list(range(size))


async def gather_all(follower: AsyncIterator[list[Entry]]) -> list[Entry]:
    found: list[Entry] = []
    async for entries in follower:
        found += entries
        if entries[-1].data == b"end":
            break
    return found


async def test_a_number_of_another_log_is_refused(logs: Logs) -> None:
    log = logs.open()
    with pytest.raises(TrimmedError):
        await log.read("never-heard-of", 5)
    with pytest.raises(TrimmedError):
        await next_batch(log.follow("never-heard-of", 5))
    head = await log.head("s")
    for number in (0, head - 1, head + 1):
        with pytest.raises(TrimmedError):
            await log.read("s", number)
        with pytest.raises(TrimmedError):
            await next_batch(log.follow("s", number))


async def test_the_oldest_events_are_trimmed(logs: Logs) -> None:
    log = logs.open(max_entries=16)
    head = await log.head("s")
    for index in range(50):
        await log.append("s", [b"%d" % index])
    with pytest.raises(TrimmedError):
        await log.read("s", head)
    with pytest.raises(TrimmedError):
        await next_batch(log.follow("s", head))
    newest = await log.read("s", head + 40)
    assert [entry.number for entry in newest] == list(range(head + 41, head + 51))
    assert await log.read("s", head + 50) == []


async def test_a_slow_follower_is_overtaken(logs: Logs) -> None:
    log = logs.open(max_entries=16)
    head = await log.head("s")
    follower = log.follow("s", head)
    await log.append("s", [b"first"])
    assert await next_batch(follower) == [Entry(head + 1, b"first")]
    for _ in range(600):
        await log.append("s", [b"more"])
    with pytest.raises(TrimmedError):
        await collect(follower, 1_000)


async def test_cancelling_a_wait_loses_nothing(logs: Logs) -> None:
    log = logs.open()
    head = await log.head("s")
    follower = log.follow("s", head)
    handed_out: list[Entry] = []
    for index in range(30):
        waiting = asyncio.ensure_future(anext(follower))
        await asyncio.sleep(0.001 * (index % 3))
        await log.append("s", [b"%d" % index])
        for _ in range(index % 4):  # cancelled before, while and after the news gets there
            await asyncio.sleep(0)
        waiting.cancel()
        for entries in await asyncio.gather(waiting, return_exceptions=True):
            if not isinstance(entries, BaseException):
                handed_out += entries
    handed_out += await collect(follower, 30 - len(handed_out)) if len(handed_out) < 30 else []
    assert [entry.number for entry in handed_out] == list(range(head + 1, head + 31))


async def test_close_ends_followers(logs: Logs) -> None:
    log = logs.open()
    head = await log.head("s")
    waiting = [asyncio.create_task(collect(log.follow("s", head), 1)) for _ in range(5)]
    await log.append("t", [b"1"])
    await asyncio.sleep(0.01)
    await log.close()
    assert await asyncio.gather(*waiting) == [[]] * 5
    assert await collect(log.follow("s", head), 1) == []
    with pytest.raises(EventLogUnavailableError):
        await log.append("s", [b"1"])
    with pytest.raises(EventLogUnavailableError):
        await log.ping()


async def test_ping(logs: Logs) -> None:
    await logs.open().ping()


async def test_many_followers_of_many_streams(logs: Logs) -> None:
    writer = logs.open()
    reader = logs.beside(writer)
    names = [f"s{index}" for index in range(300)]
    heads = {name: await writer.head(name) for name in names}
    tasks = [asyncio.create_task(collect(reader.follow(name, heads[name]), 3)) for name in names]
    await asyncio.gather(*(writer.append(name, [name.encode()]) for name in names for _ in range(3)))
    for name, task in zip(names, tasks, strict=True):
        assert [entry.data for entry in await task] == [name.encode()] * 3
