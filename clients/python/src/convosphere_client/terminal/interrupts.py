"""Ctrl-C as something that can be waited for, instead of an exception at any place."""

import asyncio
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Presses:
    """Each Ctrl-C that nobody has taken yet."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[None] = deque()
        self._news = asyncio.Event()

    def note(self, _number: int, _frame: FrameType | None) -> None:
        """The signal's handler. It counts at once: the loop may be busy up to the very moment of the question."""
        self._waiting.append(None)
        self._loop.call_soon_threadsafe(self._news.set)

    def take(self) -> bool:
        """Takes one; False: there was none."""
        if not self._waiting:
            return False
        self._waiting.popleft()
        return True

    async def next(self) -> None:
        """Takes the next one, which may be long in coming."""
        while not self.take():
            self._news.clear()
            await self._news.wait()


@contextmanager
def interrupts() -> Iterator[Presses]:
    """What is pressed within the block."""
    presses = Presses()
    before = signal.signal(signal.SIGINT, presses.note)
    try:
        yield presses
    finally:
        signal.signal(signal.SIGINT, before)
