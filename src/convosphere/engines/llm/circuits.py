"""A circuit breaker per connection: who keeps failing is left alone for a while.

Closed: all calls go through. After enough failures in a short time it opens: calls are refused at once, without being
made. When its pause is over one call may try (half open); if that begins to answer the circuit closes, if it fails the
pause begins anew. Only failures that speak of the provider's health count: it cannot be reached, it is out of order,
it does not answer in time. State is kept per process, and only of connections that are in trouble.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from convosphere.engines.llm.errors import ProviderError, ProviderTimeoutError, UnavailableError
from convosphere.engines.llm.types import ConnectionConfig, Provider


class CircuitState(StrEnum):
    """Whether calls go through. `HALF_OPEN`: one is trying, or the next one may."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class CircuitPolicy:
    """Opens after `failures` within `window` seconds, for `pause` seconds."""

    failures: int = 5
    window: float = 30.0
    pause: float = 30.0


@dataclass(frozen=True, slots=True)
class Circuit:
    """One connection's circuit now. `opens_in`: seconds until a call may try again; None: it may now."""

    state: CircuitState
    opens_in: float | None = None


CLOSED = Circuit(CircuitState.CLOSED)
# Connection, kind of provider, its new state.
OnChange = Callable[[str, Provider, CircuitState], None]


class CircuitOpenError(UnavailableError):
    """The connection has failed so often just now that it was not even asked."""


@dataclass(slots=True)
class _Trouble:
    """A connection that failed. `until` None: closed; `trying`: a call has gone out to see."""

    provider: Provider
    base_url: str | None
    failures: deque[float] = field(default_factory=deque)
    until: float | None = None
    trying: bool = False


class Circuits:
    """The circuits of all connections of one process."""

    def __init__(
        self,
        policy: CircuitPolicy | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.policy = policy or CircuitPolicy()
        self._listeners: list[OnChange] = []
        self._now = now
        self._troubles: dict[str, _Trouble] = {}

    def when_changed(self, listener: OnChange) -> None:
        """Calls back, at once and on the event loop, whenever a circuit changes."""
        self._listeners.append(listener)

    def enter(self, connection: ConnectionConfig) -> "Passing":
        """Lets a call pass.

        Raises:
            CircuitOpenError: the connection is left alone; `retry_after` says how long yet.
        """
        trouble = self._troubles.get(connection.id)
        if trouble is None or trouble.until is None:
            return Passing(self, connection)
        if trouble.base_url != connection.base_url:
            self._close(connection.id)  # it leads elsewhere now
            return Passing(self, connection)
        left = trouble.until - self._now()
        if left > 0 or trouble.trying:
            raise CircuitOpenError(
                "not asked, as the last calls of this connection failed", retryable=False, retry_after=max(left, 1.0)
            )
        trouble.trying = True
        self._tell(connection.id, trouble, CircuitState.HALF_OPEN)
        return Passing(self, connection, probe=True)

    def state_of(self, connection_id: str) -> Circuit:
        """The circuit of a connection."""
        trouble = self._troubles.get(connection_id)
        if trouble is None or trouble.until is None:
            return CLOSED
        left = trouble.until - self._now()
        return Circuit(CircuitState.OPEN, left) if left > 0 else Circuit(CircuitState.HALF_OPEN)

    def succeeded(self, connection_id: str) -> None:
        """The provider has answered: whatever was wrong is over."""
        if connection_id in self._troubles:
            self._close(connection_id)

    def failed(self, connection: ConnectionConfig, error: ProviderError, *, probe: bool) -> None:
        """A call failed. An error that a working provider gives counts as its answer when a call was to find out."""
        if not _speaks_of_health(error):
            if probe:
                self._close(connection.id)
            return
        now = self._now()
        trouble = self._troubles.setdefault(connection.id, _Trouble(connection.provider, connection.base_url))
        if trouble.until is not None:
            # Calls that began before it opened say nothing new.
            if probe:
                self._open(connection.id, trouble, now)
            return
        failures = trouble.failures
        failures.append(now)
        while failures[0] < now - self.policy.window:
            failures.popleft()
        if len(failures) >= self.policy.failures:
            self._open(connection.id, trouble, now)

    def left(self, connection_id: str) -> None:
        """A call that was to find out ended without an answer to that: the next one may try."""
        trouble = self._troubles.get(connection_id)
        if trouble is not None:
            trouble.trying = False

    def _open(self, connection_id: str, trouble: _Trouble, now: float) -> None:
        trouble.failures.clear()
        trouble.trying = False
        trouble.until = now + self.policy.pause
        self._tell(connection_id, trouble, CircuitState.OPEN)

    def _close(self, connection_id: str) -> None:
        trouble = self._troubles.pop(connection_id, None)
        if trouble is not None and trouble.until is not None:
            self._tell(connection_id, trouble, CircuitState.CLOSED)

    def _tell(self, connection_id: str, trouble: _Trouble, state: CircuitState) -> None:
        for listener in self._listeners:
            listener(connection_id, trouble.provider, state)


class Passing:
    """A call that was let through; what comes first of its outcomes counts."""

    __slots__ = ("_circuits", "_connection", "_open", "_probe")

    def __init__(self, circuits: Circuits, connection: ConnectionConfig, *, probe: bool = False) -> None:
        self._circuits = circuits
        self._connection = connection
        self._probe = probe
        self._open = True

    def began(self) -> None:
        """The provider has begun to answer."""
        if self._open:
            self._open = False
            self._circuits.succeeded(self._connection.id)

    def failed(self, error: ProviderError) -> None:
        """The call failed, at its beginning or in its middle."""
        self._circuits.failed(self._connection, error, probe=self._probe and self._open)
        self._open = False

    def left(self) -> None:
        """The call is over; if nothing was learned, the next one may find out."""
        if self._open and self._probe:
            self._circuits.left(self._connection.id)
        self._open = False


def _speaks_of_health(error: ProviderError) -> bool:
    return error.retryable and isinstance(error, UnavailableError | ProviderTimeoutError)
