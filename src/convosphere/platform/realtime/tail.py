"""The newest events of one stream, and who waits for more. Both logs are built on it."""

import asyncio
from collections.abc import Sequence

from convosphere.platform.realtime.log import Entry

# What an entry costs beside its data: the bytes object, the Entry, its number, the slot in the list.
_ENTRY_OVERHEAD = 160


class Tail:
    """Consecutive entries up to `head`, bounded by number and bytes; the newest one is always kept.

    Readers share the entries: there is no queue per reader, so a slow one costs nothing and may be overtaken.
    """

    __slots__ = ("_bytes", "_entries", "_waiting", "head", "used_at")

    def __init__(self, head: int) -> None:
        self._entries: list[Entry] = []
        self._bytes = 0
        self._waiting: list[asyncio.Future[None]] = []
        self.head = head
        self.used_at = 0.0
        """When it was last used, in the owner's monotonic seconds."""

    @property
    def size(self) -> int:
        """Bytes of memory that the entries take, about."""
        return self._bytes

    @property
    def is_waited_on(self) -> bool:
        """Whether somebody waits for the next entry."""
        return bool(self._waiting)

    def append(self, events: Sequence[bytes], max_entries: int, max_bytes: int) -> None:
        """Adds events after `head`, drops the oldest beyond the bounds, wakes who waits."""
        for data in events:
            self.head += 1
            self._bytes += len(data) + _ENTRY_OVERHEAD
            self._entries.append(Entry(self.head, data))
        if self._bytes > max_bytes or len(self._entries) > max_entries:
            self._trim(max_entries, max_bytes)
        self.wake()

    def newer(self, after: int, limit: int) -> list[Entry] | None:
        """The entries after a number, at most `limit`; None when they are not (all) here."""
        start = after - (self.head - len(self._entries))
        if start < 0 or after > self.head:
            return None
        return self._entries[start : start + limit]

    def newest(self, most: int) -> list[Entry]:
        """The last entries, at most `most`, of those that are here."""
        return self._entries[-most:] if most > 0 else []

    def clear(self) -> None:
        """Forgets the entries, not the number. Those who wait have read everything and miss nothing."""
        self._entries = []
        self._bytes = 0

    def restart(self, head: int) -> None:
        """Forgets the entries and goes on from another number."""
        self.clear()
        self.head = head

    def wake(self) -> None:
        """Lets everybody who waits look again."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self) -> None:
        """Returns at the next `wake`."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await future
        except asyncio.CancelledError:
            if future in self._waiting:
                self._waiting.remove(future)
            raise

    def _trim(self, max_entries: int, max_bytes: int) -> None:
        """Cuts to seven eighths of the bounds at once, so that most appends do not have to."""
        keep, keep_bytes = max(1, max_entries * 7 // 8), max_bytes * 7 // 8
        kept = size = 0
        for entry in reversed(self._entries):
            cost = len(entry.data) + _ENTRY_OVERHEAD
            if kept and (kept == keep or size + cost > keep_bytes):
                break
            kept += 1
            size += cost
        del self._entries[:-kept]
        self._bytes = size
