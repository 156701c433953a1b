"""Conversations: made once, listed whole, renamed cleanly, told to every list of their owner."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.chat.types import person_stream
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import create_organization, create_person
from tests.features.chat.conftest import Chatter, chatter

pytestmark = pytest.mark.unasked

CONVERSATIONS = "/conversations"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def create(person: Chatter, **body: Any) -> dict[str, Any]:
    made = await person.call("POST", CONVERSATIONS, 201, json=body)
    assert isinstance(made, dict)
    return made


async def patch(person: Chatter, conversation: dict[str, Any], expected: int = 200, **body: Any) -> dict[str, Any]:
    changed = await person.call("PATCH", f"{CONVERSATIONS}/{conversation['id']}", expected, json=body)
    assert isinstance(changed, dict)
    return changed


async def test_from_the_first_to_the_last_request(owner: Chatter) -> None:
    made = await create(owner)
    assert made == {
        "id": made["id"],
        "title": "",
        "model_id": None,
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
        "last_message_at": "2026-01-01T00:00:00Z",
        "archived": False,
        "archived_at": None,
        "access": "owner",
        "owner": None,
        "joint": False,
        "source_count": 0,
        "unread": False,
        "unread_message_id": None,
        "pinned": False,
        "folder_id": None,
        "tags": [],
        "temporary": False,
        "running": False,
    }
    path = f"{CONVERSATIONS}/{made['id']}"
    assert await owner.call("GET", path, 200) == made
    renamed = await patch(owner, made, title="Weimar")
    assert renamed == made | {"title": "Weimar"}
    assert await owner.conversations() == [renamed]
    assert await owner.call("DELETE", path, 204) is None
    for method in ("GET", "DELETE"):
        assert (await owner.call(method, path, 404))["code"] == "not_found"
    assert await owner.conversations() == []


async def test_asked_for_twice_with_one_id_it_is_made_once(owner: Chatter) -> None:
    wish = {"id": str(uuid4()), "title": "Once"}
    first = await create(owner, **wish)
    await patch(owner, first, title="Renamed since")
    again = await create(owner, **wish)
    assert (again["id"], again["title"]) == (wish["id"], "Renamed since")
    assert len(await owner.conversations()) == 1


async def test_an_id_of_somebody_else_is_taken_and_no_more_is_said(
    owner: Chatter, application: Application, client: AsyncClient
) -> None:
    colleague = await chatter(
        application, client, await create_person(application.platform, owner.person.organization_id)
    )
    stranger = await chatter(application, client, (await create_organization(application.platform)).owner)
    secret = await create(owner, title="A secret plan")
    answers = []
    for other in (colleague, stranger):
        problem = await other.call("POST", CONVERSATIONS, 409, json={"id": secret["id"], "title": "Mine"})
        assert problem["code"] == "id_taken"
        assert [error["field"] for error in problem["errors"]] == ["body.id"]
        assert "secret" not in str(problem)
        answers.append({name: value for name, value in problem.items() if name != "request_id"})
        assert await other.conversations() == []
    assert answers[0] == answers[1], "near or far makes no difference"
    assert (await owner.call("GET", f"{CONVERSATIONS}/{secret['id']}", 200))["title"] == "A secret plan"


async def test_the_newest_message_comes_first_and_renaming_moves_nothing(owner: Chatter, clock: FrozenClock) -> None:
    made = []
    for _ in range(3):
        made.append((await create(owner))["id"])
        clock.advance(timedelta(seconds=1))
    assert [item["id"] for item in await owner.conversations()] == made[::-1]
    await patch(owner, {"id": made[0]}, title="Renamed")
    assert [item["id"] for item in await owner.conversations()] == made[::-1]
    await owner.ask(made[1])
    assert [item["id"] for item in await owner.conversations()] == [made[1], made[2], made[0]]


async def test_archived_ones_have_a_list_of_their_own(owner: Chatter, clock: FrozenClock) -> None:
    kept, archived = await create(owner, title="kept"), await create(owner, title="archived")
    changed = await patch(owner, archived, archived=True)
    assert changed["archived"] is True
    assert [item["id"] for item in await owner.conversations()] == [kept["id"]]
    assert await owner.conversations("archived=true") == [changed]
    clock.advance(timedelta(seconds=5))
    assert (await patch(owner, archived, archived=True))["archived"] is True, "twice does no harm"
    assert (await patch(owner, archived, title="still"))["archived"] is True
    await patch(owner, archived, archived=False)
    assert {item["id"] for item in await owner.conversations()} == {kept["id"], archived["id"]}
    assert await owner.conversations("archived=true") == []


async def test_titles_become_one_clean_line(owner: Chatter) -> None:
    conversation = await create(owner, title="\tTwo\n lines\x00\x1b[31m ")
    assert conversation["title"] == "Two lines [31m"
    for given, stored in (
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("line\u2028line\u2029line\x85line", "line line line line"),
        ("x" * 200, "x" * 200),
        ("😀" * 200, "😀" * 200),
        (" \n ", ""),
    ):
        assert (await patch(owner, conversation, title=given))["title"] == stored
        assert (await owner.call("GET", f"{CONVERSATIONS}/{conversation['id']}", 200))["title"] == stored


async def test_titles_that_are_refused_change_nothing(owner: Chatter) -> None:
    conversation = await create(owner, title="As it was")
    path = f"{CONVERSATIONS}/{conversation['id']}"
    for raw, field, code in (
        (orjson.dumps({"title": "x" * 201}), "body.title", "string_too_long"),
        (orjson.dumps({"title": 7}), "body.title", "string_type"),
        (b'{"title": "\\ud800"}', "body.title", "string_unicode"),
        (orjson.dumps({"titel": "x"}), "body.titel", "extra_forbidden"),
        (orjson.dumps({"archived": "perhaps"}), "body.archived", "bool_parsing"),
        (orjson.dumps({"model_id": "gpt"}), "body.model_id", "uuid_parsing"),
    ):
        response = await owner.client.patch(
            f"/api/v1{path}", headers=owner.headers | {"Content-Type": "application/json"}, content=raw
        )
        assert response.status_code == 422
        assert [(error["field"], error["code"]) for error in response.json()["errors"]] == [(field, code)]
    assert await owner.call("GET", path, 200) == conversation
    assert await patch(owner, conversation, title=None) == conversation, "nothing is no title"


async def test_a_model_is_chosen_changed_and_left_to_the_default(owner: Chatter) -> None:
    models = (await owner.call("GET", "/models", 200))["items"]
    chosen = models[0]["id"]
    conversation = await create(owner, model_id=chosen)
    assert conversation["model_id"] == chosen
    assert (await patch(owner, conversation, title="Other things stay"))["model_id"] == chosen
    assert (await patch(owner, conversation, model_id=None))["model_id"] is None
    assert (await patch(owner, conversation, model_id=chosen))["model_id"] == chosen


async def test_a_model_that_there_is_not_is_named(
    owner: Chatter, application: Application, client: AsyncClient
) -> None:
    stranger = await chatter(application, client, (await create_organization(application.platform)).owner)
    elsewhere = (await stranger.call("GET", "/models", 200))["items"][0]["id"]
    conversation = await create(owner)
    for unknown in (str(uuid4()), elsewhere):
        for method, path in (("POST", CONVERSATIONS), ("PATCH", f"{CONVERSATIONS}/{conversation['id']}")):
            body = {"model_id": unknown}
            response = await client.request(method, f"/api/v1{path}", headers=owner.headers, json=body)
            assert response.status_code in (404, 422)
            assert response.json()["errors"][0]["field"] == "body.model_id"


async def test_every_change_is_told_to_the_lists_of_its_owner(
    owner: Chatter, platform: Platform, clock: FrozenClock
) -> None:
    stream = person_stream(owner.person.id)
    head = await platform.log.head(stream)
    conversation = await create(owner, title="First")
    clock.advance(timedelta(seconds=1))
    renamed = await patch(owner, conversation, title="Second")
    await owner.call("PATCH", f"{CONVERSATIONS}/{conversation['id']}", 422, json={"title": "x" * 201})
    await owner.call("DELETE", f"{CONVERSATIONS}/{conversation['id']}", 204)
    entries = await platform.log.read(stream, head)
    assert [orjson.loads(entry.data) for entry in entries] == [
        {"type": "conversation.created", "conversation": conversation},
        {"type": "conversation.updated", "conversation": renamed},
        {"type": "conversation.deleted", "conversation_id": conversation["id"]},
    ]
    assert [entry.number for entry in entries] == [head + 1, head + 2, head + 3]


async def test_making_it_again_tells_nobody(owner: Chatter, platform: Platform) -> None:
    conversation = await create(owner)
    head = await platform.log.head(person_stream(owner.person.id))
    await create(owner, id=conversation["id"])
    assert await platform.log.head(person_stream(owner.person.id)) == head


async def test_a_question_gives_a_title_and_tells_the_list(owner: Chatter, platform: Platform) -> None:
    conversation = await create(owner)
    head = await platform.log.head(person_stream(owner.person.id))
    await owner.ask(conversation["id"], "What did *Goethe* do in Weimar?")
    (entry,) = await platform.log.read(person_stream(owner.person.id), head)
    told = orjson.loads(entry.data)
    assert told["type"] == "conversation.updated"
    assert (told["conversation"]["title"], told["conversation"]["running"]) == ("What did Goethe do in Weimar?", True)
    assert told["conversation"] == await owner.call("GET", f"{CONVERSATIONS}/{conversation['id']}", 200)
    named = await create(owner, title="Mine")
    await owner.ask(named["id"], "What else?")
    assert (await owner.call("GET", f"{CONVERSATIONS}/{named['id']}", 200))["title"] == "Mine"
