"""Every route of the chat against: nobody, another organisation, a colleague, a key that may not, a guest."""

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
    MadePerson,
    create_api_key,
    create_organization,
    create_person,
    sign_in_headers,
)

pytestmark = pytest.mark.unasked

TAGS = {"Conversations", "Messages"}
ONE = "/conversations/{conversation}"
ANSWER = ONE + "/messages/{answer}"
QUEUED = ONE + "/queue/{queued}"


@dataclass(frozen=True)
class Route:
    """A request that its conversation's owner may make."""

    method: str
    path: str
    status: int
    body: dict[str, Any] | None = None
    # Some are refused by what they ask for, but only after it is clear whose it is.
    code: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


ROUTES = [
    Route("get", "/conversations", 200),
    Route("post", "/conversations", 201, {"title": "Another"}),
    Route("get", ONE, 200),
    Route("patch", ONE, 200, {"title": "Renamed", "archived": True}),
    Route("delete", ONE, 204),
    Route("get", f"{ONE}/messages", 200),
    Route("get", f"{ONE}/context", 200),
    Route("get", f"{ONE}/sources", 200),
    Route("put", f"{ONE}/sources", 200, {"sources": []}),
    Route("get", f"{ANSWER}/citations/1", 404, None, "not_found"),
    Route("post", f"{ONE}/messages", 409, {"content": "Go"}, "answer_running"),
    Route("post", f"{ANSWER}/stop", 200),
    Route("post", f"{ANSWER}/retry", 409, None, "not_an_ended_answer"),
    Route("post", f"{ANSWER}/continue", 409, None, "not_an_ended_answer"),
    Route("post", f"{ANSWER}/show", 200),
    Route("post", f"{ANSWER}/choose", 409, None, "nothing_to_choose"),
    Route("delete", ANSWER, 409, None, "answer_running"),
    Route("put", f"{ANSWER}/pin", 409, None, "answer_running"),
    Route("delete", f"{ANSWER}/pin", 200),
    Route("put", f"{ANSWER}/rating", 409, {"value": "up"}, "not_rateable"),
    Route("delete", f"{ANSWER}/rating", 204),
    Route("patch", QUEUED, 200, {"content": "Another question"}),
    Route("post", f"{QUEUED}/steer", 200),
    Route("delete", QUEUED, 204),
    Route("get", f"{ONE}/events?after=0", 409, None, "resync_required"),
]
WITH_ID = [route for route in ROUTES if "{" in route.path]


class Visitor:
    """Somebody at the API."""

    def __init__(self, client: AsyncClient, headers: dict[str, str]) -> None:
        self._client = client
        self.headers = headers

    async def try_out(self, route: Route, ids: dict[str, str]) -> tuple[int, str]:
        """Status and code of the answer."""
        path = f"/api/v1{route.path.format(**ids)}"
        response = await self._client.request(route.method, path, json=route.body, headers=self.headers)
        body = response.json() if response.content else {}
        return response.status_code, body.get("code", "")


async def begin(client: AsyncClient, headers: dict[str, str]) -> dict[str, str]:
    """A conversation with an answer on its way and a question that waits for it; their ids."""
    made = await client.post("/api/v1/conversations", headers=headers, json={"title": "Mine"})
    path = f"/api/v1/conversations/{made.json()['id']}/messages"
    sent = await client.post(path, headers=headers, json={"content": "A question"})
    waits = await client.post(path, headers=headers, json={"content": "The next one", "when_busy": "queue"})
    return {
        "conversation": made.json()["id"],
        "answer": sent.json()["answer"]["id"],
        "queued": waits.json()["queued"]["id"],
    }


@pytest.fixture
async def mine(application: Application, client: AsyncClient, organization: MadeOrganization) -> dict[str, str]:
    return await begin(client, await sign_in_headers(application.platform, organization.owner))


async def visitor(application: Application, client: AsyncClient, person: MadePerson) -> Visitor:
    return Visitor(client, await sign_in_headers(application.platform, person))


async def untouched(application: Application, client: AsyncClient, owner: MadePerson, mine: dict[str, str]) -> bool:
    """Whether the conversation is as it was made."""
    headers = await sign_in_headers(application.platform, owner)
    path = f"/api/v1/conversations/{mine['conversation']}"
    conversation = (await client.get(path, headers=headers)).json()
    messages = (await client.get(f"{path}/messages", headers=headers)).json()["items"]
    statuses = [message["status"] for message in messages]
    return (conversation["title"], conversation["archived"], statuses) == ("Mine", False, ["completed", "pending"])


