"""Sends many streams at their pace with one timer.

200 streams of 50 tokens a second are 10,000 writes a second: no task, no timer and no await per token. The bytes go
to the transport as they are, framed as HTTP chunks here.
"""

import asyncio
import heapq
import itertools
from collections.abc import Iterator

_TOGETHER = 0.001  # what is due within a millisecond is sent in one go
_HIGH_WATER = 1024 * 1024
_FULL_SPEED_BATCH = 64


class Feed:
    """One stream: what is still to be sent, when it began, at what rate."""

    def __init__(self, transport: asyncio.Transport, chunks: Iterator[bytes], rate: float, *, shred: bool) -> None:
        self.transport = transport
        self.done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._chunks = chunks
        self._next = next(chunks, None)  # one ahead, so that the end is known with the last chunk, not a beat later
        self._rate = rate
        self._shred = shred
        self._sent = 0
        self._began = 0.0

    def begin(self, now: float) -> None:
        """The first token is due now."""
        self._began = now

    def step(self, now: float) -> float | None:
        """Sends what is due; returns when the next is, or None at the end (`done`: whether all was sent)."""
        if self.done.done():
            return None
        if self.transport.is_closing():
            self.done.set_result(False)
            return None
        if self.transport.get_write_buffer_size() > _HIGH_WATER:  # the reader is slow
            return now + 0.02
        due = int((now - self._began) * self._rate) + 1 - self._sent if self._rate else _FULL_SPEED_BATCH
        batch = list(self._take(max(1, due)))
        self._write(batch)
        self._sent += len(batch)
        if self._next is None:
            self.done.set_result(True)
            return None
        return self._began + self._sent / self._rate if self._rate else now

    def _take(self, count: int) -> Iterator[bytes]:
        while count > 0 and self._next is not None:
            chunk, self._next = self._next, next(self._chunks, None)
            count -= 1
            yield chunk

    def _write(self, batch: list[bytes]) -> None:
        if self._shred:
            for byte in b"".join(batch):
                self.transport.write(b"1\r\n%c\r\n" % byte)
        elif len(batch) == 1:
            self.transport.write(b"%x\r\n%b\r\n" % (len(batch[0]), batch[0]))
        elif batch:
            self.transport.write(b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in batch))


class Pacer:
    """The one timer."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Feed]] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def send(self, feed: Feed) -> bool:
        """Sends all of a stream; False if the reader went away before."""
        now = asyncio.get_running_loop().time()
        feed.begin(now)
        self._push(now, feed)
        self._set_timer()
        return await feed.done

    def _push(self, when: float, feed: Feed) -> None:
        heapq.heappush(self._due, (when, next(self._numbers), feed))

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(self._due[0][0], self._tick) if self._due else None

    def _tick(self) -> None:
        self._timer = None
        now = asyncio.get_running_loop().time()
        horizon = now + _TOGETHER
        again: list[tuple[float, Feed]] = []
        while self._due and self._due[0][0] <= horizon:
            feed = heapq.heappop(self._due)[2]
            when = feed.step(now)
            if when is not None:
                again.append((when, feed))
        for when, feed in again:
            self._push(when, feed)
        self._set_timer()
