"""A thread with an event loop of its own, for code that blocks the loop it runs in.

LiteLLM says it is asynchronous, but imports modules, reads certificates and maps errors in the middle of a call, for
up to seconds. Here it only ever keeps itself waiting.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any, TypeVar

Item = TypeVar("Item")


class BackgroundLoop:
    """Started at the first use, again after `aclose`."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether there is such a thread."""
        return self._loop is not None

    async def run(self, work: Coroutine[Any, Any, Item]) -> Item:
        """Awaits a coroutine over there; cancelling cancels it."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._started()))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begins a coroutine over there and returns; it must raise nothing."""
        asyncio.run_coroutine_threadsafe(work, self._started())

    async def iterate(self, items: Callable[[], AsyncGenerator[Item, None]]) -> AsyncGenerator[Item, None]:
        """Runs an asynchronous generator over there and yields its items here; closing this one closes that one."""
        here = asyncio.get_running_loop()
        queue: asyncio.Queue[tuple[Item] | None] = asyncio.Queue()

        async def pump() -> None:
            try:
                async with aclosing(items()) as running:
                    async for item in running:
                        here.call_soon_threadsafe(queue.put_nowait, (item,))
            finally:
                here.call_soon_threadsafe(queue.put_nowait, None)

        pumping = asyncio.run_coroutine_threadsafe(pump(), self._started())
        try:
            while (wrapped := await queue.get()) is not None:
                yield wrapped[0]
            await asyncio.wrap_future(pumping)  # raises what the generator raised
        finally:
            pumping.cancel()

    async def aclose(self) -> None:
        """Ends the thread; what still runs there is cancelled."""
        loop, thread = self._loop, self._thread
        self._loop = self._thread = None
        if loop is not None and thread is not None:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_cancel_all(), loop))
            loop.call_soon_threadsafe(loop.stop)
            await asyncio.to_thread(thread.join)

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_run, args=(self._loop,), name="litellm", daemon=True)
            self._thread.start()
        return self._loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
