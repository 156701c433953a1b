"""Every route of prompts and templates against: nobody, another organisation, colleagues of every role, keys
without the scope.

What is shared is read by all of an organisation and changed by its owner and by administrators.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from tests.factories.accounts import (
    MadeOrganization,
    create_api_key,
    create_organization,
    create_person,
    sign_in_headers,
)
from tests.features.prompts.test_library import PROMPT, TEMPLATE, Writer, writer

BODIES: dict[str, dict[str, Any]] = {"prompts": PROMPT, "templates": TEMPLATE}


@dataclass(frozen=True)
class Route:
    """A request that who owns a thing may make; `changes`: readers of it may not."""

    method: str
    path: str
    status: int
    sends: bool = False
    changes: bool = False


ROUTES = [
    Route("GET", "/{noun}", 200),
    Route("POST", "/{noun}", 201, sends=True),
    Route("GET", "/{noun}/{id}", 200),
    Route("PUT", "/{noun}/{id}", 200, sends=True, changes=True),
    Route("DELETE", "/{noun}/{id}", 204, changes=True),
]
WITH_ID = [route for route in ROUTES if "{id}" in route.path]
# Begins a conversation: tests/features/chat/test_order_permissions.py.
ELSEWHERE = {"POST /templates/{id}/start"}


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    return await create_organization(application.platform)


@pytest.fixture
async def anna(application: Application, client: AsyncClient, organization: MadeOrganization) -> Writer:
    """A member who keeps something of each, and shares it."""
    return await writer(application, client, await create_person(application.platform, organization.id))


async def keep(anna: Writer, noun: str, *, visibility: str = "private") -> str:
    """One more of Anna's; its id."""
    body = BODIES[noun] | {"visibility": visibility}
    if noun == "prompts":
        body |= {"command": f"c{uuid4().hex[:12]}"}
    return str((await anna.call("POST", f"/{noun}", 201, json=body))["id"])


async def status(who: Writer, noun: str, route: Route, thing: str, *, visibility: str = "private") -> int:
    """Of a request about a thing; what is sent is of that visibility."""
    body = BODIES[noun] | {"visibility": visibility} if route.sends else None
    if body is not None and noun == "prompts":
        body |= {"command": f"c{uuid4().hex[:12]}"}
    return (await who.request(route.method, route.path.format(noun=noun, id=thing), json=body)).status_code


def test_the_table_is_complete(app: FastAPI) -> None:
    documented = {
        f"{method.upper()} {path.removeprefix('/api/v1')}".replace("{prompt_id}", "{id}").replace(
            "{template_id}", "{id}"
        )
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith(tuple(f"/api/v1/{noun}" for noun in BODIES))
    }
    listed = {f"{route.method} {route.path.replace('{noun}', noun)}" for route in ROUTES for noun in BODIES}
    assert documented == listed | ELSEWHERE


@pytest.mark.parametrize("noun", list(BODIES))
async def test_nobody_and_keys_for_something_else(
    application: Application, client: AsyncClient, organization: MadeOrganization, anna: Writer, noun: str
) -> None:
    thing = await keep(anna, noun, visibility="organization")
    scopes = [scope for scope in ApiKeyScope if scope is not ApiKeyScope.CHAT]
    key = await create_api_key(application.platform, organization.owner, scopes)
    for bearer, expected in ((None, 401), ("x.y.z", 401), ("csk_nothing", 401), (key, 403)):
        visitor = Writer(client, {} if bearer is None else {"Authorization": f"Bearer {bearer}"})
        for route in ROUTES:
            assert await status(visitor, noun, route, thing) == expected, route


@pytest.mark.parametrize("noun", list(BODIES))
async def test_another_organisation(application: Application, client: AsyncClient, anna: Writer, noun: str) -> None:
    stranger = await writer(application, client, (await create_organization(application.platform)).owner)
    thing = await keep(anna, noun, visibility="organization")
    before = await anna.call("GET", f"/{noun}/{thing}", 200)
    for each in (thing, str(uuid4())):
        for route in WITH_ID:
            assert await status(stranger, noun, route, each) == 404, route
    assert (await stranger.call("GET", f"/{noun}", 200))["items"] == []
    assert await anna.call("GET", f"/{noun}/{thing}", 200) == before


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("noun", list(BODIES))
async def test_colleagues(
    application: Application,
    client: AsyncClient,
    organization: MadeOrganization,
    anna: Writer,
    noun: str,
    role: Role,
) -> None:
    """What is private does not exist; what is shared is read by all and changed by those who administer."""
    person = await create_person(application.platform, organization.id, role=role)
    colleague = await writer(application, client, person)
    private, shared = await keep(anna, noun), await keep(anna, noun, visibility="organization")
    for route in WITH_ID:
        assert await status(colleague, noun, route, private) == 404, route
    shown = (await colleague.call("GET", f"/{noun}", 200))["items"]
    assert [item["id"] for item in shown] == [shared]
    administers = role in {Role.OWNER, Role.ADMIN}
    for route in WITH_ID:
        expected = 403 if route.changes and not administers else route.status
        assert await status(colleague, noun, route, shared, visibility="organization") == expected, route
    publishing = await status(colleague, noun, ROUTES[1], "", visibility="organization")
    assert publishing == (403 if role is Role.GUEST else 201)


@pytest.mark.parametrize("role", [*Role, "a key for the chat"])
@pytest.mark.parametrize("noun", list(BODIES))
async def test_everybody_keeps_their_own(
    application: Application, client: AsyncClient, organization: MadeOrganization, noun: str, role: Role | str
) -> None:
    if isinstance(role, Role):
        person = await create_person(application.platform, organization.id, role=role)
        headers = await sign_in_headers(application.platform, person)
    else:
        key = await create_api_key(application.platform, organization.owner, [ApiKeyScope.CHAT])
        headers = {"Authorization": f"Bearer {key}"}
    visitor = Writer(client, headers)
    thing = await keep(visitor, noun)
    for route in ROUTES:
        assert await status(visitor, noun, route, thing) == route.status, route


async def test_who_became_a_guest_takes_back_what_they_shared(
    application: Application, client: AsyncClient, organization: MadeOrganization
) -> None:
    person = await create_person(application.platform, organization.id)
    anna = await writer(application, client, person)
    owner = await writer(application, client, organization.owner)
    things = {noun: await keep(anna, noun, visibility="organization") for noun in BODIES}
    await owner.call("PATCH", f"/people/{person.id}", 200, json={"role": "guest"})
    for noun, thing in things.items():
        assert await status(anna, noun, ROUTES[3], thing, visibility="organization") == 403
        assert await status(anna, noun, ROUTES[3], thing, visibility="private") == 200
        await owner.call("GET", f"/{noun}/{thing}", 404)
        await anna.call("DELETE", f"/{noun}/{thing}", 204)
