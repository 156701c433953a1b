"""Every route of the product, whether the document names it or not: open on purpose, or closed to whoever cannot say
who they are. A route that is added is tried without being listed here; one that is open to everybody has to be.
"""

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from starlette.routing import WebSocketRoute

from convosphere.features.accounts.actions import administer
from convosphere.features.accounts.schemas import ApiKeyIn
from convosphere.features.accounts.types import ApiKeyScope
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.security import AccessTokens, KeyRing
from tests.factories.accounts import (
    MadeOrganization,
    MadePerson,
    create_api_key,
    create_organization,
    create_person,
    create_session,
)

# Before anybody has signed in, and links that are themselves the right to what they lead to.
PUBLIC = {
    "GET /api/v1/instance",
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/sign-in",
    "POST /api/v1/auth/sign-out",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/password-reset",
    "POST /api/v1/auth/password-reset/confirm",
    "GET /api/v1/exports/content/{token}",
    "GET /api/v1/files/content/{token}",
    "HEAD /api/v1/files/content/{token}",
    "GET /api/v1/knowledge/content/{token}",
    "HEAD /api/v1/knowledge/content/{token}",
    "GET /health/live",
    "GET /health/ready",
    # For whoever is on this machine or named in the settings: test_metrics.py.
    "GET /metrics",
    "GET /api/v1/openapi.json",
    "HEAD /api/v1/openapi.json",
}
# Its first frame says who comes: tests/acceptance/test_bad_frames.py.
SOCKETS = {"/api/v1/realtime"}
# Where each tag's routes stand in a table of who may what, which a test there holds to be complete. A tag that is new
# needs one.
TABLES = {
    "Signing in": "accounts/test_permissions.py",
    "Me": "accounts/test_permissions.py",
    "API keys": "accounts/test_permissions.py",
    "People": "accounts/test_permissions.py",
    "Groups": "accounts/test_permissions.py",
    "Audit": "accounts/test_permissions.py",
    "Files": "files/test_permissions.py",
    "models": "models/test_permissions.py",
    "budgets": "models/test_budget_api.py",
    "Knowledge bases": "knowledge/test_permissions.py",
    "Knowledge documents": "knowledge/test_permissions.py",
    "Knowledge embedders": "knowledge/test_permissions.py",
    "Knowledge operations": "knowledge/test_permissions.py",
    "Knowledge order": "knowledge/test_permissions.py",
    "Knowledge reading": "knowledge/test_permissions.py",
    "Knowledge search": "knowledge/test_permissions.py",
    "openai": "assistants/openai/test_permissions.py",
    "Prompts": "prompts/test_permissions.py",
    "Exports": "transfer/test_permissions.py",
    "Imports": "transfer/test_permissions.py",
    "Conversations": "chat/test_permissions.py",
    "Messages": "chat/test_permissions.py",
    "Joint conversations": "chat/test_access.py",
    "Order": "chat/test_order_permissions.py",
    "Search": "chat/test_personal_permissions.py",
    "Chat preferences": "chat/test_personal_permissions.py",
    "Shares": "chat/test_personal_permissions.py",
    # For whoever runs it: no organisation's.
    "Health": "../entry/test_health.py",
}
# What stands in for a place that is no id.
PLACES = {"kind": "person", "number": "1", "page": "1", "table": "documents", "token": "nothing", "path": "nowhere"}
AN_ID = "0198f3c2-0000-7000-8000-000000000000"


@pytest.fixture
async def organization(platform: Platform) -> MadeOrganization:
    return await create_organization(platform)


def documented(app: FastAPI) -> Iterator[tuple[str, bool]]:
    """Every operation of the document, and whether it says that somebody must be signed in."""
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            yield f"{method.upper()} {path}", bool(operation.get("security"))


def routes(app: FastAPI) -> set[str]:
    """Every route there is: those of the document, and those that it leaves out."""
    found = {title for title, _ in documented(app)}
    for route in app.router.routes:
        if isinstance(route, WebSocketRoute):
            assert route.path in SOCKETS, route.path
            continue
        # A router that is hung as a whole is told apart by the document only.
        path = re.sub(r":\w+}", "}", getattr(route, "path", ""))
        found |= {f"{method} {path}" for method in getattr(route, "methods", None) or ()}
    return found


def address(title: str) -> tuple[str, str]:
    """A route's method, and its path with something in each place."""
    method, path = title.split(" ", 1)
    return method, re.sub(r"{(\w+)}", lambda place: PLACES.get(place.group(1), AN_ID), path)


async def let_in(client: AsyncClient, bearer: str) -> bool:
    """Whether somebody who says this is taken for somebody."""
    path = "/v1/models" if bearer.startswith("csk_") else "/api/v1/me"
    response = await client.get(path, headers={"Authorization": f"Bearer {bearer}"})
    assert response.status_code in {200, 401}, response.text
    return response.status_code == 200


