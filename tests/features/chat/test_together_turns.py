"""Questions of several people in one conversation: one line, everybody's own, and what becomes of them."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from tests.features.chat.conftest import Chatter
from tests.features.chat.together import group_of, let_group_in, let_in
from tests.features.chat.trees import answer_at_once, contents, path

pytestmark = pytest.mark.unasked


async def test_questions_of_two_wait_in_one_line(
    owner: Chatter, anna: Chatter, ben: Chatter, application: Application
) -> None:
    conversation = await owner.converse()
    for who in (anna, ben):
        await let_in(owner, conversation, who, "writer")
    first = await owner.ask(conversation, "one")

    async def wait(who: Chatter, content: str) -> str:
        body = {"content": content, "when_busy": "queue"}
        sent = await who.call("POST", f"/conversations/{conversation}/messages", 202, json=body)
        assert sent["queued"]["author"] == {"id": str(who.person.id), "name": who.person.name}
        return str(sent["queued"]["id"])

    annas, bens = await wait(anna, "two"), await wait(ben, "three")
    queue = f"/conversations/{conversation}/queue"
    for who, other in ((anna, bens), (ben, annas)):
        assert (await who.call("DELETE", f"{queue}/{other}", 403))["code"] == "conversation_owner_only"
        await who.call("POST", f"{queue}/{other}/steer", 403)
    await ben.call("PATCH", f"{queue}/{bens}", 200, json={"content": "three!"})
    withdrawn = await wait(ben, "four")
    await owner.call("DELETE", f"{queue}/{withdrawn}", 204)
    await ben.call("POST", f"{queue}/{bens}/steer", 200)
    running = first["answer"]["id"]
    for _ in range(3):
        await answer_at_once(application, owner, running)
        running = (await anna.messages(conversation))["items"][-1]["id"]
    page = await ben.messages(conversation)
    asked = [(item["content"], item["author"]["name"]) for item in page["items"] if item["role"] == "user"]
    assert asked == [("one", owner.person.name), ("three!", "Ben"), ("two", "Anna")]
    # What an answer costs is its asker's: the job knows who asked.
    async with application.platform.database.transaction(owner.person.organization_id) as session:
        rows = await session.execute(
            text("SELECT args->>'person_id' FROM procrastinate_jobs WHERE task_name = 'chat.answer' ORDER BY id")
        )
        assert [UUID(row[0]) for row in rows] == [who.person.id for who in (owner, ben, anna)]


async def test_whoever_may_no_longer_write_is_not_asked_for(
    owner: Chatter, anna: Chatter, ben: Chatter, application: Application
) -> None:
    conversation = await owner.converse()
    group = await group_of(owner, ben)
    await let_in(owner, conversation, anna, "writer")
    await let_group_in(owner, conversation, group, "writer")
    running = (await owner.ask(conversation, "one"))["answer"]["id"]
    for who, content in ((anna, "two"), (ben, "three"), (owner, "four"), (ben, "five")):
        body = {"content": content, "when_busy": "queue"}
        await who.call("POST", f"/conversations/{conversation}/messages", 202, json=body)
    await let_in(owner, conversation, anna, "reader")
    for _ in range(2):
        await answer_at_once(application, owner, running)
        running = (await owner.messages(conversation))["items"][-1]["id"]
    await owner.call("DELETE", f"/groups/{group}/members/{ben.person.id}", 204)
    await answer_at_once(application, owner, running)
    assert await contents(owner, conversation) == ["one", "to one", "three", "to three", "four", "to four"]
    page = await owner.messages(conversation)
    assert page["queue"] == []
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["running"] is False


async def test_everybody_edits_and_deletes_what_is_their_own(
    owner: Chatter, anna: Chatter, application: Application
) -> None:
    conversation = await owner.converse()
    await let_in(owner, conversation, anna, "writer")
    sent = []
    for who, content in ((owner, "mine"), (anna, "hers")):
        sent.append(await who.ask(conversation, content))
        await answer_at_once(application, owner, sent[-1]["answer"]["id"])
    mine, hers = (each["question"]["id"] for each in sent)
    at = f"/conversations/{conversation}/messages"
    refused = await anna.call("POST", at, 403, json={"content": "x", "edits": mine})
    assert refused["code"] == "conversation_owner_only"
    for foreign in (mine, sent[0]["answer"]["id"], sent[1]["answer"]["id"]):
        await anna.call("DELETE", path(conversation, foreign), 403)
    again = await anna.ask(conversation, "hers, better", edits=hers)
    await answer_at_once(application, owner, again["answer"]["id"])
    retried = await anna.call("POST", path(conversation, again["answer"]["id"], "retry"), 201)
    await answer_at_once(application, owner, retried["answer"]["id"], "again")
    assert (await contents(owner, conversation))[2:] == ["hers, better", "again"]
    await anna.call("DELETE", path(conversation, again["question"]["id"]), 204)
    await owner.ask(conversation, "hers, by me", edits=hers)


async def test_a_deletion_stops_every_answer_of_a_comparison(
    owner: Chatter, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[str] = []

    async def note(kind: str, **content: Any) -> None:  # noqa: ARG001 - the bus's form
        stopped.append(content["message_id"])

    conversation = await owner.converse()
    first = await owner.ask(conversation, "Go")
    async with application.platform.database.transaction(owner.person.organization_id) as session:
        row = (
            await session.execute(
                text(
                    "INSERT INTO messages (id, organization_id, conversation_id, parent_id, role, status, content,"
                    " created_at, attempt, event_number, shown)"
                    " SELECT :new, organization_id, conversation_id, parent_id, role, 'streaming', '',"
                    " created_at, 0, 0, true FROM messages WHERE id = :old RETURNING id"
                ),
                {"new": uuid4(), "old": first["answer"]["id"]},
            )
        ).one()
    monkeypatch.setattr(application.platform.control, "publish", note)
    await owner.call("DELETE", f"/conversations/{conversation}", 204)
    assert set(stopped) == {first["answer"]["id"], str(row[0])}
