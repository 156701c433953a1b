"""Joint conversations: opening and closing, what each sees, lists, what is told to whom."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.chat.actions.together import members
from convosphere.platform.clock import FrozenClock
from convosphere.platform.realtime import EventLog
from tests.factories.accounts import create_organization, create_person
from tests.features.chat.conftest import Chatter
from tests.features.chat.together import group_of, joined, let_group_in, let_in, shut_out
from tests.features.chat.trees import answer_at_once

pytestmark = pytest.mark.unasked


async def told(log: EventLog, stream: str, after: int) -> list[dict[str, Any]]:
    """What a stream says after a number."""
    return [orjson.loads(entry.data) for entry in await log.read(stream, after)]


async def test_opened_changed_closed(owner: Chatter, anna: Chatter, ben: Chatter, clock: FrozenClock) -> None:
    conversation = await owner.converse()
    at = f"/conversations/{conversation}/members"
    first = await let_in(owner, conversation, anna, "reader")
    clock.advance(timedelta(minutes=1))
    assert (first["kind"], first["id"], first["name"], first["role"]) == (
        "person",
        str(anna.person.id),
        "Anna",
        "reader",
    )
    assert await let_in(owner, conversation, anna, "reader") == first
    assert await let_in(owner, conversation, anna, "writer") == first | {"role": "writer"}
    group = await group_of(owner, ben, name="Authors")
    await let_group_in(owner, conversation, group)
    for who, access in ((owner, "owner"), (anna, "writer"), (ben, "reader")):
        listed = await who.call("GET", at, 200)
        assert listed["owner"] == {"id": str(owner.person.id), "name": owner.person.name}
        assert [(item["kind"], item["name"], item["role"]) for item in listed["items"]] == [
            ("person", "Anna", "writer"),
            ("group", "Authors", "reader"),
        ]
        assert listed["you"] == access
    await shut_out(owner, conversation, anna)
    await shut_out(owner, conversation, anna)
    await anna.call("GET", f"/conversations/{conversation}", 404)
    await owner.call("DELETE", f"{at}/group/{group}", 204)
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["joint"] is False


async def test_what_cannot_be_opened_is_refused(
    owner: Chatter, anna: Chatter, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(conversation: str, whom: str, status: int, role: str = "reader") -> dict[str, Any]:
        problem = await owner.call("PUT", f"/conversations/{conversation}/members/{whom}", status, json={"role": role})
        assert isinstance(problem, dict)
        return problem

    conversation = await owner.converse()
    hidden = (await owner.call("POST", "/conversations", 201, json={"temporary": True}))["id"]
    elsewhere = await create_organization(application.platform)
    somebody = f"person/{anna.person.id}"
    assert (await refused(hidden, somebody, 409))["code"] == "temporary_not_shareable"
    assert (await refused(conversation, f"person/{owner.person.id}", 409))["code"] == "owner_is_no_member"
    for whom in (f"person/{uuid4()}", f"group/{uuid4()}", f"group/{anna.person.id}", f"person/{elsewhere.owner.id}"):
        problem = await refused(conversation, whom, 404)
        assert [error["field"] for error in problem["errors"]] == ["path.subject_id"]
    await refused(conversation, somebody, 422, "owner")
    await refused(conversation, f"everybody/{uuid4()}", 422)
    closed = await create_person(application.platform, owner.person.organization_id)
    await owner.call("PATCH", f"/people/{closed.id}", 200, json={"active": False})
    await refused(conversation, f"person/{closed.id}", 404)
    monkeypatch.setattr(members, "MOST_MEMBERS", 1)
    await let_in(owner, conversation, anna)
    other = await create_person(application.platform, owner.person.organization_id)
    assert (await refused(conversation, f"person/{other.id}", 409))["code"] == "too_many_members"
    await let_in(owner, conversation, anna, "writer")
    listed = await owner.call("GET", f"/conversations/{conversation}/members", 200)
    assert len(listed["items"]) == 1


async def test_people_leave_but_not_what_their_group_has(owner: Chatter, anna: Chatter) -> None:
    conversation = await owner.converse()
    own = f"/conversations/{conversation}/members/person/{anna.person.id}"
    await let_in(owner, conversation, anna)
    group = await group_of(owner, anna)
    await let_group_in(owner, conversation, group)
    refused = await anna.call("DELETE", f"/conversations/{conversation}/members/group/{group}", 403)
    assert refused["code"] == "conversation_owner_only"
    await anna.call("DELETE", own, 204)
    assert (await anna.call("GET", f"/conversations/{conversation}", 200))["access"] == "reader"
    assert (await anna.call("DELETE", own, 409))["code"] == "joined_through_group"
    await owner.call("DELETE", f"/groups/{group}/members/{anna.person.id}", 204)
    await anna.call("DELETE", own, 404)


async def test_a_deleted_group_is_gone_from_conversations_too(owner: Chatter, anna: Chatter, ben: Chatter) -> None:
    conversations = [await owner.converse() for _ in range(3)]
    group = await group_of(owner, anna, ben)
    for conversation in conversations[:2]:
        await let_group_in(owner, conversation, group)
    await let_in(owner, conversations[0], ben, "writer")
    assert len(await joined(anna)) == 2
    await owner.call("DELETE", f"/groups/{group}", 204)
    assert await joined(anna) == []
    assert [(item["id"], item["access"]) for item in await joined(ben)] == [(conversations[0], "writer")]
    shown = [await owner.call("GET", f"/conversations/{conversation}", 200) for conversation in conversations]
    assert [item["joint"] for item in shown] == [True, False, False]


async def test_what_others_see_is_not_the_owners_order(owner: Chatter, anna: Chatter) -> None:
    folder = (await owner.call("POST", "/folders", 201, json={"name": "Secret plans"}))["id"]
    tag = (await owner.call("POST", "/tags", 201, json={"name": "boring"}))["id"]
    conversation = (await owner.call("POST", "/conversations", 201, json={"title": "Trip"}))["id"]
    order = {"folder_id": folder, "tags": [tag], "pinned": True, "archived": True}
    await owner.call("PATCH", f"/conversations/{conversation}", 200, json=order)
    await let_in(owner, conversation, anna, "writer")
    (shown,) = await joined(anna)
    for seen in (
        shown,
        await anna.call("GET", f"/conversations/{conversation}", 200),
        await anna.call("PATCH", f"/conversations/{conversation}", 200, json={"title": "Trip"}),
    ):
        assert seen["title"] == "Trip"
        assert (seen["folder_id"], seen["tags"], seen["pinned"]) == (None, [], False)
        assert (seen["archived"], seen["archived_at"]) == (False, None)
        assert (seen["access"], seen["joint"]) == ("writer", True)
        assert seen["owner"] == {"id": str(owner.person.id), "name": owner.person.name}
    own = await owner.call("GET", f"/conversations/{conversation}", 200)
    assert (own["access"], own["owner"], own["folder_id"], own["tags"]) == ("owner", None, folder, [tag])


async def test_lists_of_what_others_opened(owner: Chatter, anna: Chatter, ben: Chatter, clock: FrozenClock) -> None:
    group = await group_of(owner, anna, owner)
    made = []
    for number, who in enumerate((owner, ben, owner, ben, owner)):
        clock.advance(timedelta(minutes=1))
        made.append((await who.call("POST", "/conversations", 201, json={"title": f"No {number}"}))["id"])
        if number % 2:
            await let_in(who, made[-1], anna)
        else:
            await let_group_in(who, made[-1], group, "writer")
    await let_in(owner, made[0], anna)
    assert [item["id"] for item in await joined(anna)] == made[::-1]
    assert [item["access"] for item in await joined(anna)] == ["writer", "reader", "writer", "reader", "writer"]
    assert [item["title"] for item in await joined(anna, "&sort=title")] == [f"No {number}" for number in range(5)]
    assert [item["id"] for item in await joined(anna, "&q=no+3")] == [made[3]]
    found: list[str] = []
    for sort in ("recent", "oldest", "title"):
        cursor, found = "", []
        while True:
            page = await anna.call("GET", f"/conversations?scope=joined&limit=2&sort={sort}{cursor}", 200)
            found += [item["id"] for item in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert found == (made[::-1] if sort == "recent" else made)
    # One's own are one's own, whoever else they are opened to; and the other way round.
    assert await joined(owner) == []
    assert [item["id"] for item in (await anna.call("GET", "/conversations", 200))["items"]] == []
    for wrong in ("folder=none", "archived=true", "pinned=true", f"tag={uuid4()}"):
        problem = await anna.call("GET", f"/conversations?scope=joined&{wrong}", 422)
        assert problem["errors"][0]["code"] == "joined_without_order"


async def test_what_is_the_owners_alone_finds_nothing_of_others(owner: Chatter, anna: Chatter) -> None:
    conversation = await owner.converse()
    await owner.ask(conversation)
    await let_in(owner, conversation, anna, "writer")
    done = await anna.call("POST", "/conversations/bulk", 200, json={"action": "delete", "ids": [conversation]})
    assert (done["changed"], [one["code"] for one in done["failed"]]) == (0, ["not_found"])
    export = {"scope": {"conversation_ids": [conversation]}, "format": "json"}
    refused = await anna.client.post("/api/v1/exports", headers=anna.headers, json=export)
    assert refused.status_code in {404, 409, 422}, refused.text
    assert (await anna.call("GET", "/shares", 200))["items"] == []
    await owner.call("GET", f"/conversations/{conversation}", 200)


async def test_lists_are_told_as_their_readers_see_them(
    owner: Chatter, anna: Chatter, ben: Chatter, application: Application
) -> None:
    log = application.platform.log
    group = await group_of(owner, ben)
    streams = {name: f"{name}:{who}" for name, who in (("group", group), ("person", anna.person.id))}
    streams["owner"] = f"person:{owner.person.id}"
    conversation = (await owner.call("POST", "/conversations", 201, json={"title": "Trip"}))["id"]
    streams["conversation"] = f"conversation:{conversation}"
    heads = {name: await log.head(stream) for name, stream in streams.items()}

    async def new() -> dict[str, list[dict[str, Any]]]:
        found = {}
        for name, stream in streams.items():
            found[name] = await told(log, stream, heads[name])
            heads[name] = await log.head(stream)
        return found

    await let_in(owner, conversation, anna, "writer")
    events = await new()
    assert [event["type"] for event in events["person"]] == ["conversation.created", "conversation.updated"]
    entry = events["person"][0]["conversation"]
    assert (entry["access"], entry["owner"]["name"], entry["unread"]) == ("writer", owner.person.name, None)
    assert events["owner"][-1]["conversation"]["joint"] is True
    (updated,) = events["conversation"]
    assert updated["conversation"].keys() == {
        *("id", "title", "model_id", "running", "updated_at", "last_message_at", "joint", "source_count")
    }
    await let_group_in(owner, conversation, group)
    assert (await new())["group"][0]["conversation"]["access"] == "reader"
    sent = await anna.ask(conversation, "Where to?")
    events = await new()
    for name, access in (("owner", "owner"), ("person", "writer"), ("group", "reader")):
        (event,) = events[name]
        assert (event["type"], event["conversation"]["access"]) == ("conversation.updated", access)
        assert event["news"] == {"message_id": sent["question"]["id"], "by": str(anna.person.id)}
        assert event["conversation"]["running"] is True
    await answer_at_once(application, anna, sent["answer"]["id"])
    events = await new()
    said = {"message_id": sent["answer"]["id"], "by": None}
    assert [events[name][-1]["news"] for name in ("owner", "person", "group")] == [said] * 3
    # The owner's order is nobody else's business.
    await owner.call("PATCH", f"/conversations/{conversation}", 200, json={"pinned": True})
    events = await new()
    assert events["owner"][0]["conversation"]["pinned"] is True
    assert events["person"][0]["conversation"]["pinned"] is False
    await let_in(owner, conversation, anna, "reader")
    assert {"type": "conversation.access", "conversation_id": conversation} in (await new())["person"]
    await shut_out(owner, conversation, anna)
    assert (await new())["person"] == [{"type": "conversation.access", "conversation_id": conversation}]
    await owner.call("DELETE", f"/conversations/{conversation}", 204)
    events = await new()
    gone = [{"type": "conversation.deleted", "conversation_id": conversation}]
    assert (events["owner"], events["group"], events["conversation"], events["person"]) == (gone, gone, gone, [])


async def test_openings_are_on_record(owner: Chatter, anna: Chatter) -> None:
    conversation = await owner.converse()
    await let_in(owner, conversation, anna, "reader")
    await let_in(owner, conversation, anna, "reader")
    await let_in(owner, conversation, anna, "writer")
    await anna.call("DELETE", f"/conversations/{conversation}/members/person/{anna.person.id}", 204)
    trail = await owner.call("GET", "/audit?limit=3", 200)
    about = {"kind": "person", "member_id": str(anna.person.id), "name": "Anna"}
    assert [(item["action"], item["details"]) for item in trail["items"]] == [
        ("conversation.closed_to", about),
        ("conversation.access_changed", about | {"role": "writer"}),
        ("conversation.opened", about | {"role": "reader"}),
    ]


async def test_ten_openings_at_once_are_counted_rightly(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    people = [await create_person(application.platform, owner.person.organization_id) for _ in range(5)]
    base = f"/conversations/{conversation}/members/person"
    await asyncio.gather(
        *(owner.call("PUT", f"{base}/{person.id}", 200, json={"role": "reader"}) for person in [*people, *people])
    )
    async with application.platform.database.transaction(owner.person.organization_id) as session:
        count = await session.scalar(text("SELECT member_count FROM conversations"))
    assert count == 5
    await asyncio.gather(*(owner.call("DELETE", f"{base}/{person.id}", 204) for person in people))
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["joint"] is False
