"""What a provider's first call would wait for is done ahead, in all processes, and only where it is needed."""

import asyncio
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.engines.llm import CheckResult, Gateway, ModelInfo, UnavailableError
from convosphere.entry.wiring import Application
from convosphere.features.models.actions import PREPARE_SIGNAL, connect_provider, provider
from convosphere.features.models.jobs import refresh
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

    async def ready(*_: object) -> None:
        pass

    monkeypatch.setattr(Gateway, "ready", ready)
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


async def test_the_patience_of_a_test_begins_when_everything_is_there(
    client: AsyncClient, platform: Platform, gateway: Gateway, owner: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until LiteLLM is imported a new connection is being prepared, not failing; then a job asks its provider."""
    imported = asyncio.Event()

    async def ready(*_: object) -> None:
        await imported.wait()

    async def check(*_: object) -> CheckResult:
        assert imported.is_set()
        return CheckResult(0.1, [ModelInfo("m", "m")])

    monkeypatch.setattr(Gateway, "ready", ready)
    monkeypatch.setattr(Gateway, "check", check)
    monkeypatch.setattr(provider, "PREPARING_SECONDS", 0.01)
    made = await client.post("/api/v1/connections", json=LITELLM, headers=owner.headers)
    assert (made.status_code, made.json()["status"], made.json()["last_error"]) == (201, "preparing", None)
    at = f"/api/v1/connections/{made.json()['id']}"
    tested = (await client.post(f"{at}/test", headers=owner.headers)).json()
    assert (tested["ok"], tested["preparing"], tested["error"]) == (False, True, None)
    assert (await client.post(f"{at}/refresh-models", headers=owner.headers)).json()["items"] == []
    imported.set()
    async with platform.database.transaction(owner.organization_id) as session:
        (job,) = (await session.execute(text("SELECT task_name, args FROM procrastinate_jobs"))).all()
    assert job.task_name == "models.refresh", "one is enough, however often somebody tests it"
    await refresh(platform, gateway)(**job.args)
    told = (await client.get(at, headers=owner.headers)).json()
    assert (told["status"], told["models_count"]) == ("ok", 1)


async def test_what_never_gets_ready_fails_with_its_reason(
    client: AsyncClient, owner: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ready(*_: object) -> None:
        raise UnavailableError("LiteLLM's process ended before it was ready. MemoryError", retryable=False)

    monkeypatch.setattr(Gateway, "ready", ready)
    made = (await client.post("/api/v1/connections", json=LITELLM, headers=owner.headers)).json()
    assert made["status"] == "failing"
    assert "MemoryError" in made["last_error"]["detail"]
