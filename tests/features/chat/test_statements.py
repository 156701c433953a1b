"""What the hot routes cost the database: exact numbers, so that growth is a decision and no accident."""

from typing import Any

import pytest

from convosphere.entry.wiring import Application
from tests.factories.accounts import create_person
from tests.features.chat.conftest import Chatter, chatter
from tests.features.chat.together import group_of, let_group_in, let_in
from tests.features.chat.trees import answer_at_once

pytestmark = pytest.mark.unasked

# Every request: one statement binds the organisation, one finds out who asks.
WHO = 2


@pytest.mark.parametrize("rows", [1, 5])
async def test_lists_cost_the_same_however_much_is_in_them(owner: Chatter, statements: list[str], rows: int) -> None:
    conversation = ""
    for _ in range(rows):
        conversation = await owner.converse()
        await owner.ask(conversation)
    for path, own in (
        ("/conversations", 1),
        ("/conversations?archived=true&limit=1", 1),
        (f"/conversations/{conversation}", 1),
        # Whose it is, its messages with ratings, and what waits; siblings and files are only asked for where some are.
        (f"/conversations/{conversation}/messages", 3),
        # Two transactions, for none may stay open while tokens are counted; the conversation, its model and its
        # branch.
        (f"/conversations/{conversation}/context", 4),
    ):
        statements.clear()
        await owner.call("GET", path, 200)
        assert len(statements) == WHO + own, (path, statements)


@pytest.mark.parametrize("rows", [1, 5])
async def test_joint_conversations_cost_one_look_more_however_many_there_are(
    owner: Chatter, application: Application, statements: list[str], rows: int
) -> None:
    person = await create_person(application.platform, owner.person.organization_id)
    anna = await chatter(application, owner.client, person)
    conversation = ""
    for _ in range(rows):
        conversation = await owner.converse()
        await owner.ask(conversation)
        await let_in(owner, conversation, anna, "writer")
        for who in (owner, anna):
            await move_on(who, conversation)
    for who, path, own in (
        # The list; whose they are, and what is new.
        (anna, "/conversations?scope=joined", 2),
        (owner, "/conversations", 2),
        (anna, f"/conversations/{conversation}", 2),
        # As for its owner alone, and the receipts.
        (anna, f"/conversations/{conversation}/messages", 4),
        (owner, f"/conversations/{conversation}/messages", 4),
        # Whether it is theirs, its owner, the members.
        (anna, f"/conversations/{conversation}/members", 3),
    ):
        statements.clear()
        await who.call("GET", path, 200)
        assert len(statements) == WHO + own, (path, statements)
    second = await owner.converse()
    await let_in(owner, second, anna, "writer")
    for method, path, status, body, own in (
        # As for its owner alone, and who is to be told.
        ("POST", f"/conversations/{second}/messages", 201, {"content": "Go"}, 4),
        # Whose it is, where the message stands, the step.
        ("POST", f"/conversations/{conversation}/receipts", 204, {"read": await newest(anna, conversation)}, 3),
        # Lock, write, who is to be told; whose it is for the answer.
        ("PATCH", f"/conversations/{conversation}", 200, {"title": "New"}, 4),
    ):
        statements.clear()
        await anna.call(method, path, status, json=body)
        assert len(statements) == WHO + own, (path, statements)
    for method, path, body, own in (
        # The conversation; the person, held; the conversation again, locked; the entry.
        ("PUT", f"members/person/{person.id}", {"role": "writer"}, 5),
        # And the change, those who are to be told.
        ("PUT", f"members/person/{person.id}", {"role": "reader"}, 8),
    ):
        statements.clear()
        await owner.call(method, f"/conversations/{conversation}/{path}", 200, json=body)
        assert len(statements) <= WHO + own, (path, statements)


@pytest.mark.parametrize("rows", [1, 5])
async def test_groups_cost_the_same_however_much_is_open_to_them(
    owner: Chatter, application: Application, statements: list[str], rows: int
) -> None:
    people = [await create_person(application.platform, owner.person.organization_id) for _ in range(2)]
    anna, ben = [await chatter(application, owner.client, person) for person in people]
    group, conversation = await group_of(owner, anna), ""
    for _ in range(rows):
        conversation = await owner.converse()
        await owner.ask(conversation)
        await let_group_in(owner, conversation, group)
        await move_on(anna, conversation)
    for method, path, own in (
        # The group, locked; the person, the entry; the record.
        ("PUT", f"/groups/{group}/members/{ben.person.id}", 4),
        # And the receipts of those who leave.
        ("DELETE", f"/groups/{group}/members/{ben.person.id}", 5),
        # The group, locked, and who is in it; the conversations, locked, the entries, one less of each, the receipts,
        # who else is to be told; again those of its people; the record, the group.
        ("DELETE", f"/groups/{group}", 10),
    ):
        statements.clear()
        await owner.call(method, path, 204)
        assert len(statements) == WHO + own, (method, path, statements)
    assert (await owner.messages(conversation))["receipts"] == []


