"""Every route of connections, models and usage against: nobody, another organisation, roles that are too weak, a key
without the scope. Budgets have a table of their own: test_budget_api.py.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from tests.factories.accounts import create_api_key, create_person
from tests.features.models.conftest import Joins, Member
from tests.features.models.test_choice import API

ONE = "/connections/{connection}"
MODEL = "/models/{model}"


@dataclass(frozen=True)
class Route:
    """A request, and the status for administrators; `everybody`: others may make it, too."""

    method: str
    path: str
    status: int
    body: dict[str, Any] | None = None
    everybody: bool = False
    # What another organisation is told.
    missing: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


NEW = {"provider": "openai", "name": "New", "base_url": "{provider}", "api_key": "sk-new"}
ROUTES = [
    Route("GET", "/models", 200, everybody=True),
    Route("PATCH", MODEL, 200, {"display_name": "Mine"}, missing="model_not_found"),
    Route("GET", f"{MODEL}/access", 200, missing="model_not_found"),
    Route("PUT", f"{MODEL}/access", 200, {"restricted": False, "items": []}, missing="model_not_found"),
    Route("GET", "/connections", 200),
    Route("POST", "/connections", 201, NEW),
    Route("GET", "/connections/discovered", 200),
    Route("GET", ONE, 200, missing="connection_not_found"),
    Route("PATCH", ONE, 200, {"name": "Mine"}, missing="connection_not_found"),
    Route("POST", f"{ONE}/test", 200, missing="connection_not_found"),
    Route("POST", f"{ONE}/refresh-models", 200, missing="connection_not_found"),
    Route("GET", f"{ONE}/models", 200, missing="connection_not_found"),
    Route("GET", "/usage/summary", 200),
    Route("GET", "/usage/export.csv", 200),
    Route("DELETE", ONE, 204, missing="connection_not_found"),
]
WITH_ID = [route for route in ROUTES if "{" in route.path]


@pytest.fixture
async def ids(client: AsyncClient, owner: Member, connected: dict[str, Any]) -> dict[str, str]:
    """What the routes name: the owner's connection and a model of it."""
    shown = await client.get(f"{API}/connections/{connected['id']}/models", headers=owner.headers)
    return {
        "connection": connected["id"],
        "model": shown.json()["items"][0]["id"],
        "provider": connected["base_url"],
    }


async def attempt(client: AsyncClient, headers: dict[str, str], route: Route, ids: dict[str, str]) -> tuple[int, str]:
    """Status and code of the answer."""
    body = route.body and {
        name: value.format(**ids) if isinstance(value, str) else value for name, value in route.body.items()
    }
    response = await client.request(route.method, API + route.path.format(**ids), headers=headers, json=body)
    told = response.json() if response.headers.get("content-type", "").startswith("application/problem") else {}
    return response.status_code, told.get("code", "")


def test_the_table_is_complete(app: FastAPI) -> None:
    documented = {
        f"{method.upper()} {path.removeprefix(API)}".replace("_id}", "}")
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if "models" in operation.get("tags", ())
    }
    assert documented == {str(route) for route in ROUTES}


async def test_nobody(client: AsyncClient, ids: dict[str, str]) -> None:
    for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Bearer csk_nothing"}):
        for route in ROUTES:
            assert await attempt(client, headers, route, ids) == (401, "unauthenticated"), str(route)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.GUEST])
async def test_too_weak(client: AsyncClient, joins: Joins, ids: dict[str, str], role: Role) -> None:
    someone = await joins(role)
    for route in ROUTES:
        expected = (200, "") if route.everybody else (403, "forbidden")
        assert await attempt(client, someone.headers, route, ids) == expected, str(route)


async def test_another_organisation(client: AsyncClient, owner: Member, stranger: Member, ids: dict[str, str]) -> None:
    invented = ids | {"connection": str(uuid4()), "model": str(uuid4())}
    before = (await client.get(f"{API}/connections/{ids['connection']}", headers=owner.headers)).json()
    for wanted in (ids, invented):
        for route in WITH_ID:
            assert await attempt(client, stranger.headers, route, wanted) == (404, route.missing), str(route)
    for route in ROUTES:
        if route not in WITH_ID and route.method == "GET":
            shown = await client.get(API + route.path, headers=stranger.headers)
            assert shown.status_code == 200
            assert ids["connection"] not in shown.text, str(route)
            assert "fake-echo" not in shown.text, str(route)
    after = (await client.get(f"{API}/connections/{ids['connection']}", headers=owner.headers)).json()
    assert after == before


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
async def test_administrators(client: AsyncClient, joins: Joins, ids: dict[str, str], role: Role) -> None:
    someone = await joins(role)
    for route in ROUTES:
        assert await attempt(client, someone.headers, route, ids) == (route.status, ""), str(route)


async def test_a_programs_key_reads_models_and_manages_nothing(
    client: AsyncClient, application: Application, owner: Member, ids: dict[str, str]
) -> None:
    admin = await create_person(application.platform, owner.organization_id, role=Role.ADMIN)
    others = [scope for scope in ApiKeyScope if scope is not ApiKeyScope.MODELS_READ]
    for scopes in (others, [ApiKeyScope.MODELS_READ]):
        key = await create_api_key(application.platform, admin, scopes)
        for route in ROUTES:
            expected = (200, "") if route.everybody and scopes != others else (403, "forbidden")
            assert await attempt(client, {"Authorization": f"Bearer {key}"}, route, ids) == expected, str(route)


async def test_what_is_no_id_is_named(client: AsyncClient, owner: Member, ids: dict[str, str]) -> None:
    for wrong in ("me", "%00", "0198f3c2"):
        for route in WITH_ID:
            status, code = await attempt(client, owner.headers, route, ids | {"connection": wrong, "model": wrong})
            assert (status, code) == (422, "invalid_input"), (str(route), wrong)
