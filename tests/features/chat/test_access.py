"""Every route about one conversation, for everybody from nobody to its owner: who may what."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import Role
from convosphere.features.chat.types import Access
from tests.factories.accounts import MadeOrganization, create_organization, create_person
from tests.features.chat.conftest import Chatter, chatter
from tests.features.chat.together import group_of, let_group_in, let_in

pytestmark = pytest.mark.unasked

ONE = "/conversations/{conversation_id}"
MESSAGE = ONE + "/messages/{message_id}"
QUEUED = ONE + "/queue/{question_id}"
MEMBER = ONE + "/members/{kind}/{subject_id}"

READER, WRITER, OWNER = Access.READER, Access.WRITER, Access.OWNER
READ_ONLY, OWNER_ONLY = (403, "conversation_read_only"), (403, "conversation_owner_only")


@dataclass(frozen=True)
class Entry:
    """A request, what it takes, and the answer to those who may: some are refused for what they ask."""

    method: str
    path: str
    need: Access
    status: int
    body: dict[str, Any] | None = None
    code: str = ""
    # It changes what the owner wrote, or a model.
    authored: bool = False

    def expected(self, access: Access) -> tuple[int, str]:
        """Status and code for somebody with this access."""
        if not access.allows(self.need):
            return OWNER_ONLY if self.need is OWNER else READ_ONLY
        return OWNER_ONLY if self.authored and access is not OWNER else (self.status, self.code)


TABLE = [
    Entry("get", ONE, READER, 200),
    Entry("get", f"{ONE}/messages", READER, 200),
    Entry("get", f"{ONE}/events?after=0", READER, 409, None, "resync_required"),
    Entry("get", f"{ONE}/members", READER, 200),
    Entry("get", f"{ONE}/context", READER, 200),
    Entry("get", f"{ONE}/sources", READER, 200),
    Entry("get", f"{MESSAGE}/citations/{{number}}", READER, 404, None, "not_found"),
    Entry("get", f"{ONE}/files/{{file_id}}/link", READER, 404, None, "not_found"),
    Entry("post", f"{ONE}/receipts", READER, 204, {"read": "{question}"}),
    Entry("put", f"{MESSAGE}/rating", READER, 409, {"value": "up"}, "not_rateable"),
    Entry("delete", f"{MESSAGE}/rating", READER, 204),
    Entry("patch", ONE, WRITER, 200, {"title": "Renamed"}),
    Entry("patch", ONE, WRITER, 200, {"model_id": None}),
    Entry("post", f"{ONE}/messages", WRITER, 409, {"content": "Go"}, "answer_running"),
    Entry("post", f"{ONE}/messages", WRITER, 202, {"content": "Go", "when_busy": "queue"}),
    Entry("post", f"{ONE}/messages", WRITER, 202, {"content": "Go", "when_busy": "steer"}),
    Entry(
        "post",
        f"{ONE}/messages",
        WRITER,
        202,
        {"content": "x", "edits": "{question}", "when_busy": "queue"},
        authored=True,
    ),
    Entry("put", f"{ONE}/sources", WRITER, 200, {"sources": []}),
    Entry("post", f"{MESSAGE}/stop", WRITER, 200),
    Entry("post", f"{MESSAGE}/retry", WRITER, 409, None, "not_an_ended_answer"),
    Entry("post", f"{MESSAGE}/continue", WRITER, 409, None, "not_an_ended_answer"),
    Entry("post", f"{MESSAGE}/show", WRITER, 200),
    Entry("post", f"{MESSAGE}/choose", WRITER, 409, None, "nothing_to_choose"),
    Entry("put", f"{MESSAGE}/pin", WRITER, 409, None, "answer_running"),
    Entry("delete", f"{MESSAGE}/pin", WRITER, 200),
    Entry("delete", MESSAGE, WRITER, 409, None, "answer_running", authored=True),
    Entry("patch", QUEUED, WRITER, 200, {"content": "Another question"}, authored=True),
    Entry("post", f"{QUEUED}/steer", WRITER, 200, authored=True),
    Entry("delete", QUEUED, WRITER, 204, authored=True),
    Entry("patch", ONE, OWNER, 200, {"archived": True}),
    Entry("patch", ONE, OWNER, 200, {"pinned": True, "title": "Both"}),
    Entry("patch", ONE, OWNER, 200, {"folder_id": None}),
    Entry("patch", ONE, OWNER, 200, {"tags": []}),
    Entry("put", MEMBER, OWNER, 200, {"role": "writer"}),
    Entry("delete", MEMBER, OWNER, 204),
    Entry("post", f"{ONE}/shares", OWNER, 201, {}),
    Entry("get", f"{ONE}/shares", OWNER, 200),
    Entry("delete", ONE, OWNER, 204),
]


@pytest.fixture
async def guest(application: Application, client: AsyncClient, organization: MadeOrganization) -> Chatter:
    """Somebody who may not even share what is theirs."""
    person = await create_person(application.platform, organization.id, role=Role.GUEST)
    return await chatter(application, client, person)


async def begin(owner: Chatter, third: Chatter) -> dict[str, str]:
    """A conversation with an answer on its way and a question that waits for it, opened to a third person; the ids."""
    conversation = (await owner.call("POST", "/conversations", 201, json={"title": "Mine"}))["id"]
    path = f"/conversations/{conversation}/messages"
    sent = await owner.call("POST", path, 201, json={"content": "A question"})
    waits = await owner.call("POST", path, 202, json={"content": "The next one", "when_busy": "queue"})
    await let_in(owner, conversation, third)
    return {
        "conversation_id": conversation,
        "message_id": sent["answer"]["id"],
        "question": sent["question"]["id"],
        "question_id": waits["queued"]["id"],
        "kind": "person",
        "subject_id": str(third.person.id),
        "file_id": str(uuid4()),
        "number": "1",
    }


async def outcome(who: Chatter, entry: Entry, ids: dict[str, str]) -> tuple[int, str]:
    body = entry.body and {
        name: value.format(**ids) if isinstance(value, str) else value for name, value in entry.body.items()
    }
    path = f"/api/v1{entry.path.format(**ids)}"
    response = await who.client.request(entry.method, path, json=body, headers=who.headers)
    answer = response.json() if response.content else {}
    return response.status_code, answer.get("code", "")


def test_the_table_has_every_route_about_one_conversation(app: FastAPI) -> None:
    listed = {(entry.method, entry.path.partition("?")[0]) for entry in TABLE}
    documented = {
        (method, path.removeprefix("/api/v1"))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith(f"/api/v1{ONE}")
    }
    assert documented == listed


async def test_others_know_of_nothing(
    owner: Chatter, guest: Chatter, application: Application, client: AsyncClient
) -> None:
    ids = await begin(owner, guest)
    elsewhere = await create_organization(application.platform)
    outsider = await chatter(application, client, elsewhere.owner)
    administrator = await create_person(application.platform, owner.person.organization_id, role=Role.ADMIN)
    stranger = await chatter(application, client, administrator)
    nobody = Chatter(guest.person, client, {})
    for entry in TABLE:
        assert await outcome(nobody, entry, ids) == (401, "unauthenticated"), entry
        assert await outcome(outsider, entry, ids) == (404, "not_found"), entry
        assert await outcome(stranger, entry, ids) == (404, "not_found"), entry


@pytest.mark.parametrize("access", [READER, WRITER])
async def test_the_ladder(
    owner: Chatter, guest: Chatter, application: Application, client: AsyncClient, access: Access
) -> None:
    """Whoever is let in themselves, and whoever is let in through a group."""
    person = await create_person(application.platform, owner.person.organization_id)
    colleague = await chatter(application, client, person)
    person = await create_person(application.platform, owner.person.organization_id)
    invited = await chatter(application, client, person)
    group = await group_of(owner, colleague)
    for entry in TABLE:
        ids = await begin(owner, guest)
        await let_in(owner, ids["conversation_id"], invited, access)
        await let_group_in(owner, ids["conversation_id"], group, access)
        expected = entry.expected(access)
        if access.allows(entry.need) and entry.status < 400 and not entry.authored and entry.method != "get":
            # It can be done once only: by whom changes nothing.
            who = colleague if entry.method == "patch" else invited
            assert await outcome(who, entry, ids) == expected, entry
        else:
            assert await outcome(invited, entry, ids) == expected, entry
            assert await outcome(colleague, entry, ids) == expected, entry


async def test_guests_can_be_let_in_but_let_nobody_in(owner: Chatter, guest: Chatter) -> None:
    conversation = (await owner.call("POST", "/conversations", 201, json={}))["id"]
    await let_in(owner, conversation, guest, "writer")
    await guest.ask(conversation)
    own = (await guest.call("POST", "/conversations", 201, json={}))["id"]
    path = f"/conversations/{own}/members/person/{owner.person.id}"
    assert (await guest.call("PUT", path, 403, json={"role": "reader"}))["code"] == "forbidden"


async def test_the_owner_may_everything(owner: Chatter, guest: Chatter) -> None:
    for entry in TABLE:
        ids = await begin(owner, guest)
        assert await outcome(owner, entry, ids) == (entry.status, entry.code), entry


async def test_the_strongest_entry_counts(
    owner: Chatter, application: Application, client: AsyncClient, guest: Chatter
) -> None:
    person = await create_person(application.platform, owner.person.organization_id)
    anna = await chatter(application, client, person)
    ids = await begin(owner, guest)
    conversation = ids["conversation_id"]
    writers = await group_of(owner, anna, name="Writers")
    readers = await group_of(owner, anna, name="Readers")
    seen = []
    for step in (
        ("PUT", f"group/{readers}", 200, {"role": "reader"}),
        ("PUT", f"group/{writers}", 200, {"role": "writer"}),
        ("PUT", f"person/{person.id}", 200, {"role": "reader"}),
        ("DELETE", f"group/{writers}", 204, None),
        ("DELETE", f"group/{readers}", 204, None),
        ("PUT", f"person/{person.id}", 200, {"role": "writer"}),
    ):
        method, member, status, body = step
        await owner.call(method, f"/conversations/{conversation}/members/{member}", status, json=body)
        seen.append((await anna.call("GET", f"/conversations/{conversation}", 200))["access"])
    assert seen == ["reader", "writer", "writer", "reader", "reader", "writer"]
    await owner.call("DELETE", f"/conversations/{conversation}/members/person/{person.id}", 204)
    await anna.call("GET", f"/conversations/{conversation}", 404)
