"""The ring against a model that keeps everything."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from convosphere.platform.realtime.log import Entry
from convosphere.platform.realtime.tail import Tail

_OVERHEAD = 160  # bytes per entry, at most what the tail reckons with


@given(
    batches=st.lists(st.lists(st.binary(max_size=400), max_size=6), max_size=30),
    max_entries=st.integers(1, 20),
    max_bytes=st.integers(1, 4_000),
    base=st.integers(0, 2**52),
)
def test_a_tail_is_the_end_of_everything(
    batches: list[list[bytes]], max_entries: int, max_bytes: int, base: int
) -> None:
    tail = Tail(base)
    everything: list[Entry] = []
    for batch in batches:
        tail.append(batch, max_entries, max_bytes)
        everything += [Entry(base + len(everything) + 1 + index, data) for index, data in enumerate(batch)]
        assert tail.head == base + len(everything)
        held = held_by(tail, base)
        assert held == everything[len(everything) - len(held) :]
        assert len(held) <= max_entries
        assert tail.size <= max_bytes or len(held) == 1
        assert len(held) >= min(len(everything), 1)
        assert tail.size == sum(len(entry.data) + _OVERHEAD for entry in held)
    assert tail.newer(base - 1, 5) is None
    assert tail.newer(tail.head + 1, 5) is None


def held_by(tail: Tail, base: int) -> list[Entry]:
    """What the oldest `after` that the tail accepts gives; every older one is refused."""
    accepted = [after for after in range(base, tail.head + 1) if tail.newer(after, 1_000) is not None]
    assert accepted == list(range(accepted[0], tail.head + 1))
    entries = tail.newer(accepted[0], 1_000)
    assert entries is not None
    for after in accepted:
        assert tail.newer(after, 2) == entries[after - accepted[0] :][:2]
    return entries


async def test_every_waiter_is_woken_and_a_cancelled_one_leaves() -> None:
    tail = Tail(0)
    waiting = [asyncio.create_task(tail.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    await asyncio.sleep(0)
    tail.append([b"1"], 10, 1_000)
    await asyncio.gather(*waiting, return_exceptions=True)
    assert [task.cancelled() for task in waiting] == [False, True, False]


async def test_only_those_who_wait_count_as_waiting() -> None:
    tail = Tail(0)
    assert not tail.is_waited_on
    waiting = asyncio.create_task(tail.wait())
    await asyncio.sleep(0)
    assert is_waited_on(tail)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert not is_waited_on(tail)


def is_waited_on(tail: Tail) -> bool:
    return tail.is_waited_on
