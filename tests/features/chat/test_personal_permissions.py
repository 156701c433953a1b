"""What people find, wish for and share, against: nobody, another organisation, colleagues of every role, a key
that may not.

Routes about one conversation are in `test_permissions.py` and `test_access.py`, those that keep order in
`test_order_permissions.py`; transfer, prompts and templates have tables of their own.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_api_key, create_organization, create_person
from tests.factories.messages import Said, say
from tests.features.chat.conftest import Chatter, chatter

pytestmark = pytest.mark.unasked

TAGS = {"Search", "Chat preferences", "Shares"}
SECRET = "xylophone"
SHARE = "/shares/{share}"


@dataclass(frozen=True)
class Route:
    """A request, the status for whom it belongs to, and the one for others of the organisation (as good as them if none
    is given).
    """

    method: str
    path: str
    status: int
    others: int | None = None
    body: dict[str, Any] | None = None


ROUTES = [
    Route("GET", f"/search/messages?q={SECRET}", 200),
    Route("GET", f"/search/conversations?q={SECRET}", 200),
    Route("GET", "/search/models", 200),
    Route("GET", "/chat/preferences", 200),
    Route("PATCH", "/chat/preferences", 200, body={"suggestions": False}),
    Route("GET", "/shares", 200),
    Route("GET", SHARE, 200),
    Route("GET", f"{SHARE}/messages", 200),
    Route("GET", SHARE + "/files/{file}/link", 404),
    Route("POST", f"{SHARE}/copy", 201),
    Route("DELETE", SHARE, 204, 404),
]
FOR_ALL = Route("PATCH", "/chat/preferences", 200, 403, {"organization_suggestions": False})
# About one conversation: test_access.py.
ELSEWHERE = {
    "GET /conversations/{conversation_id}/shares",
    "POST /conversations/{conversation_id}/shares",
}


async def ask(who: Chatter, route: Route, ids: dict[str, str]) -> tuple[int, str]:
    """Status and whole answer of a request."""
    response = await who.request(route.method, route.path.format(**ids), json=route.body)
    return response.status_code, response.text


async def begin(platform: Platform, person: Chatter) -> dict[str, str]:
    """A conversation in which a model has answered, and a snapshot of it; the ids."""
    await say(platform, person.person, Said(SECRET), Said(SECRET, role="assistant"), title=SECRET)
    conversation = (await person.call("GET", "/conversations", 200))["items"][0]["id"]
    share = await person.call("POST", f"/conversations/{conversation}/shares", 201, json={})
    return {"share": share["id"], "file": str(uuid4())}


@pytest.fixture
async def mine(platform: Platform, owner: Chatter) -> dict[str, str]:
    return await begin(platform, owner)


def test_the_table_is_complete(app: FastAPI) -> None:
    listed = {f"{route.method} {route.path.partition('?')[0]}" for route in ROUTES} | ELSEWHERE
    documented = {
        f"{method.upper()} {path.removeprefix('/api/v1')}".replace("share_id", "share").replace("file_id", "file")
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if TAGS & set(operation.get("tags", ()))
    }
    assert documented == listed


async def test_nobody_and_keys_for_something_else(
    application: Application, client: AsyncClient, owner: Chatter, mine: dict[str, str]
) -> None:
    scopes = [scope for scope in ApiKeyScope if scope is not ApiKeyScope.CHAT]
    key = await create_api_key(application.platform, owner.person, scopes)
    for bearer, expected in ((None, 401), ("x.y.z", 401), ("csk_nothing", 401), (key, 403)):
        headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
        for route in [*ROUTES, FOR_ALL]:
            status, shown = await ask(Chatter(owner.person, client, headers), route, mine)
            assert status == expected, route
            assert SECRET not in shown, route


async def test_another_organisation_finds_and_opens_nothing(
    application: Application, client: AsyncClient, owner: Chatter, mine: dict[str, str]
) -> None:
    stranger = await chatter(application, client, (await create_organization(application.platform)).owner)
    for ids in (mine, {"share": str(uuid4()), "file": str(uuid4())}):
        for route in ROUTES:
            status, shown = await ask(stranger, route, ids)
            assert status == (404 if "{share}" in route.path else 200), route
            assert SECRET not in shown, route
    assert (await ask(stranger, FOR_ALL, {}))[0] == 200
    preferences = await owner.call("GET", "/chat/preferences", 200)
    assert (preferences["suggestions"], preferences["organization_suggestions"]) == (True, True)
    assert (await owner.call("GET", f"/shares/{mine['share']}", 200))["message_count"] == 2


@pytest.mark.parametrize("role", list(Role))
async def test_colleagues_read_what_is_shared_and_nothing_else(
    application: Application,
    client: AsyncClient,
    organization: MadeOrganization,
    owner: Chatter,
    mine: dict[str, str],
    role: Role,
) -> None:
    colleague = await chatter(
        application, client, await create_person(application.platform, organization.id, role=role)
    )
    for route in ROUTES:
        status, shown = await ask(colleague, route, mine)
        assert status == (route.others or route.status), route
        if "{share}" not in route.path:
            assert SECRET not in shown, route
    administers = role in {Role.OWNER, Role.ADMIN}
    assert (await ask(colleague, FOR_ALL, {}))[0] == (FOR_ALL.status if administers else FOR_ALL.others)
    preferences = await owner.call("GET", "/chat/preferences", 200)
    assert (preferences["suggestions"], preferences["organization_suggestions"]) == (True, not administers)
    # What was copied is theirs, and found from then on; the owner's own is not touched.
    assert SECRET in (await ask(colleague, ROUTES[0], {}))[1]
    assert (await owner.call("GET", f"/shares/{mine['share']}", 200))["is_own"] is True


async def test_the_owner_and_a_key_for_the_chat_may_all_of_it(
    application: Application, client: AsyncClient, owner: Chatter, mine: dict[str, str]
) -> None:
    key = await create_api_key(application.platform, owner.person, [ApiKeyScope.CHAT])
    program = Chatter(owner.person, client, {"Authorization": f"Bearer {key}"})
    for who, for_all in ((program, 403), (owner, 200)):
        ids = mine if who is owner else await begin(application.platform, owner)
        for route in ROUTES:
            assert (await ask(who, route, ids))[0] == route.status, route
        assert (await ask(who, FOR_ALL, {}))[0] == for_all


async def test_who_became_a_guest_still_takes_back_what_they_shared(
    application: Application, client: AsyncClient, organization: MadeOrganization, owner: Chatter
) -> None:
    person = await create_person(application.platform, organization.id)
    colleague = await chatter(application, client, person)
    ids = await begin(application.platform, colleague)
    await owner.call("PATCH", f"/people/{person.id}", 200, json={"role": "guest"})
    await colleague.call("GET", f"/shares/{ids['share']}", 200)
    await colleague.call("DELETE", f"/shares/{ids['share']}", 204)
    await owner.call("GET", f"/shares/{ids['share']}", 404)


async def test_what_is_no_id_is_named(owner: Chatter) -> None:
    for wrong in ("me", "%00", "0198f3c2"):
        for route in ROUTES:
            if "{share}" in route.path:
                status, _ = await ask(owner, route, {"share": wrong, "file": str(uuid4())})
                assert status == 422, (route, wrong)