def test_the_table_is_complete(app: FastAPI) -> None:
    listed = {(route.method, route.path.partition("?")[0]) for route in ROUTES}
    documented = {
        (
            method,
            path.removeprefix("/api/v1")
            .replace("conversation_id", "conversation")
            .replace("message_id", "answer")
            .replace("question_id", "queued")
            .replace("{number}", "1"),
        )
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if TAGS & set(operation.get("tags", ()))
    }
    assert documented == listed


async def test_nobody_gets_in(client: AsyncClient, mine: dict[str, str]) -> None:
    for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Bearer csk_nothing"}):
        for route in ROUTES:
            assert await Visitor(client, headers).try_out(route, mine) == (401, "unauthenticated"), str(route)


@pytest.mark.parametrize("where", ["another organisation", "the same organisation"])
@pytest.mark.parametrize("role", [Role.OWNER, Role.MEMBER])
async def test_what_belongs_to_somebody_else_does_not_exist(
    application: Application,
    client: AsyncClient,
    organization: MadeOrganization,
    mine: dict[str, str],
    where: str,
    role: Role,
) -> None:
    home = organization if where == "the same organisation" else await create_organization(application.platform)
    other = await visitor(application, client, await create_person(application.platform, home.id, role=role))
    invented = {name: str(uuid4()) for name in mine}
    for route in WITH_ID:
        assert await other.try_out(route, mine) == (404, "not_found"), str(route)
        assert await other.try_out(route, invented) == (404, "not_found"), str(route)
    assert await untouched(application, client, organization.owner, mine)


async def test_an_answer_of_another_conversation_is_not_found_in_ones_own(
    application: Application, client: AsyncClient, organization: MadeOrganization, mine: dict[str, str]
) -> None:
    person = await create_person(application.platform, organization.id)
    other = await visitor(application, client, person)
    own = await begin(client, other.headers)
    second = await begin(client, other.headers)
    for foreign in (mine, second):
        for name in ("answer", "queued"):
            for route in (each for each in WITH_ID if f"{{{name}}}" in each.path):
                assert await other.try_out(route, own | {name: foreign[name]}) == (404, "not_found"), str(route)
    # Nor can it be continued from there.
    asked = Route("post", f"{ONE}/messages", 404, {"content": "Go", "parent_id": mine["answer"]})
    fresh = await client.post("/api/v1/conversations", headers=other.headers, json={})
    assert await other.try_out(asked, {"conversation": fresh.json()["id"]}) == (404, "not_found")
    assert await untouched(application, client, organization.owner, mine)


async def test_a_key_without_the_chat_may_nothing(
    application: Application, client: AsyncClient, organization: MadeOrganization, mine: dict[str, str]
) -> None:
    scopes = [ApiKeyScope.MODELS_READ, ApiKeyScope.ACCOUNT_READ]
    key = await create_api_key(application.platform, organization.owner, scopes)
    program = Visitor(client, {"Authorization": f"Bearer {key}"})
    for route in ROUTES:
        assert await program.try_out(route, mine) == (403, "forbidden"), str(route)
    assert await untouched(application, client, organization.owner, mine)


async def allowed_everything(visitor: Visitor, client: AsyncClient) -> None:
    for route in ROUTES:
        own = await begin(client, visitor.headers)
        assert await visitor.try_out(route, own) == (route.status, route.code), str(route)


async def test_a_key_for_the_chat_may_all_of_it(
    application: Application, client: AsyncClient, organization: MadeOrganization
) -> None:
    key = await create_api_key(application.platform, organization.owner, [ApiKeyScope.CHAT])
    await allowed_everything(Visitor(client, {"Authorization": f"Bearer {key}"}), client)


@pytest.mark.parametrize("role", list(Role))
async def test_everybody_may_chat_even_guests(
    application: Application, client: AsyncClient, organization: MadeOrganization, role: Role
) -> None:
    person = await create_person(application.platform, organization.id, role=role)
    await allowed_everything(await visitor(application, client, person), client)


async def test_what_is_no_id_is_named(
    application: Application, client: AsyncClient, organization: MadeOrganization
) -> None:
    owner = await visitor(application, client, organization.owner)
    for wrong in ("me", "%00", "0198f3c2"):
        for route in WITH_ID:
            refused = await owner.try_out(route, {"conversation": wrong, "answer": wrong, "queued": wrong})
            assert refused == (422, "invalid_input"), (str(route), wrong)