async def newest(who: Chatter, conversation: str) -> str:
    return str((await who.messages(conversation))["items"][-1]["id"])


async def move_on(who: Chatter, conversation: str) -> None:
    body = {"read": await newest(who, conversation)}
    await who.call("POST", f"/conversations/{conversation}/receipts", 204, json=body)


async def test_waiting_for_events_costs_one_look_whose_they_are(owner: Chatter, statements: list[str]) -> None:
    conversation = await owner.converse()
    head = (await owner.messages(conversation))["event_cursor"]
    statements.clear()
    await owner.call("GET", f"/conversations/{conversation}/events?after={head}", 200)
    # Two transactions, for none may stay open while it waits: each binds its organisation.
    assert len(statements) == WHO + 2, statements


async def test_changing_a_conversation(owner: Chatter, statements: list[str]) -> None:
    conversation = await owner.converse()
    for method, path, status, body, own in (
        ("POST", "/conversations", 201, {}, 1),
        # Lock and write.
        ("PATCH", f"/conversations/{conversation}", 200, {"title": "New"}, 2),
        ("DELETE", f"/conversations/{conversation}", 204, None, 2),
    ):
        statements.clear()
        await owner.call(method, path, status, json=body)
        assert len(statements) == WHO + own, (method, statements)


async def test_a_question(owner: Chatter, statements: list[str]) -> None:
    conversation = await owner.converse()
    statements.clear()
    await owner.ask(conversation, "First")
    # Lock the conversation, change it, add the question with its answer.
    assert len(statements) == WHO + 3, statements


async def test_a_question_with_an_id_is_looked_for_first(owner: Chatter, statements: list[str]) -> None:
    conversation = await owner.converse()
    given = "0198f3c2-a1b2-7d3e-8f4a-5b6c7d8e9f00"
    statements.clear()
    await owner.ask(conversation, "First", id=given)
    assert len(statements) == WHO + 4, statements
    statements.clear()
    await owner.ask(conversation, "First", id=given)
    # Lock the conversation, find the question and its answer, their siblings and files.
    assert len(statements) == WHO + 5, statements


async def test_stopping(owner: Chatter, statements: list[str]) -> None:
    conversation = await owner.converse()
    answer = (await owner.ask(conversation))["answer"]["id"]
    statements.clear()
    await owner.call("POST", f"/conversations/{conversation}/messages/{answer}/stop", 200)
    # The conversation, the answer, the mark, its siblings.
    assert len(statements) == WHO + 4, statements


async def test_branches_cost_the_same_however_long_they_are(
    owner: Chatter, application: Application, statements: list[str]
) -> None:
    conversation = await owner.converse()
    sent = [await ended(application, owner, conversation) for _ in range(6)]
    at = f"/conversations/{conversation}/messages"
    first, last = sent[0], sent[-1]
    for method, path, status, body, own in (
        # The conversation, the leaf; what is added and changed; no look for siblings, for nothing is beside it.
        ("POST", at, 201, {"content": "More", "when_busy": "queue"}, 4),
        # The conversation, what is followed, what waits; the question that waits.
        ("POST", at, 202, {"content": "More", "when_busy": "queue"}, 4),
    ):
        statements.clear()
        await owner.call(method, path, status, json=body)
        assert len(statements) == WHO + own, (path, statements)
    answer = (await owner.messages(conversation))["items"][-1]["id"]
    for _ in range(2):
        await answer_at_once(application, owner, answer)
        answer = (await owner.messages(conversation))["items"][-1]["id"]
    for method, path, status, body, own in (
        # The conversation, what is edited and what it follows, the switch; what is added and changed; siblings.
        ("POST", at, 201, {"content": "Better", "edits": last["question"]["id"]}, 10),
        # The conversation, the message, its newest descendant, the leaf, the way, the switch, the change.
        ("POST", f"{at}/{first['answer']['id']}/show", 200, {}, 8),
    ):
        statements.clear()
        await owner.call(method, path, status, json=body)
        assert len(statements) <= WHO + own, (path, statements)
    page = await owner.call("GET", f"{at}?around={first['answer']['id']}", 200)
    statements.clear()
    await owner.call("GET", f"{at}?around={page['items'][0]['id']}", 200)
    # As any page, but the message and both sides of it, and what lies beside one of them.
    assert len(statements) == WHO + 6, statements


async def ended(application: Application, owner: Chatter, conversation: str) -> dict[str, Any]:
    sent = await owner.ask(conversation, "Go")
    await answer_at_once(application, owner, sent["answer"]["id"])
    return sent
