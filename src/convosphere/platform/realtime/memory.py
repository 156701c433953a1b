"""The event log of a single process: everything in memory, bounded, on one event loop."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from convosphere.platform.clock import Clock
from convosphere.platform.realtime.log import Entry, EventLogUnavailableError, TrimmedError
from convosphere.platform.realtime.tail import Tail

_BATCH = 500
# How many idle streams one call may put away: appending stays quick after a busy hour.
_SWEEP_STEPS = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class MemoryEventLog:
    """`EventLog` in memory.

    A stream keeps at most `max_entries` and `max_bytes`; all streams together about `total_bytes` (the
    least recently used give way). One that was not used for `idle_seconds` is forgotten, or, while somebody
    waits on it, emptied. No timers: each use looks at the few streams that have been idle longest.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        max_entries: int = 10_000,
        max_bytes: int = 4 << 20,
        total_bytes: int = 256 << 20,
        idle_seconds: float = 900,
    ) -> None:
        self._clock = clock
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._total_bytes = total_bytes
        self._idle_seconds = idle_seconds
        self._tails: OrderedDict[str, Tail] = OrderedDict()  # least recently used first
        self._bytes = 0
        # No stream starts at or below a number that a forgotten one reached, even if the clock is set back.
        self._floor = 0
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    @property
    def stream_count(self) -> int:
        """How many streams are held."""
        return len(self._tails)

    @property
    def size(self) -> int:
        """Bytes of memory that the events take, about."""
        return self._bytes

    async def append(self, stream: str, events: Sequence[bytes]) -> int:
        """See `EventLog.append`."""
        tail = self._use(stream)
        before = tail.size
        tail.append(events, self._max_entries, self._max_bytes)
        self._bytes += tail.size - before
        if self._bytes > self._total_bytes:
            self._give_way(tail)
        return tail.head

    async def head(self, stream: str) -> int:
        """See `EventLog.head`."""
        return self._use(stream).head

    async def read(self, stream: str, after: int, limit: int = _BATCH) -> list[Entry]:
        """See `EventLog.read`."""
        self._must_be_open()
        return self.newer(stream, after, limit)[1]

    async def recent(self, stream: str, most: int) -> list[Entry]:
        """See `EventLog.recent`."""
        self._must_be_open()
        tail = self._tails.get(stream)
        return [] if tail is None else tail.newest(most)

    def follow(self, stream: str, after: int) -> "_Follower":
        """See `EventLog.follow`."""
        return _Follower(self, stream, after)

    async def ping(self) -> None:
        """See `EventLog.ping`."""
        self._must_be_open()

    async def close(self) -> None:
        """See `EventLog.close`."""
        self._closed = True
        for tail in self._tails.values():
            tail.wake()
        self._tails.clear()
        self._bytes = 0

    def newer(self, stream: str, after: int, limit: int = _BATCH) -> tuple[Tail, list[Entry]]:
        """A stream's tail and what it holds after a number (empty at the end).

        Raises:
            TrimmedError: see there.
        """
        tail = self._tails.get(stream)
        entries = None if tail is None else tail.newer(after, limit)
        if tail is None or entries is None:
            raise TrimmedError(stream, after)
        return tail, entries

    def _use(self, stream: str) -> Tail:
        """The stream's tail, made if new, marked as used."""
        self._must_be_open()
        now = self._clock.monotonic()
        tail = self._tails.get(stream)
        if tail is None:
            tail = Tail(self._new_base())
            self._tails[stream] = tail
        else:
            self._tails.move_to_end(stream)
        tail.used_at = now
        self._sweep(now)
        return tail

    def _new_base(self) -> int:
        now = (self._clock.now() - _EPOCH) // timedelta(microseconds=1)
        return max(now, self._floor + 1)

    def _sweep(self, now: float) -> None:
        for _ in range(_SWEEP_STEPS):
            stream, tail = next(iter(self._tails.items()))
            if now - tail.used_at < self._idle_seconds:
                return
            self._put_away(stream, tail, now)

    def _give_way(self, user: Tail) -> None:
        """Puts streams away until the total is kept; the one in use stays."""
        now = self._clock.monotonic()
        while self._bytes > self._total_bytes:
            stream, tail = next(iter(self._tails.items()))
            if tail is user:
                return
            self._put_away(stream, tail, now)

    def _put_away(self, stream: str, tail: Tail, now: float) -> None:
        self._bytes -= tail.size
        if tail.is_waited_on:
            tail.clear()
            tail.used_at = now
            self._tails.move_to_end(stream)
        else:
            self._floor = max(self._floor, tail.head)
            del self._tails[stream]

    def _must_be_open(self) -> None:
        if self._closed:
            raise EventLogUnavailableError


class _Follower:
    """Reads on from its number; looks the stream up anew each time, so it keeps nothing alive."""

    __slots__ = ("_after", "_log", "_stream")

    def __init__(self, log: MemoryEventLog, stream: str, after: int) -> None:
        self._log = log
        self._stream = stream
        self._after = after

    def __aiter__(self) -> "_Follower":
        return self

    async def __anext__(self) -> list[Entry]:
        while not self._log.is_closed:
            tail, entries = self._log.newer(self._stream, self._after)
            if entries:
                self._after = entries[-1].number
                return entries
            await tail.wait()
        raise StopAsyncIteration
