"""The heartbeat of one socket."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Heart:
    """Beats every `pause` seconds with the number of the beat, from 1.

    Between beats it is a timer, not a task: thousands of sockets are open and say nothing. A beat that is not over when
    the next is due (the client does not read) takes its place.
    """

    def __init__(self, pause: float, beat: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        self._pause = pause
        self._beat = beat
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Has the first beat after a pause."""
        self._timer = asyncio.get_running_loop().call_later(self._pause, self._strike)

    async def stop(self) -> None:
        """Beats no more; a beat under way is broken off."""
        if self._timer is not None:
            self._timer.cancel()
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)

    def _strike(self) -> None:
        self.start()
        self._count += 1
        if self._beating is None or self._beating.done():
            self._beating = asyncio.create_task(self._beat(self._count), name="socket heartbeat")
