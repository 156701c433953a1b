"""Branches: edit, again, show, delete, around a message; what is shown is always one way through the tree."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from convosphere.entry.wiring import Application
from tests.features.chat.conftest import Chatter
from tests.features.chat.trees import answer_at_once, contents, path

pytestmark = pytest.mark.unasked


async def told(owner: Chatter, conversation: str, after: int) -> list[str]:
    page = await owner.call("GET", f"/conversations/{conversation}/events?after={after}", 200)
    return [entry["event"]["type"] for entry in page["events"]]


async def ask(owner: Chatter, application: Application, conversation: str, content: str, **more: Any) -> dict[str, Any]:
    sent = await owner.ask(conversation, content, **more)
    await answer_at_once(application, owner, sent["answer"]["id"])
    return sent


async def test_an_edited_question_begins_a_branch_and_one_can_walk_back(
    owner: Chatter, application: Application
) -> None:
    conversation = await owner.converse()
    first = await ask(owner, application, conversation, "one")
    await ask(owner, application, conversation, "two")
    edited = await ask(owner, application, conversation, "one, better", edits=first["question"]["id"])
    question = edited["question"]
    assert (question["parent_id"], question["edited_from"]) == (None, first["question"]["id"])
    assert question["siblings"] == {
        "index": 2,
        "count": 2,
        "previous_id": first["question"]["id"],
        "next_id": None,
    }
    assert await contents(owner, conversation) == ["one, better", "to one, better"]
    before = (await owner.messages(conversation))["event_cursor"]
    await owner.call("POST", path(conversation, first["question"]["id"], "show"), 200)
    assert await contents(owner, conversation) == ["one", "to one", "two", "to two"]
    assert (await owner.messages(conversation))["items"][0]["siblings"]["next_id"] == question["id"]
    assert await told(owner, conversation, before) == ["history.changed"]
    await owner.call("POST", path(conversation, first["question"]["id"], "show"), 200)
    assert await told(owner, conversation, before) == ["history.changed"], "nothing changed, nothing is told"


async def test_another_answer_stands_beside_the_first(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    sent = await ask(owner, application, conversation, "one")
    await ask(owner, application, conversation, "two")
    again = await owner.call("POST", path(conversation, sent["answer"]["id"], "retry"), 201, json={})
    assert (again["answer"]["siblings"]["index"], again["answer"]["siblings"]["count"]) == (2, 2)
    await answer_at_once(application, owner, again["answer"]["id"], "another")
    assert await contents(owner, conversation) == ["one", "another"]
    problem = await owner.call(
        "POST", path(conversation, sent["answer"]["id"], "retry"), 404, json={"model_id": str(uuid4())}
    )
    assert problem["errors"][0]["field"] == "body.model_id"


async def test_what_can_be_edited_and_followed(owner: Chatter, application: Application) -> None:
    conversation, other = await owner.converse(), await owner.converse()
    sent = await ask(owner, application, conversation, "one")
    away = await ask(owner, application, other, "elsewhere")
    for wrong in (sent["answer"]["id"], away["question"]["id"], str(uuid4())):
        body = {"content": "x", "edits": wrong}
        problem = await owner.call("POST", f"/conversations/{conversation}/messages", 404, json=body)
        assert problem["errors"][0]["field"] == "body.edits"
    both = {"content": "x", "edits": sent["question"]["id"], "parent_id": sent["answer"]["id"]}
    await owner.call("POST", f"/conversations/{conversation}/messages", 422, json=both)
    assert await contents(owner, conversation) == ["one", "to one"]


async def test_deleting_lifts_what_follows_and_shows_what_is_beside(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    first = await ask(owner, application, conversation, "one")
    second = await ask(owner, application, conversation, "two")
    retried = await owner.call("POST", path(conversation, second["answer"]["id"], "retry"), 201)
    await owner.call("DELETE", path(conversation, first["question"]["id"]), 409)
    await answer_at_once(application, owner, retried["answer"]["id"], "other")
    before = (await owner.messages(conversation))["event_cursor"]
    await owner.call("DELETE", path(conversation, retried["answer"]["id"]), 204)
    assert await contents(owner, conversation) == ["one", "to one", "two", "to two"]
    await owner.call("DELETE", path(conversation, first["answer"]["id"]), 204)
    assert await contents(owner, conversation) == ["one", "two", "to two"]
    assert await told(owner, conversation, before) == ["history.changed", "history.changed"]
    for gone in (second["answer"]["id"], second["question"]["id"], first["question"]["id"]):
        await owner.call("DELETE", path(conversation, gone), 204)
    assert await contents(owner, conversation) == []
    await ask(owner, application, conversation, "anew")
    assert await contents(owner, conversation) == ["anew", "to anew"]


async def test_pages_both_ways_and_around_a_message(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    sent = [await ask(owner, application, conversation, str(number)) for number in range(10)]
    whole = await contents(owner, conversation)
    messages = f"/conversations/{conversation}/messages"
    for limit in (1, 2, 3, 7, 20, 50):
        for middle in (sent[0]["question"]["id"], sent[4]["answer"]["id"], sent[9]["answer"]["id"]):
            page = await owner.call("GET", f"{messages}?limit={limit}&around={middle}", 200)
            assert middle in [item["id"] for item in page["items"]]
            assert len(page["items"]) <= limit
            texts = [item["content"] for item in page["items"]]
            older, newer = page["next_cursor"], page["newer_cursor"]
            while older is not None:
                page = await owner.call("GET", f"{messages}?limit={limit}&cursor={older}", 200)
                texts, older = [item["content"] for item in page["items"]] + texts, page["next_cursor"]
            while newer is not None:
                page = await owner.call("GET", f"{messages}?limit={limit}&newer={newer}", 200)
                texts, newer = texts + [item["content"] for item in page["items"]], page["newer_cursor"]
            assert texts == whole, (limit, middle)
    edited = await ask(owner, application, conversation, "other", edits=sent[5]["question"]["id"])
    problem = await owner.call("GET", f"{messages}?around={sent[7]['question']['id']}", 409)
    assert problem["code"] == "not_shown"
    assert (await owner.call("GET", f"{messages}?around={uuid4()}", 404))["errors"][0]["field"] == "query.around"
    await owner.call("GET", f"{messages}?around={edited['answer']['id']}&cursor=1", 422)


async def test_ratings_are_each_persons_own(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    sent = await owner.ask(conversation, "one")
    rating = path(conversation, sent["answer"]["id"], "rating")
    good = {"value": "up", "reasons": ["helpful", "😀 שלום"], "comment": "Very\nmuch"}
    assert (await owner.call("PUT", rating, 409, json=good))["code"] == "not_rateable"
    await answer_at_once(application, owner, sent["answer"]["id"])
    question = path(conversation, sent["question"]["id"], "rating")
    assert (await owner.call("PUT", question, 409, json=good))["code"] == "not_rateable"
    for given in (good, {"value": "down", "reasons": [], "comment": ""}):
        shown = await owner.call("PUT", rating, 200, json=given)
        assert shown == given | {"message_id": sent["answer"]["id"]}
        assert (await owner.messages(conversation))["ratings"] == {sent["answer"]["id"]: shown}
    await owner.call("PUT", rating, 422, json={"value": "sideways"})
    for _ in range(2):
        await owner.call("DELETE", rating, 204)
    assert (await owner.messages(conversation))["ratings"] == {}


async def test_edits_of_one_message_at_once_lose_and_double_nothing(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    first = (await ask(owner, application, conversation, "one"))["question"]["id"]
    at = f"/conversations/{conversation}/messages"

    async def change(method: str, where: str, **body: Any) -> tuple[int, str]:
        response = await owner.client.request(method, f"/api/v1{where}", json=body, headers=owner.headers)
        return response.status_code, response.json().get("code", "") if response.content else ""

    async def edits(*texts: str, **more: Any) -> list[tuple[int, str]]:
        return await asyncio.gather(*(change("POST", at, content=text, edits=first, **more) for text in texts))

    # Sent again before the answer came: one branch. By two devices: one at a time, the others are told.
    assert await edits(*["once"] * 4, id=str(uuid4())) == [(201, "")] * 4
    assert await edits("two", "three") == [(409, "answer_running")] * 2
    assert await edits("two", "three", when_busy="queue") == [(202, "")] * 2
    for _ in range(3):
        await answer_at_once(application, owner, (await owner.messages(conversation))["items"][-1]["id"])
    shown = (await owner.messages(conversation))["items"]
    assert [(item["siblings"]["count"], item["siblings"]["index"]) for item in shown] == [(4, 4), (1, 1)]
    await owner.call("POST", path(conversation, first, "show"), 200)
    found = []
    for _ in range(4):
        items = (await owner.messages(conversation))["items"]
        found.append(items[0]["content"])
        assert items[1]["content"] == f"to {found[-1]}"
        if (beside := items[0]["siblings"]["next_id"]) is not None:
            await owner.call("POST", path(conversation, beside, "show"), 200)
    assert found[:2] == ["one", "once"]
    assert sorted(found[2:]) == ["three", "two"]
    # Edited here while it is deleted there: whoever comes second hears that it is gone, or that an answer runs.
    gone, edited = await asyncio.gather(change("DELETE", path(conversation, first)), *[edits("four")])
    assert (gone, *edited) in [((204, ""), (404, "not_found")), ((409, "answer_running"), (201, ""))]