async def refused(client: AsyncClient, app: FastAPI, headers: dict[str, str]) -> None:
    """Every closed route answers that it does not know who this is, in the form of its door."""
    tried = 0
    for title in sorted(routes(app) - PUBLIC):
        method, path = address(title)
        response = await client.request(method, path, headers=headers)
        assert response.status_code == 401, (title, response.status_code, response.text)
        if method != "HEAD" and response.content:
            body = response.json()
            code = body["error"]["code"] if path.startswith("/v1/") else body["code"]
            expected = {"invalid_api_key"} if path.startswith("/v1/") else {"unauthenticated", "session_ended"}
            assert code in expected, (title, code)
        tried += 1
    assert tried > 200


def test_the_document_says_which_routes_are_open_and_none_is_by_chance(app: FastAPI) -> None:
    titles = dict(documented(app))
    assert {title for title, closed in titles.items() if not closed} == PUBLIC & titles.keys()
    assert routes(app) >= PUBLIC, "nothing is listed that is gone"


def test_every_tags_routes_stand_in_a_table_of_rights(app: FastAPI) -> None:
    tags = {
        tag
        for operations in app.openapi()["paths"].values()
        for operation in operations.values()
        for tag in operation["tags"]
    }
    assert tags == set(TABLES)
    root = Path(__file__).parents[1] / "features"
    assert [table for table in TABLES.values() if not (root / table).is_file()] == []


async def test_nobody_and_what_is_no_token(client: AsyncClient, app: FastAPI) -> None:
    for headers in ({}, *({"Authorization": f"Bearer {text}"} for text in ("x.y.z", "csk_nothing"))):
        await refused(client, app, headers)


async def test_every_other_way_to_say_nothing(client: AsyncClient) -> None:
    password = base64.b64encode(b"owner@example.org:correct horse battery").decode()
    for said in ("Bearer", "Bearer ", "Bearer \x01", "Bearer ..", "Bearer csk_", f"Basic {password}", "csk_nothing"):
        for path in ("/api/v1/me", "/v1/models"):
            response = await client.get(path, headers={"Authorization": said})
            assert response.status_code == 401, (said, path)


async def test_a_token_that_somebody_changed(
    client: AsyncClient, app: FastAPI, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    good = (await create_session(platform, organization.owner)).body.access_token
    other = (await create_session(platform, await create_person(platform, organization.id))).body.access_token
    assert await let_in(client, good)
    assert await let_in(client, other)
    head, claims, signature = good.split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    stated = platform.access_tokens.verify(good)
    elsewhere = AccessTokens(KeyRing("another-secret-" * 6), clock, timedelta(minutes=15))
    foreign, _ = elsewhere.issue(stated.person_id, stated.organization_id, stated.session_id)
    for bearer in (
        good[:-1],
        f"{good}A",
        f"{head}.{claims}.{other.split('.')[2]}",
        f"{head}.{claims}.",
        f"{unsigned}.{claims}.",
        foreign,
    ):
        assert not await let_in(client, bearer), bearer
    await refused(client, app, {"Authorization": f"Bearer {head}.{other.split('.')[1]}.{signature}"})


async def with_an_end(platform: Platform, person: MadePerson) -> str:
    """An API key that holds for a minute."""
    wish = ApiKeyIn(name="Short", scopes=list(ApiKeyScope), expires_at=platform.clock.now() + timedelta(minutes=1))
    return (await administer.create_key_for(platform, person.email, wish)).secret


async def test_what_has_expired(
    client: AsyncClient, app: FastAPI, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    token = (await create_session(platform, organization.owner)).body.access_token
    key = await with_an_end(platform, organization.owner)
    assert await let_in(client, token)
    assert await let_in(client, key)
    # Clocks of two processes may differ by some seconds.
    clock.advance(timedelta(minutes=platform.settings.accounts.access_token_minutes, seconds=11))
    for bearer in (token, key):
        await refused(client, app, {"Authorization": f"Bearer {bearer}"})


async def test_what_was_taken_back(
    client: AsyncClient, app: FastAPI, platform: Platform, organization: MadeOrganization
) -> None:
    """A session that was ended, a key that was revoked, and both of somebody whose account was closed."""
    person = await create_person(platform, organization.id)
    opened = await create_session(platform, organization.owner)
    owner = {"Authorization": f"Bearer {opened.body.access_token}"}
    ended = await create_session(platform, organization.owner)
    revoked = await create_api_key(platform, organization.owner)
    closed = [(await create_session(platform, person)).body.access_token, await create_api_key(platform, person)]
    bearers = [ended.body.access_token, revoked, *closed]
    for bearer in bearers:
        assert await let_in(client, bearer)
    key = (await client.get("/api/v1/me/api-keys", headers=owner)).json()["items"][0]["id"]
    for method, path, body, status in (
        ("DELETE", f"/me/sessions/{ended.session_id}", None, 204),
        ("DELETE", f"/me/api-keys/{key}", None, 204),
        ("PATCH", f"/people/{person.id}", {"active": False}, 200),
    ):
        done = await client.request(method, f"/api/v1{path}", headers=owner, json=body)
        assert done.status_code == status, done.text
    for bearer in bearers:
        await refused(client, app, {"Authorization": f"Bearer {bearer}"})
