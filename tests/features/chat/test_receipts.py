"""What has arrived and what was read: forward only, for those who are there, and no more than once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest

from convosphere.entry.wiring import Application
from convosphere.platform.clock import FrozenClock
from tests.features.chat.conftest import Chatter
from tests.features.chat.together import group_of, joined, let_group_in, let_in, shut_out
from tests.features.chat.trees import answer_at_once

pytestmark = pytest.mark.unasked


async def move(who: Chatter, conversation: str, status: int = 204, **given: str) -> Any:
    return await who.call("POST", f"/conversations/{conversation}/receipts", status, json=given)


async def receipts(who: Chatter, conversation: str) -> dict[str, tuple[str | None, str | None]]:
    """By name: delivered and read until."""
    page = await who.messages(conversation)
    return {item["person"]["name"]: (item["delivered_until"], item["read_until"]) for item in page["receipts"]}


async def told(who: Chatter, conversation: str, after: int) -> list[dict[str, Any]]:
    page = await who.call("GET", f"/conversations/{conversation}/events?after={after}", 200)
    events = [entry["event"] for entry in page["events"]]
    return [event["receipt"] for event in events if event["type"] == "receipt.changed"]


async def turns(
    owner: Chatter, application: Application, clock: FrozenClock, conversation: str, count: int
) -> list[dict[str, Any]]:
    """Questions with their answers, all messages of them."""
    for _ in range(count):
        clock.advance(timedelta(minutes=1))
        sent = await owner.ask(conversation)
        await answer_at_once(application, owner, sent["answer"]["id"])
    items = (await owner.messages(conversation))["items"]
    assert isinstance(items, list)
    return items


async def test_forward_only_and_read_means_delivered(
    owner: Chatter, anna: Chatter, application: Application, clock: FrozenClock
) -> None:
    conversation = await owner.converse()
    items = await turns(owner, application, clock, conversation, 3)
    await let_in(owner, conversation, anna)
    after = (await owner.messages(conversation))["event_cursor"]
    # Who opens it has read what was there.
    first, third, last = items[0], items[2], items[4]
    assert (await receipts(anna, conversation)) == {owner.person.name: (last["created_at"], last["created_at"])}
    await move(anna, conversation, delivered=third["id"])
    assert (await receipts(owner, conversation))["Anna"] == (third["created_at"], None)
    await move(anna, conversation, read=first["id"])
    assert (await receipts(owner, conversation))["Anna"] == (third["created_at"], first["created_at"])
    await move(anna, conversation, read=last["id"])
    await move(anna, conversation, read=first["id"], delivered=third["id"])
    await move(anna, conversation, read=last["id"])
    assert (await receipts(owner, conversation))["Anna"] == (last["created_at"], last["created_at"])
    events = await told(owner, conversation, after)
    assert [(event["person"]["name"], event["delivered_until"], event["read_until"]) for event in events] == [
        ("Anna", third["created_at"], None),
        ("Anna", third["created_at"], first["created_at"]),
        ("Anna", last["created_at"], last["created_at"]),
    ]


async def test_unread_is_what_others_said_since(
    owner: Chatter, anna: Chatter, application: Application, clock: FrozenClock
) -> None:
    conversation = await owner.converse()
    (*_, answer) = await turns(owner, application, clock, conversation, 1)
    await let_in(owner, conversation, anna, "writer")

    async def unread(who: Chatter) -> bool:
        shown = await who.call("GET", f"/conversations/{conversation}", 200)
        listed = await joined(who) if who is anna else (await who.call("GET", "/conversations", 200))["items"]
        assert listed[0]["unread"] is shown["unread"]
        assert listed[0]["unread_message_id"] == shown["unread_message_id"]
        assert (shown["unread_message_id"] is not None) is shown["unread"]
        return bool(shown["unread"])

    log = application.platform.log
    stream = f"person:{anna.person.id}"
    head = await log.head(stream)
    assert (await unread(owner), await unread(anna)) == (False, True)
    await move(anna, conversation, delivered=answer["id"])
    assert await unread(anna)
    await move(anna, conversation, read=answer["id"])
    assert not await unread(anna)
    sent = await anna.ask(conversation)
    # Her question is news to others; the answer is, once it is there, to both.
    assert (await unread(owner), await unread(anna)) == (True, False)
    await answer_at_once(application, anna, sent["answer"]["id"])
    assert (await unread(owner), await unread(anna)) == (True, True)
    for who in (owner, anna):
        await move(who, conversation, read=sent["answer"]["id"])
    assert (await unread(owner), await unread(anna)) == (False, False)
    kinds = [orjson.loads(entry.data)["type"] for entry in await log.read(stream, head)]
    assert kinds.count("conversation.read") == 2


async def test_what_is_not_there_cannot_be_read(
    owner: Chatter, anna: Chatter, application: Application, clock: FrozenClock
) -> None:
    conversation, other = await owner.converse(), await owner.converse()
    (question, _) = await turns(owner, application, clock, conversation, 1)
    (elsewhere, _) = await turns(owner, application, clock, other, 1)
    await let_in(owner, conversation, anna)
    for field, wrong in (("read", elsewhere["id"]), ("delivered", str(uuid4()))):
        problem = await move(anna, conversation, 404, **{field: wrong})
        assert [error["field"] for error in problem["errors"]] == [f"body.{field}"]
    await move(anna, conversation, 422)
    await move(anna, conversation, 422, read="no id")
    await move(anna, other, 404, read=elsewhere["id"])
    assert "Anna" not in await receipts(owner, conversation)
    # Alone with it, nobody needs receipts.
    await move(owner, other, read=elsewhere["id"])
    assert await receipts(owner, other) == {}
    await move(anna, conversation, read=question["id"])
    assert "Anna" in await receipts(owner, conversation)


async def test_twenty_at_once_end_at_the_furthest(
    owner: Chatter, anna: Chatter, application: Application, clock: FrozenClock
) -> None:
    conversation = await owner.converse()
    items = await turns(owner, application, clock, conversation, 10)
    await let_in(owner, conversation, anna)
    after = (await owner.messages(conversation))["event_cursor"]
    await asyncio.gather(*(move(anna, conversation, read=item["id"]) for item in items[::-1]))
    last = items[-1]["created_at"]
    assert (await receipts(owner, conversation))["Anna"] == (last, last)
    read = [event["read_until"] for event in await told(owner, conversation, after)]
    assert max(read) == last


async def test_who_has_left_leaves_no_receipt(
    owner: Chatter, anna: Chatter, application: Application, clock: FrozenClock
) -> None:
    conversation = await owner.converse()
    await let_in(owner, conversation, anna)
    group = await group_of(owner, anna)
    await let_group_in(owner, conversation, group)
    newest = (await turns(owner, application, clock, conversation, 1))[-1]["id"]
    await move(anna, conversation, read=newest)
    await shut_out(owner, conversation, anna)
    assert "Anna" in await receipts(owner, conversation), "the group still lets her in"
    head = (await owner.messages(conversation))["event_cursor"]
    await owner.call("DELETE", f"/conversations/{conversation}/members/group/{group}", 204)
    gone = {"person": {"id": str(anna.person.id), "name": "Anna"}, "delivered_until": None, "read_until": None}
    assert await told(owner, conversation, head) == [gone]
    await let_group_in(owner, conversation, group)
    assert "Anna" not in await receipts(owner, conversation), "back, she has read nothing yet"
    await move(anna, conversation, read=newest)
    assert "Anna" in await receipts(owner, conversation)
    # Out of the group: no entry has changed, but who watches hears of it, and only in what is closed to her now.
    other = await owner.converse()
    await let_in(owner, other, anna)
    await let_group_in(owner, other, group)
    kept = (await turns(owner, application, clock, other, 1))[-1]["id"]
    await move(anna, other, read=kept)
    heads = {each: (await owner.messages(each))["event_cursor"] for each in (conversation, other)}
    await owner.call("DELETE", f"/groups/{group}/members/{anna.person.id}", 204)
    assert await told(owner, conversation, heads[conversation]) == [gone]
    assert await told(owner, other, heads[other]) == []
    assert "Anna" not in await receipts(owner, conversation)
    assert "Anna" in await receipts(owner, other)
    # Back in it she is somebody who has read nothing.
    await owner.call("PUT", f"/groups/{group}/members/{anna.person.id}", 204)
    assert "Anna" not in await receipts(owner, conversation)
