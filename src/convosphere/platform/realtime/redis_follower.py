"""One reader of a stream on Redis: from the process's tail where it can, else from the stream itself."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from convosphere.platform.realtime.log import Entry, EventLogUnavailableError, TrimmedError
from convosphere.platform.realtime.redis_reader import LiveTail, StreamReader

BATCH: Final = 500
_OUTAGE_PAUSE: Final = 0.25


class RedisFollower:
    """Goes on after its number; between two batches it holds nothing.

    `server` and `link` say on which Redis process and connection `after` was last seen to be valid.
    """

    __slots__ = ("_after", "_channel", "_link", "_read", "_reader", "_server", "_stream")

    def __init__(
        self,
        reader: StreamReader,
        read: Callable[[str, int], Awaitable[list[Entry]]],
        stream: str,
        channel: bytes,
        after: int,
    ) -> None:
        self._reader = reader
        self._read = read
        self._stream = stream
        self._channel = channel
        self._after = after
        self._server = ""
        self._link = 0

    def __aiter__(self) -> "RedisFollower":
        return self

    async def __anext__(self) -> list[Entry]:
        self._reader.start()
        # The tail is asked for anew in each round: what was true before an await need not be any more.
        while (tail := await self._reader.tail(self._channel)) is not None:
            self._check_server()
            entries = tail.newer(self._after, BATCH) if tail.is_anchored else None
            if entries is None and not self._is_ahead_of(tail):
                entries = await self._catch_up(tail)
            elif not entries:
                await tail.wait()
            if entries:
                self._after = entries[-1].number
                return entries
        raise StopAsyncIteration

    def _check_server(self) -> None:
        """Another Redis process may lack the last numbers of the one before and give them away again."""
        if self._server not in {"", self._reader.server}:
            raise TrimmedError(self._stream, self._after)
        self._server = self._reader.server

    def _is_ahead_of(self, tail: LiveTail) -> bool:
        """Whether the messages up to `after` are still on their way to the tail."""
        return tail.is_anchored and self._after > tail.head and self._link == self._reader.link

    async def _catch_up(self, tail: LiveTail) -> list[Entry]:
        """What the stream itself holds; if that is nothing, the tail goes on from here."""
        link = self._reader.link
        try:
            entries = await self._read(self._stream, self._after)
        except EventLogUnavailableError:
            await asyncio.sleep(_OUTAGE_PAUSE)
            return []
        if link == self._reader.link:
            self._link = link
            # No message came since the subscription, so the next one joins on to what was read.
            if not entries and not tail.is_anchored and tail.is_subscribed:
                tail.anchor(self._after)
        return entries
