"""Time as a dependency: whatever needs it takes a `Clock`, so that tests can move it."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where code gets the time from."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary start; never goes back. For durations, not for dates."""
        ...


class SystemClock:
    """The machine's clock."""

    __slots__ = ()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds from an arbitrary start; never goes back."""
        return time.monotonic()


class FrozenClock:
    """Stands still until `advance`; for tests."""

    __slots__ = ("_elapsed", "_now")

    def __init__(self, now: datetime | None = None) -> None:
        start = now if now is not None else datetime(2026, 1, 1, tzinfo=UTC)
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        self._now = start.astimezone(UTC)
        self._elapsed = 0.0

    def now(self) -> datetime:
        """The moment it stands at, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds it was advanced by so far."""
        return self._elapsed

    def advance(self, by: timedelta) -> None:
        """Moves forward.

        Raises:
            ValueError: `by` is negative.
        """
        if by < timedelta(0):
            raise ValueError("time does not go back")
        self._now += by
        self._elapsed += by.total_seconds()
