"""A connection that is left alone shows it: to administrators, in figures, in whatever process that was noticed."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from structlog.testing import capture_logs

from convosphere.engines.llm import CircuitPolicy, CircuitState, ConnectionConfig, Gateway, UnavailableError
from convosphere.entry.wiring import Application
from convosphere.features.models.actions import CircuitBoard
from convosphere.platform.context import Platform
from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Member
from tests.features.models.test_choice import API

pytestmark = pytest.mark.settings(models={"retries": 0, "circuit_failures": 2, "circuit_pause_seconds": 20})


async def shown(client: AsyncClient, owner: Member, connection: dict[str, Any], state: str) -> dict[str, Any]:
    """The connection's circuit, once it is in that state."""
    async with asyncio.timeout(5):
        while True:
            url = f"{API}/connections/{connection['id']}"
            circuit: dict[str, Any] = (await client.get(url, headers=owner.headers)).json()["circuit"]
            if circuit["state"] == state:
                return circuit
            await asyncio.sleep(0.01)


def fail(gateway: Gateway, connection: dict[str, Any]) -> None:
    passing = gateway.circuits.enter(ConnectionConfig(connection["id"], "openai"))
    passing.failed(UnavailableError("down"))


async def test_its_page_and_the_metrics_show_it(
    application: Application, client: AsyncClient, owner: Member, connected: dict[str, Any]
) -> None:
    assert connected["circuit"] == {"state": "closed", "seconds": None}
    gateway, metrics = application.gateway, application.platform.metrics
    with capture_logs() as said:
        for _ in range(2):
            fail(gateway, connected)
    (told,) = [entry for entry in said if entry["event"] == "connection_left_alone"]
    assert (told["log_level"], told["connection_id"], told["seconds"]) == ("warning", connected["id"], 20)
    circuit = await shown(client, owner, connected, "open")
    assert 15 < circuit["seconds"] <= 20
    listed = (await client.get(f"{API}/connections", headers=owner.headers)).json()["items"]
    assert [each["circuit"]["state"] for each in listed] == ["closed", "open"]
    assert b'convosphere_llm_open_circuits{provider="openai"} 1.0' in (await asyncio.to_thread(metrics.render))[0]
    # Testing it asks all the same; when that succeeds, all is well.
    tested = await client.post(f"{API}/connections/{connected['id']}/test", headers=owner.headers)
    assert tested.json()["ok"] is True
    await shown(client, owner, connected, "closed")
    assert b'convosphere_llm_open_circuits{provider="openai"} 0.0' in (await asyncio.to_thread(metrics.render))[0]


async def test_what_another_process_notices_is_seen_here(
    platform: Platform, client: AsyncClient, owner: Member, connected: dict[str, Any]
) -> None:
    elsewhere = CircuitBoard(platform.control, CircuitPolicy(pause=20))
    elsewhere.tell(connected["id"], "openai", CircuitState.OPEN)
    await shown(client, owner, connected, "open")
    elsewhere.tell(connected["id"], "openai", CircuitState.CLOSED)
    await shown(client, owner, connected, "closed")


async def test_time_passes_on_the_board(platform: Platform, provider: FakeProvider) -> None:
    assert provider.port
    now = 0.0
    board = CircuitBoard(platform.control, CircuitPolicy(pause=20), now=lambda: now)
    connection = UUID(int=7)
    board.tell(str(connection), "openai", CircuitState.OPEN)
    async with asyncio.timeout(5):
        while board.state_of(connection).state is CircuitState.CLOSED:  # noqa: ASYNC110 - a signal has no event
            await asyncio.sleep(0.01)
    assert board.state_of(connection).seconds == 20
    now = 21.0
    assert (board.state_of(connection).state, board.state_of(connection).seconds) == ("half_open", None)
    now = 2_000.0
    assert board.state_of(connection).state is CircuitState.CLOSED, "nobody has spoken of it for long"
