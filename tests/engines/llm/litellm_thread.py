"""LiteLLM's side in a thread of this process: its import takes seconds, which each test would pay for else."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Collection

from convosphere.engines.llm.litellm.process import Started
from convosphere.engines.llm.litellm.serving import serve


class Thread:
    """Stands in for the process: the same code behind the same kind of socket."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="litellm", daemon=True)
        self._thread.start()

    def kill(self) -> None:
        """As near as a thread comes to it: nothing is heard of it any more."""
        with contextlib.suppress(OSError):
            self._end.shutdown(socket.SHUT_RDWR)

    async def wait(self) -> int:
        """Once its loop has ended."""
        await asyncio.to_thread(self._thread.join)
        return 0

    def last_words(self) -> str:
        """A thread says nothing."""
        return ""

    async def _serve(self) -> None:
        reader, writer = await asyncio.open_connection(sock=self._end)
        await serve(reader, writer)


async def start_thread(_: Collection[str] = ()) -> Started:
    """In place of `start_process`."""
    ours, theirs = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=ours)
    return Started(Thread(theirs), reader, writer)
