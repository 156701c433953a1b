"""Which connections are left alone just now because they keep failing, in whatever process that was noticed."""

import asyncio
import time
from collections.abc import Callable
from uuid import UUID

import structlog

from convosphere.engines.llm import CircuitPolicy, CircuitState, Provider
from convosphere.features.models.schemas import CircuitOut
from convosphere.platform.ids import new_id
from convosphere.platform.realtime import ControlBus, EventLogUnavailableError
from convosphere.platform.realtime.signals import Signal

SIGNAL = "connection.circuit"
# A process that has not said that it asks again is gone, or nobody has asked it since.
_FORGOTTEN_SECONDS = 900.0

_log = structlog.get_logger(__name__)


class CircuitBoard:
    """What all processes say of their circuits: workers write answers, and others show how that goes."""

    def __init__(
        self, control: ControlBus, policy: CircuitPolicy, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._control = control
        self._policy = policy
        self._now = now
        self._process = str(new_id())
        # By connection and process: when a call may try again.
        self._open: dict[str, dict[str, float]] = {}
        self._telling: set[asyncio.Task[None]] = set()
        control.subscribe(SIGNAL, self._hear)

    def tell(self, connection_id: str, provider: Provider, state: CircuitState) -> None:
        """This process's circuit has changed: all hear of it, and the log keeps it."""
        if state is CircuitState.HALF_OPEN:
            return  # seen by the time
        if state is CircuitState.OPEN:
            seconds = self._policy.pause
            _log.warning("connection_left_alone", connection_id=connection_id, provider=provider, seconds=seconds)
        else:
            _log.info("connection_asked_again", connection_id=connection_id, provider=provider)
        telling = asyncio.create_task(self._publish(connection_id, is_open=state is CircuitState.OPEN))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    def state_of(self, connection_id: UUID) -> CircuitOut:
        """How a connection is treated: closed while no process leaves it alone."""
        now = self._now()
        processes = self._open.get(str(connection_id), {})
        until = [each for each in processes.values() if each > now - _FORGOTTEN_SECONDS]
        if not until:
            return CircuitOut(state=CircuitState.CLOSED, seconds=None)
        left = max(until) - now
        if left > 0:
            return CircuitOut(state=CircuitState.OPEN, seconds=round(left, 1))
        return CircuitOut(state=CircuitState.HALF_OPEN, seconds=None)

    def _hear(self, signal: Signal) -> None:
        processes = self._open.setdefault(signal["connection"], {})
        if signal["open"]:
            processes[signal["process"]] = self._now() + self._policy.pause
        else:
            processes.pop(signal["process"], None)
        if not processes:
            del self._open[signal["connection"]]

    async def _publish(self, connection_id: str, *, is_open: bool) -> None:
        try:
            await self._control.publish(SIGNAL, connection=connection_id, process=self._process, open=is_open)
        except EventLogUnavailableError as error:
            # The breaker works all the same; only the page of connections does not know.
            _log.warning("circuit_not_told", connection_id=connection_id, error=str(error))
