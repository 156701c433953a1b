"""Ctrl-C as something that can be waited for, instead of an exception at any place."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupts() -> Iterator["asyncio.Queue[None]"]:
    """One item for each Ctrl-C within the block."""
    loop = asyncio.get_running_loop()
    pressed: asyncio.Queue[None] = asyncio.Queue()

    def note(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(pressed.put_nowait, None)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
