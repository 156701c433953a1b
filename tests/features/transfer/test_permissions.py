"""Every route of transfer against: nobody, another organisation, a colleague, a key that may not, a guest; and what
each costs the database.
"""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.platform.clock import FrozenClock
from tests.factories.accounts import MadeOrganization, create_api_key, create_organization, create_person
from tests.features.transfer.conftest import Mover, mover

# Every request: one statement binds the organisation, one finds out who asks.
WHO = 2
EXPORT, IMPORT = "/exports/{export}", "/imports/{import}"
ALL = {"scope": {"all": True}, "format": "json"}
# Method, path, status for who may, body, own statements.
ROUTES: list[tuple[str, str, int, Any, int]] = [
    ("get", "/exports", 200, None, 1),
    # Running ones, how many conversations, the row.
    ("post", "/exports", 202, ALL, 4),
    ("get", EXPORT, 200, None, 1),
    ("get", f"{EXPORT}/link", 409, None, 1),
    ("delete", EXPORT, 204, None, 2),
    ("get", "/imports", 200, None, 1),
    ("post", "/imports", 201, {"name": "a.json", "size": 9}, 2),
    ("get", IMPORT, 200, None, 1),
    ("head", f"{IMPORT}/content", 200, None, 1),
    ("post", f"{IMPORT}/run", 409, None, 1),
    # Who asks, the place, the piece: three transactions, because storing lies between them.
    ("patch", f"{IMPORT}/content", 204, b"[1,", 6),
    ("delete", IMPORT, 204, None, 2),
]
WITH_ID = [route for route in ROUTES if "{" in route[1]]


@pytest.fixture
def clock() -> FrozenClock:
    """No job runs here."""
    return FrozenClock()


async def begin(person: Mover) -> dict[str, str]:
    """An export and an import of a person's own."""
    await person.call("POST", "/conversations", 201, json={"title": "Mine"})
    export = await person.call("POST", "/exports", 202, json=ALL)
    made = await person.call("POST", "/imports", 201, json={"name": "a.json", "size": 9})
    return {"export": export["id"], "import": made["item"]["id"]}


async def ask(person: Mover, route: tuple[str, str, int, Any, int], ids: dict[str, str]) -> int:
    method, path, _, body, _ = route
    options: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
    headers = person.headers | {"Upload-Offset": "0"}
    return (await person.client.request(method, f"/api/v1{path.format(**ids)}", headers=headers, **options)).status_code


def test_the_table_is_complete(app: FastAPI) -> None:
    documented = {
        (method, path.removeprefix("/api/v1").replace("_id}", "}"))
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if {"Exports", "Imports"} & set(operation.get("tags", ()))
    }
    # The link's own address asks nobody who they are: see test_export.
    assert documented == {route[:2] for route in ROUTES} | {("get", "/exports/content/{token}")}


async def test_nobody_and_keys_without_the_chat(client: AsyncClient, owner: Mover, application: Application) -> None:
    ids = await begin(owner)
    key = await create_api_key(application.platform, owner.person, [ApiKeyScope.MODELS_READ, ApiKeyScope.ACCOUNT_READ])
    nobody = Mover(owner.person, client, {"Authorization": "Bearer x.y.z"})
    program = Mover(owner.person, client, {"Authorization": f"Bearer {key}"})
    for route in ROUTES:
        assert await ask(nobody, route, ids) == 401, route
        assert await ask(program, route, ids) == 403, route


@pytest.mark.parametrize("where", ["another organisation", "the same organisation"])
async def test_what_belongs_to_somebody_else_does_not_exist(
    application: Application, client: AsyncClient, organization: MadeOrganization, owner: Mover, where: str
) -> None:
    ids = await begin(owner)
    home = organization if where == "the same organisation" else await create_organization(application.platform)
    other = await mover(application, client, await create_person(application.platform, home.id, role=Role.OWNER))
    for route in WITH_ID:
        assert await ask(other, route, ids) == 404, route
    chat = (await owner.chats())[0]["id"]
    folder = (await owner.call("POST", "/folders", 201, json={"name": "Mine"}))["id"]
    for scope in ({"conversation_ids": [chat]}, {"folder_id": folder}):
        await other.call("POST", "/exports", 404, json={"scope": scope, "format": "json"})
    assert (await owner.call("GET", f"/exports/{ids['export']}", 200))["status"] == "waiting"


async def test_guests_export_but_import_nothing(
    application: Application, client: AsyncClient, organization: MadeOrganization
) -> None:
    person = await create_person(application.platform, organization.id, role=Role.GUEST)
    guest = await mover(application, client, person)
    await guest.call("POST", "/conversations", 201, json={"title": "Mine"})
    ids = {"export": (await guest.call("POST", "/exports", 202, json=ALL))["id"], "import": str(person.id)}
    for route in ROUTES:
        expected = 403 if "import" in route[1] else route[2]
        assert await ask(guest, route, ids) == expected, route


async def test_what_each_costs_and_that_everybody_else_may(owner: Mover, statements: list[str]) -> None:
    ids = await begin(owner)
    for route in ROUTES:
        statements.clear()
        assert await ask(owner, route, ids) == route[2], route
        assert len(statements) == WHO + route[4], (route, statements)
