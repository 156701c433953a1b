"""Every route of folders, tags, many at once and the archive against: nobody, others, a key that may not, roles."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.platform.clock import FrozenClock
from tests.factories.accounts import (
    MadeOrganization,
    create_api_key,
    create_organization,
    create_person,
    sign_in_headers,
)


@dataclass(frozen=True)
class Route:
    """A request that the owner of what it names may make."""

    method: str
    path: str
    status: int
    body: dict[str, Any] | None = None


RETENTION = Route("put", "/archive/retention", 200, {"days": 30})
ROUTES = [
    Route("get", "/folders", 200),
    Route("post", "/folders", 201, {"name": "New"}),
    Route("patch", "/folders/{folder}", 200, {"name": "Renamed"}),
    Route("get", "/tags", 200),
    Route("post", "/tags", 201, {"name": "new"}),
    Route("patch", "/tags/{tag}", 200, {"name": "renamed"}),
    Route("post", "/conversations/bulk", 200, {"action": "pin", "filter": {}}),
    Route("get", "/archive/retention", 200),
    Route("post", "/templates/{template}/start", 201, {"variables": {"topic": "music"}}),
    Route("delete", "/folders/{folder}", 204),
    Route("delete", "/tags/{tag}", 204),
]
WITH_ID = [route for route in ROUTES if "{" in route.path]


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    return await create_organization(application.platform)


class Visitor:
    """Somebody at the API."""

    def __init__(self, client: AsyncClient, headers: dict[str, str]) -> None:
        self._client = client
        self._headers = headers

    async def send(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        response = await self._client.request(method, f"/api/v1{path}", headers=self._headers, json=body)
        return response.status_code, response.json() if response.content else {}

    async def status(self, route: Route, ids: dict[str, str]) -> int:
        return (await self.send(route.method, route.path.format(**ids), route.body))[0]

    async def make(self) -> dict[str, str]:
        """One of each; their ids."""
        template = {"name": "T", "prompt": "About {{topic}}", "variables": [{"name": "topic"}]}
        made = {}
        for name, path, body in (
            ("folder", "/folders", {"name": "Mine"}),
            ("tag", "/tags", {"name": "mine"}),
            ("template", "/templates", template),
        ):
            made[name] = (await self.send("post", path, body))[1]["id"]
        return made


async def visitor(application: Application, client: AsyncClient, home: MadeOrganization, role: Role) -> Visitor:
    person = await create_person(application.platform, home.id, role=role)
    return Visitor(client, await sign_in_headers(application.platform, person))


def test_the_table_is_complete(app: FastAPI) -> None:
    documented = {
        (method, path.removeprefix("/api/v1").replace("_id}", "}"))
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if "Order" in operation.get("tags", ())
    }
    assert documented == {(route.method, route.path) for route in [*ROUTES, RETENTION]}


async def test_nobody_and_a_key_for_something_else_get_nothing(
    application: Application, client: AsyncClient, organization: MadeOrganization
) -> None:
    mine = await Visitor(client, await sign_in_headers(application.platform, organization.owner)).make()
    key = await create_api_key(application.platform, organization.owner, [ApiKeyScope.MODELS_READ])
    for headers, expected in (({}, 401), ({"Authorization": f"Bearer {key}"}, 403)):
        for route in [*ROUTES, RETENTION]:
            assert await Visitor(client, headers).status(route, mine) == expected, route


@pytest.mark.parametrize("where", ["another organisation", "the same organisation"])
async def test_what_belongs_to_somebody_else_does_not_exist(
    application: Application, client: AsyncClient, organization: MadeOrganization, where: str
) -> None:
    owner = Visitor(client, await sign_in_headers(application.platform, organization.owner))
    mine = await owner.make()
    _, conversation = await owner.send("post", "/conversations", {"title": "Mine", "folder_id": mine["folder"]})
    home = organization if where == "the same organisation" else await create_organization(application.platform)
    other = await visitor(application, client, home, Role.OWNER)
    for ids in (mine, {name: str(uuid4()) for name in mine}):
        for route in WITH_ID:
            assert await other.status(route, ids) == 404, (route, ids)
    for path, body in (
        ("/conversations", {"folder_id": mine["folder"]}),
        ("/folders", {"name": "x", "parent_id": mine["folder"]}),
        ("/conversations/bulk", {"action": "move", "filter": {}, "folder_id": mine["folder"]}),
        ("/conversations/bulk", {"action": "tag", "filter": {}, "tag_id": mine["tag"]}),
    ):
        assert (await other.send("post", path, body))[0] == 404, path
    status, result = await other.send("post", "/conversations/bulk", {"action": "delete", "ids": [conversation["id"]]})
    assert (status, result["changed"], result["failed"][0]["code"]) == (200, 0, "not_found")
    assert (await other.send("post", "/conversations/bulk", {"action": "delete", "filter": {}}))[1]["changed"] == 0
    assert (await other.send("get", f"/conversations?folder={mine['folder']}"))[1]["items"] == []
    assert (await other.send("get", "/folders"))[1]["items"] == []
    assert (await owner.send("get", f"/conversations/{conversation['id']}"))[1] == conversation


@pytest.mark.parametrize("role", list(Role))
async def test_everybody_keeps_order_and_administrators_say_how_long_the_archive_stays(
    application: Application, client: AsyncClient, organization: MadeOrganization, role: Role
) -> None:
    person = await visitor(application, client, organization, role)
    mine = await person.make()
    for route in ROUTES:
        assert await person.status(route, mine) == route.status, route
    assert await person.status(RETENTION, mine) == (200 if role in (Role.OWNER, Role.ADMIN) else 403)


async def test_a_chat_key_keeps_order_and_never_says_how_long(
    application: Application, client: AsyncClient, organization: MadeOrganization
) -> None:
    key = await create_api_key(application.platform, organization.owner, [ApiKeyScope.CHAT])
    program = Visitor(client, {"Authorization": f"Bearer {key}"})
    mine = await program.make()
    for route in ROUTES:
        assert await program.status(route, mine) == route.status, route
    assert await program.status(RETENTION, mine) == 403
