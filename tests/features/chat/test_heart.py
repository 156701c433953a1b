"""The heart of a socket: beats at intervals, one beat at a time."""

import asyncio

from convosphere.features.chat.routes.heart import Heart

PAUSE_SECONDS = 0.01


async def test_beats_are_numbered() -> None:
    heard: asyncio.Queue[int] = asyncio.Queue()
    heart = Heart(PAUSE_SECONDS, heard.put)
    heart.start()
    assert [await heard.get() for _ in range(3)] == [1, 2, 3]
    await heart.stop()


async def test_a_beat_that_is_not_over_takes_the_place_of_those_that_are_due() -> None:
    running = most = 0
    beats: list[int] = []
    enough, released = asyncio.Event(), asyncio.Event()

    async def beat(count: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        beats.append(count)
        if len(beats) == 1:
            asyncio.get_running_loop().call_later(PAUSE_SECONDS * 5, released.set)
            await released.wait()
        else:
            enough.set()
        running -= 1

    heart = Heart(PAUSE_SECONDS, beat)
    heart.start()
    await enough.wait()
    await heart.stop()
    assert most == 1
    assert beats[0] == 1
    assert beats[1] > 2


async def test_stopping_breaks_a_beat_off() -> None:
    begun, broken_off = asyncio.Event(), asyncio.Event()

    async def beat(_count: int) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()

    heart = Heart(PAUSE_SECONDS, beat)
    heart.start()
    await begun.wait()
    await heart.stop()
    assert broken_off.is_set()
