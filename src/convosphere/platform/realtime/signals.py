"""Signals between all processes: "stop that answer", "that session has ended".

They travel on the event log's stream "control" and reach every process, the sender's too, within
milliseconds. They are hints to act at once, not records: the fact itself is in the database. A process that
missed some (it was cut off from Redis) is told so and looks there.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from convosphere.platform.realtime.ending import end
from convosphere.platform.realtime.log import Entry, EventLog, EventLogUnavailableError, TrimmedError

STREAM: Final = "control"
_OUTAGE_PAUSE: Final = 0.5

log = logging.getLogger(__name__)

Signal = Mapping[str, Any]
"""A JSON object; `kind` says which, in the manner of "answer.stop"."""
Receiver = Callable[[Signal], None]
"""Called on the event loop, must return at once; it starts a task of its own for more."""


class ControlBus:
    """Publishes signals and hands those of all processes to the receivers of their kind."""

    def __init__(self, events: EventLog) -> None:
        self._events = events
        self._receivers: dict[str, list[Receiver]] = defaultdict(list)
        self._when_missed: list[Callable[[], None]] = []
        self._listening: asyncio.Task[None] | None = None

    async def publish(self, kind: str, **content: object) -> None:
        """Sends a signal; `content` must fit into JSON.

        Raises:
            EventLogUnavailableError: see `EventLog.append`.
        """
        await self._events.append(STREAM, [orjson.dumps({"kind": kind} | content)])

    def subscribe(self, kind: str, receiver: Receiver) -> Callable[[], None]:
        """Calls `receiver` for each signal of the kind from now on; returns what ends that."""
        self._receivers[kind].append(receiver)
        return lambda: self._receivers[kind].remove(receiver)

    def when_missed(self, callback: Callable[[], None]) -> None:
        """Calls back after signals may have been missed; look into the database then."""
        self._when_missed.append(callback)

    async def start(self) -> None:
        """Listens. Every signal published after this returned is received.

        Raises:
            EventLogUnavailableError: see `EventLog.head`.
        """
        head = await self._events.head(STREAM)
        self._listening = asyncio.create_task(self._listen(head), name="control-bus")

    async def close(self) -> None:
        """Stops listening."""
        if self._listening is not None:
            await end([self._listening])
            self._listening = None

    async def _listen(self, after: int) -> None:
        while True:
            try:
                async for entries in self._events.follow(STREAM, after):
                    for entry in entries:
                        self._hand_out(entry)
            except TrimmedError:
                log.warning("signals between processes may have been missed")
            else:
                return  # the log was closed
            after = await self._new_head()
            for callback in self._when_missed:
                asyncio.get_running_loop().call_soon(callback)

    async def _new_head(self) -> int:
        while True:
            try:
                return await self._events.head(STREAM)
            except EventLogUnavailableError:
                await asyncio.sleep(_OUTAGE_PAUSE)

    def _hand_out(self, entry: Entry) -> None:
        signal = orjson.loads(entry.data)
        for receiver in self._receivers.get(signal["kind"], ()):
            # Through the loop: a receiver that fails is reported there and stops neither the others nor the
            # bus.
            asyncio.get_running_loop().call_soon(receiver, signal)
