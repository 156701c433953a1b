"""What an organisation has from the start: builtin, the environment's keys, servers on the same machine."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.engines.llm import AuthError, Gateway, UnavailableError
from convosphere.features.models.actions import ask_provider
from convosphere.features.models.jobs import refresh
from convosphere.features.models.routes import local_ports
from convosphere.platform.context import Platform
from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Member

API = "/api/v1"


async def connections(client: AsyncClient, member: Member) -> dict[str, dict[str, Any]]:
    items = (await client.get(f"{API}/connections", headers=member.headers)).json()["items"]
    return {item["name"]: item for item in items}


async def waiting_jobs(platform: Platform) -> list[dict[str, Any]]:
    async with platform.database.transaction(None) as session:
        found = await session.execute(text("SELECT task_name, args FROM procrastinate_jobs ORDER BY id"))
        return [dict(row) for row in found.mappings()]


class TestWithKeysInTheEnvironment:
    @pytest.fixture(autouse=True)
    def keys(self, monkeypatch: pytest.MonkeyPatch, provider: FakeProvider) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-from-environment")
        monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "bad-key")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", provider.anthropic_url)

    async def test_they_become_connections_whose_models_a_job_lists(
        self, client: AsyncClient, owner: Member, platform: Platform, gateway: Gateway, provider: FakeProvider
    ) -> None:
        before = await connections(client, owner)
        assert list(before) == ["ConvoSphere", "OpenAI", "Anthropic"]
        assert before["OpenAI"]["status"] == "untested"
        assert before["OpenAI"]["has_api_key"] is True
        assert not provider.requests
        jobs = await waiting_jobs(platform)
        assert [job["task_name"] for job in jobs] == ["models.refresh", "models.refresh"]
        handle = refresh(platform, gateway)
        for job in jobs:
            await handle(**job["args"])
        after = await connections(client, owner)
        assert (after["OpenAI"]["status"], after["OpenAI"]["models_count"]) == ("ok", len(provider.models))
        assert after["Anthropic"]["last_error"]["code"] == "provider_auth"
        models = (await client.get(f"{API}/models", headers=owner.headers)).json()["items"]
        (default,) = [model for model in models if model["is_default"]]
        assert default["connection"]["name"] == "OpenAI"

    async def test_the_worker_runs_the_job(self, client: AsyncClient, owner: Member, platform: Platform) -> None:
        await platform.jobs.start_worker(alone=True)
        async for shown in _until_settled(client, owner, "OpenAI"):
            assert shown["status"] == "ok"

    async def test_later_organisations_do_not_get_them(
        self, client: AsyncClient, stranger: Member, platform: Platform
    ) -> None:
        assert list(await connections(client, stranger)) == ["ConvoSphere"]
        assert len(await waiting_jobs(platform)) == 2


async def _until_settled(client: AsyncClient, owner: Member, name: str) -> AsyncIterator[dict[str, Any]]:
    async with asyncio.timeout(20):
        while True:
            shown = (await connections(client, owner))[name]
            if shown["status"] != "untested":
                yield shown
                return
            await asyncio.sleep(0.05)


async def test_without_keys_there_is_only_the_builtin(client: AsyncClient, owner: Member, platform: Platform) -> None:
    assert list(await connections(client, owner)) == ["ConvoSphere"]
    assert await waiting_jobs(platform) == []


async def test_the_job_raises_what_may_pass_and_keeps_it(
    client: AsyncClient, owner: Member, platform: Platform, gateway: Gateway
) -> None:
    async with FakeProvider() as gone:
        wish = {"provider": "openai", "name": "Gone", "base_url": gone.url}
        connection = (await client.post(f"{API}/connections", json=wish, headers=owner.headers)).json()
    handle = refresh(platform, gateway)
    arguments = {"organization_id": str(owner.organization_id), "connection_id": connection["id"]}
    with pytest.raises(UnavailableError):
        await handle(**arguments)
    assert (await connections(client, owner))["Gone"]["last_error"]["code"] == "provider_connection_refused"
    await client.delete(f"{API}/connections/{connection['id']}", headers=owner.headers)
    await handle(**arguments)


async def test_the_job_is_idempotent(
    client: AsyncClient, owner: Member, platform: Platform, gateway: Gateway, connected: dict[str, Any]
) -> None:
    async def listed() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await client.get(f"{API}/models", headers=owner.headers)).json()["items"]
        return items

    before = await listed()
    for _ in range(2):
        await refresh(platform, gateway)(organization_id=str(owner.organization_id), connection_id=str(connected["id"]))
    assert await listed() == before


async def test_servers_on_this_machine_are_offered_until_they_are_connected(
    client: AsyncClient, app: FastAPI, owner: Member
) -> None:
    async with FakeProvider(disguise="Ollama", models=("llama3.2:3b",)) as ollama, FakeProvider() as other:
        app.dependency_overrides[local_ports] = lambda: {"Ollama": ollama.port, "LM Studio": other.port}
        found = (await client.get(f"{API}/connections/discovered", headers=owner.headers)).json()
        assert found == {
            "items": [{"provider": "openai", "name": "Ollama", "base_url": ollama.url, "models": ["llama3.2:3b"]}],
            "next_cursor": None,
        }
        wish = {key: found["items"][0][key] for key in ("provider", "name")}
        wish["base_url"] = ollama.url.replace("127.0.0.1", "localhost")
        created = await client.post(f"{API}/connections", json=wish, headers=owner.headers)
        assert created.json()["status"] == "ok"
        again = (await client.get(f"{API}/connections/discovered", headers=owner.headers)).json()
        assert again["items"] == []


@pytest.mark.settings(models={"discover_local": False})
async def test_looking_for_servers_can_be_forbidden(client: AsyncClient, app: FastAPI, owner: Member) -> None:
    async with FakeProvider(disguise="Ollama") as ollama:
        app.dependency_overrides[local_ports] = lambda: {"Ollama": ollama.port}
        found = await client.get(f"{API}/connections/discovered", headers=owner.headers)
        assert found.json()["items"] == []
        assert not ollama.requests


async def test_an_answer_about_a_key_that_was_changed_meanwhile_is_dropped(
    client: AsyncClient, owner: Member, platform: Platform, connected: dict[str, Any]
) -> None:
    class SlowGateway(Gateway):
        """Lets the connection be changed while its provider is being asked."""

        async def check(self, connection: Any) -> Any:
            result = await super().check(connection)
            url = f"{API}/connections/{connected['id']}"
            changed = await client.patch(url, json={"api_key": "bad-new"}, headers=owner.headers)
            assert changed.json()["status"] == "failing"
            return result

    slow = SlowGateway()
    outcome = await ask_provider(platform, slow, owner.organization_id, UUID(str(connected["id"])))
    await slow.aclose()
    assert outcome.error is None
    shown = (await connections(client, owner))["Fake"]
    assert (shown["status"], shown["last_error"]["code"]) == ("failing", AuthError.code)


async def test_a_provider_that_never_answers_is_given_up(
    client: AsyncClient, owner: Member, platform: Platform, gateway: Gateway, connected: dict[str, Any]
) -> None:
    never = asyncio.Event()
    held = asyncio.Event()

    async def hold(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.set()
        await never.wait()
        writer.close()

    silent = await asyncio.start_server(hold, "127.0.0.1", 0)
    async with platform.database.transaction(owner.organization_id) as session:
        await session.execute(
            text("UPDATE model_connections SET base_url = :url WHERE provider = 'openai'"),
            {"url": f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/v1"},
        )
    outcome = await ask_provider(platform, gateway, owner.organization_id, UUID(str(connected["id"])), patience=0.3)
    assert held.is_set()
    never.set()
    silent.close()
    await silent.wait_closed()
    assert outcome.error is not None
    assert outcome.error.code == "provider_timeout"
    shown = (await connections(client, owner))["Fake"]
    assert (shown["status"], shown["last_error"]["code"]) == ("failing", "provider_timeout")
