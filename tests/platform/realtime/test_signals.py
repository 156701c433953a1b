import asyncio
from typing import Any

import pytest

from convosphere.platform.clock import FrozenClock
from convosphere.platform.realtime import ControlBus, EventLog, EventLogUnavailableError, MemoryEventLog
from convosphere.platform.realtime.signals import Signal
from tests.platform.realtime.conftest import Logs


class Heard:
    """Collects signals; `until(n)` waits for the nth."""

    def __init__(self) -> None:
        self.signals: list[Signal] = []
        self._came = asyncio.Event()

    def __call__(self, signal: Signal) -> None:
        self.signals.append(signal)
        self._came.set()

    async def until(self, count: int) -> list[Signal]:
        async with asyncio.timeout(10):
            while len(self.signals) < count:
                self._came.clear()
                await self._came.wait()
        return self.signals


async def start(log: EventLog) -> ControlBus:
    bus = ControlBus(log)
    await bus.start()
    return bus


async def test_signals_reach_every_process_and_only_their_kind(logs: Logs) -> None:
    log = logs.open()
    one, two = await start(log), await start(logs.beside(log))
    stops, stops_of_two, revocations = Heard(), Heard(), Heard()
    one.subscribe("answer.stop", stops)
    two.subscribe("answer.stop", stops_of_two)
    two.subscribe("session.revoked", revocations)
    await one.publish("answer.stop", message_id="m1")
    await two.publish("session.revoked", session_id="s1")
    await two.publish("answer.stop", message_id="m2")
    await one.publish("nobody.listens")
    expected = [{"kind": "answer.stop", "message_id": name} for name in ("m1", "m2")]
    assert await stops.until(2) == expected
    assert await stops_of_two.until(2) == expected
    assert await revocations.until(1) == [{"kind": "session.revoked", "session_id": "s1"}]
    await one.close()
    await two.close()


async def test_a_receiver_can_leave(logs: Logs) -> None:
    bus = await start(logs.open())
    leaving, staying = Heard(), Heard()
    leave = bus.subscribe("a", leaving)
    bus.subscribe("a", staying)
    await bus.publish("a", n=1)
    await leaving.until(1)
    leave()
    await bus.publish("a", n=2)
    await staying.until(2)
    assert len(leaving.signals) == 1
    await bus.close()


async def test_a_failing_receiver_disturbs_nobody(logs: Logs) -> None:
    bus = await start(logs.open())
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    def fail(_signal: Signal) -> None:
        raise ZeroDivisionError

    heard = Heard()
    bus.subscribe("a", fail)
    bus.subscribe("a", heard)
    await bus.publish("a")
    await bus.publish("a")
    await heard.until(2)
    assert [type(context["exception"]) for context in reported] == [ZeroDivisionError] * 2
    await bus.close()


async def test_missed_signals_are_told(clock: FrozenClock) -> None:
    log = MemoryEventLog(clock, max_entries=16)
    bus = await start(log)
    missed, heard = asyncio.Event(), Heard()
    bus.when_missed(missed.set)
    bus.subscribe("a", heard)
    await asyncio.gather(*(bus.publish("a", n=index) for index in range(100)))
    async with asyncio.timeout(10):
        await missed.wait()
    before = len(heard.signals)
    await bus.publish("a", n="after")
    assert (await heard.until(before + 1))[-1] == {"kind": "a", "n": "after"}
    await bus.close()


async def test_the_bus_ends_with_the_log(logs: Logs) -> None:
    log = logs.open()
    bus = await start(log)
    await log.close()
    await bus.close()
    with pytest.raises(EventLogUnavailableError):
        await bus.publish("a")
