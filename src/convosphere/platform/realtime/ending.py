"""Ends background tasks for sure."""

import asyncio
from collections.abc import Iterable

_PATIENCE_SECONDS = 0.1


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancels the tasks and waits until they are over.

    More than once if need be: before Python 3.12 `asyncio.wait_for`, which redis-py uses, swallows a
    cancellation that comes at the moment its work is done.
    """
    running = {task for task in tasks if not task.done()}
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=_PATIENCE_SECONDS)
