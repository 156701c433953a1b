"""What a provider's first call would wait for is done ahead, in all processes, and only where it is needed."""

import asyncio
from typing import Any

import pytest
from httpx import AsyncClient

from convosphere.engines.llm import Gateway
from convosphere.entry.wiring import Application
from convosphere.features.models.actions import PREPARE_SIGNAL, connect_provider
from convosphere.features.models.schemas import ConnectionCreate
from convosphere.platform.context import Platform
from tests.features.models.conftest import Member

LITELLM: dict[str, Any] = {
    "provider": "litellm",
    "name": "Others",
    "extra": {"models": ["m"]},
    "base_url": "http://x.y",
}


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the gateway was asked to prepare; it does nothing here, and its provider does not answer."""
    asked: list[str] = []

    async def check(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(Gateway, "prepare", lambda _, provider: asked.append(provider))
    monkeypatch.setattr(Gateway, "check", check)
    return asked


async def start(application: Application) -> None:
    for feature in application.features:
        for work in feature.on_start:
            await work()


async def test_at_the_start_what_connections_need_is_prepared(
    application: Application, platform: Platform, gateway: Gateway, owner: Member, prepared: list[str]
) -> None:
    await start(application)
    assert prepared == [], "nobody needs it"
    verdict = await connect_provider(platform, gateway, owner.organization_id, ConnectionCreate.model_validate(LITELLM))
    assert verdict.problem is not None
    prepared.clear()
    await start(application)
    assert prepared == ["litellm"]


async def test_a_new_connection_is_prepared_for_in_all_processes(
    client: AsyncClient, platform: Platform, owner: Member, prepared: list[str]
) -> None:
    told = asyncio.Event()
    platform.control.subscribe(PREPARE_SIGNAL, lambda _: told.set())
    openai = LITELLM | {"provider": "openai", "name": "Known"}
    for wish in (openai, LITELLM):
        response = await client.post("/api/v1/connections", json=wish, headers=owner.headers)
        assert response.status_code == 201, response.text
    await asyncio.wait_for(told.wait(), 5)
    assert prepared == ["litellm"]
