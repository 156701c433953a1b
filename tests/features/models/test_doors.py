"""What surrounds the routes: the audit trail, API keys, the documentation, requests at the same time."""

import asyncio
from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.platform.context import Platform
from tests.factories.accounts import create_api_key, create_person
from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Member

API = "/api/v1"
OPERATIONS = {
    "listModels",
    "changeModel",
    "getModelAccess",
    "setModelAccess",
    "listConnections",
    "createConnection",
    "discoverServers",
    "getConnection",
    "changeConnection",
    "deleteConnection",
    "testConnection",
    "refreshModels",
    "listConnectionModels",
    "summarizeUsage",
    "exportUsage",
}


async def test_what_administrators_do_is_audited_without_secrets(
    client: AsyncClient, owner: Member, provider: FakeProvider
) -> None:
    wish = {"provider": "openai", "name": "Fake", "base_url": provider.url, "api_key": "sk-secret-1"}
    connection = (await client.post(f"{API}/connections", json=wish, headers=owner.headers)).json()
    url = f"{API}/connections/{connection['id']}"
    await client.patch(url, json={"api_key": "sk-secret-2", "enabled": False}, headers=owner.headers)
    models = (await client.get(f"{url}/models", headers=owner.headers)).json()["items"]
    await client.patch(f"{API}/models/{models[0]['id']}", json={"enabled": False}, headers=owner.headers)
    await client.delete(url, headers=owner.headers)
    trail = await client.get(f"{API}/audit", headers=owner.headers)
    assert "secret" not in trail.text
    records = {record["action"]: record for record in trail.json()["items"]}
    created = records["connection.created"]
    assert (created["actor"]["id"], created["subject_id"]) == (str(owner.person_id), connection["id"])
    assert created["details"] == {"name": "Fake", "provider": "openai", "base_url": provider.url}
    assert records["connection.updated"]["details"]["changed"] == ["api_key", "enabled"]
    assert records["model.updated"]["details"] == {"name": models[0]["name"], "changed": {"enabled": False}}
    assert records["connection.deleted"]["details"] == {"name": "Fake", "provider": "openai"}


async def test_an_api_key_reads_models_and_nothing_else(client: AsyncClient, platform: Platform, owner: Member) -> None:
    admin = await create_person(platform, owner.organization_id, role=Role.ADMIN)
    key = await create_api_key(platform, admin, [ApiKeyScope.MODELS_READ])
    headers = {"Authorization": f"Bearer {key}"}
    assert (await client.get(f"{API}/models", headers=headers)).status_code == 200
    assert (await client.get(f"{API}/connections", headers=headers)).status_code == 403
    assert (await client.get(f"{API}/usage/summary", headers=headers)).status_code == 403
    for_chat = await create_api_key(platform, admin, [ApiKeyScope.CHAT])
    refused = await client.get(f"{API}/models", headers={"Authorization": f"Bearer {for_chat}"})
    assert refused.status_code == 403


async def test_every_operation_is_documented(app: FastAPI) -> None:
    document = app.openapi()
    found: dict[str, dict[str, Any]] = {
        operation["operationId"]: operation
        for path, methods in document["paths"].items()
        for operation in methods.values()
        if path.removeprefix(API).startswith(("/models", "/connections", "/usage"))
    }
    assert set(found) == OPERATIONS
    for operation in found.values():
        assert operation["summary"]
        assert operation["description"]
        assert {"401", "403", "422"} <= set(operation["responses"])
    schemas = document["components"]["schemas"]
    assert schemas["ConnectionCreate"]["additionalProperties"] is False
    assert "api_key" not in schemas["ConnectionOut"]["properties"]


async def test_requests_at_the_same_time_leave_one_default_and_no_model_twice(
    client: AsyncClient, owner: Member, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    provider.models = (*provider.models, "fake-new-1", "fake-new-2")
    url = f"{API}/connections/{connected['id']}"
    models = (await client.get(f"{url}/models", headers=owner.headers)).json()["items"]
    requests = [client.post(f"{url}/refresh-models", headers=owner.headers) for _ in range(4)]
    requests += [
        client.patch(f"{API}/models/{model['id']}", json={"is_default": True}, headers=owner.headers)
        for model in models
    ]
    requests += [
        client.post(
            f"{API}/connections",
            json={"provider": "openai", "name": "Twice", "base_url": provider.url},
            headers=owner.headers,
        )
        for _ in range(2)
    ]
    responses = await asyncio.gather(*requests)
    assert sorted(response.status_code for response in responses) == [200] * (len(responses) - 2) + [201, 409]
    shown = (await client.get(f"{url}/models", headers=owner.headers)).json()["items"]
    assert len({model["name"] for model in shown}) == len(shown) == len(provider.models)
    chosen = (await client.get(f"{API}/models", headers=owner.headers)).json()["items"]
    assert sum(model["is_default"] for model in chosen) == 1
