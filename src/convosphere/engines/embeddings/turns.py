"""Who computes next on a model that serves people who wait and work that does not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

_T = TypeVar("_T")


class Turns:
    """One at a time; a question waits for two batches at most, however much is being indexed."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        # Of all that can wait, only the first stands in line beside the questions.
        self._patient = asyncio.Lock()

    @asynccontextmanager
    async def take(self, *, urgent: bool) -> AsyncIterator[None]:
        """Holds the model for one run."""
        if urgent:
            async with self._turn:
                yield
        else:
            async with self._patient, self._turn:
                yield


async def in_thread(work: Callable[[], _T]) -> _T:
    """Runs it in a thread, to its end also where the caller is cancelled: what it holds is not free before."""
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise
