"""The event log: numbered, gap-free streams of events that can be replayed and then followed live.

One stream per conversation and per person, and "control" between processes. The worker that runs a turn
appends, sockets follow. What it holds is a relay's memory, never the truth: that is in PostgreSQL, and a
reader that comes too late fetches afresh.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from convosphere.platform.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a stream: its number (below 2**53) and one JSON object, encoded."""

    number: int
    data: bytes


class TrimmedError(Exception):
    """What follows `after` is no longer kept, or `after` belongs to a log that is gone: fetch afresh."""

    def __init__(self, stream: str, after: int) -> None:
        super().__init__(f"{stream}: cannot be read after {after}")
        self.stream = stream
        self.after = after


class EventLogUnavailableError(UnavailableError):
    """The log cannot be reached at present (or was closed); what was to be appended may be lost."""

    code = "event_log_unavailable"


class EventLog(Protocol):
    """Streams of events. A new stream starts at the present unix time in microseconds.

    So a number from a log that is gone is always older than the new start. Appending is at least once: when
    the connection breaks at the wrong moment an event may get two numbers, and readers must not mind.
    """

    async def append(self, stream: str, events: Sequence[bytes]) -> int:
        """Adds the events in order, without others between them; the number of the last one.

        Raises:
            EventLogUnavailableError: not reachable, after a short retry.
        """
        ...

    async def head(self, stream: str) -> int:
        """The number of the last event. Establishes a new stream, so `follow(after=head)` is valid.

        Raises:
            EventLogUnavailableError: not reachable.
        """
        ...

    async def read(self, stream: str, after: int, limit: int = 500) -> list[Entry]:
        """The next events after a number, at most `limit`; empty at the end.

        Raises:
            TrimmedError: see there.
            EventLogUnavailableError: not reachable.
        """
        ...

    async def recent(self, stream: str, most: int) -> list[Entry]:
        """The newest events, at most `most`, oldest first; empty: none, or there is no such stream.

        Raises:
            EventLogUnavailableError: not reachable.
        """
        ...

    def follow(self, stream: str, after: int) -> AsyncIterator[list[Entry]]:
        """All events after a number in batches, then new ones as they come; ends when the log is closed.

        Needs no closing: a follower holds nothing but its number while nobody waits on it, and cancelling the
        wait loses no event. It outlasts an outage of the log.

        Raises:
            TrimmedError: see there; also when the reader is so slow that it was overtaken by trimming.
        """
        ...

    async def ping(self) -> None:
        """Asks the log whether it works.

        Raises:
            EventLogUnavailableError: it does not.
        """
        ...

    async def close(self) -> None:
        """Ends all followers and lets go of connections."""
        ...
