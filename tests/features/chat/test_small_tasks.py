"""Titles and suggestions by a small model: asked once, paid under their own purpose, never in a person's place."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import Role
from convosphere.features.chat.actions.small import do_small_tasks
from convosphere.features.chat.actions.small import titles as titles_action
from convosphere.features.chat.types import AnswerKey
from convosphere.features.models.types import Purpose
from tests.factories.accounts import create_organization, create_person
from tests.fakes.plan import Plan
from tests.fakes.provider import FakeProvider
from tests.features.chat.conftest import PATIENCE, Chatter, chatter

both = pytest.mark.settings(chat={"titles": True, "suggestions": True})
titles = pytest.mark.settings(chat={"titles": True, "suggestions": False})

SAID = "1. Why «Weimar»?\n- How long?\n\nHow long?\nWith whom?\nAnd then?"


async def event_of(owner: Chatter, conversation: str, after: int, kind: str) -> dict[str, Any]:
    event = (await owner.events(conversation, after, kind))[-1]["event"]
    assert isinstance(event, dict)
    return event


async def purposes(application: Application, owner: Chatter) -> list[tuple[str, bool]]:
    """What was paid for, and whether it can be traced to a conversation; the last comes last."""
    async with application.platform.database.transaction(owner.person.organization_id) as session:
        rows = await session.execute(
            text("SELECT purpose, conversation_id IS NOT NULL, message_id IS NOT NULL FROM usage_records ORDER BY id")
        )
        return [(row[0], row[1] or row[2]) for row in rows]


@both
@pytest.mark.usefixtures("worker")
async def test_a_title_and_suggestions_follow_the_first_answer(
    owner: Chatter, application: Application, provider: FakeProvider
) -> None:
    provider.script(Plan(reply=SAID), times=None)
    conversation = await owner.converse()
    before = (await owner.messages(conversation))["event_cursor"]
    await owner.ask(conversation, "What did Goethe do?")
    titled = await event_of(owner, conversation, before, "conversation.updated")
    assert titled["conversation"]["title"] == "1. Why «Weimar»?"
    updated = await event_of(owner, conversation, before, "message.updated")
    suggestions = ["Why «Weimar»?", "How long?", "With whom?"]
    assert updated["message"]["suggestions"] == suggestions
    assert (await owner.messages(conversation))["items"][-1]["suggestions"] == suggestions
    assert sorted(await purposes(application, owner)) == [("chat", True), ("suggestions", True), ("title", True)]
    asked = len(provider.chats)
    await owner.answered(conversation, "And then?")
    await event_of(owner, conversation, (await owner.messages(conversation))["event_cursor"] - 1, "message.updated")
    assert len(provider.chats) == asked + 2, "no second title"


@titles
@pytest.mark.usefixtures("worker")
async def test_what_a_person_wrote_stays_and_the_marked_model_is_asked(
    owner: Chatter, application: Application, provider: FakeProvider
) -> None:
    marked = await owner.call("PATCH", f"/models/{owner.models['fake-echo']}", 200, json={"small_tasks": True})
    assert marked["small_tasks"] is True
    conversation = await owner.converse()
    before = (await owner.messages(conversation))["event_cursor"]
    await owner.ask(conversation, "What did Goethe do?")
    await event_of(owner, conversation, before, "conversation.updated")
    assert provider.chats[-1].body["model"] == "fake-echo"
    named = await owner.call("POST", "/conversations", 201, json={"title": "Mine"})
    await owner.answered(named["id"])
    assert (await owner.call("GET", f"/conversations/{named['id']}", 200))["title"] == "Mine"
    assert [purpose for purpose, _ in await purposes(application, owner)].count("title") == 1


@both
@pytest.mark.usefixtures("worker")
async def test_a_temporary_conversation_has_no_title_and_leaves_no_trace_in_what_was_paid(
    owner: Chatter, application: Application, provider: FakeProvider
) -> None:
    provider.script(Plan(reply=SAID), times=None)
    made = await owner.call("POST", "/conversations", 201, json={"temporary": True})
    before = (await owner.messages(made["id"]))["event_cursor"]
    await owner.ask(made["id"], "A secret")
    await event_of(owner, made["id"], before, "message.updated")
    assert sorted(await purposes(application, owner)) == [("chat", False), ("suggestions", False)]


@pytest.mark.settings(chat={"titles": False, "suggestions": False})
@pytest.mark.usefixtures("worker")
async def test_a_title_that_fails_is_asked_for_again_without_the_suggestions(
    owner: Chatter, application: Application, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, organization_id = application.platform, owner.person.organization_id
    conversation = await owner.converse()
    await owner.answered(conversation, "What did Goethe do?")
    answer = (await owner.messages(conversation))["items"][-1]
    async with platform.database.transaction(organization_id) as session:
        await session.execute(text("UPDATE conversations SET title_origin = 'asked'"))
    key = AnswerKey(organization_id, UUID(conversation), UUID(answer["id"]))
    wanted = (platform, application.gateway, key, owner.person.id, [Purpose.TITLE, Purpose.SUGGESTIONS])
    provider.script(Plan(reply=SAID), times=None)

    def fails(_: str) -> str:
        raise OSError("no title")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="no title"):
        broken.setattr(titles_action, "title_said", fails)
        await do_small_tasks(*wanted)
    assert sorted(await purposes(application, owner)) == [("chat", True), ("suggestions", True), ("title", True)]
    asked = len(provider.chats)
    await do_small_tasks(*wanted)
    assert len(provider.chats) == asked + 1, "what was kept is not asked for again"
    await do_small_tasks(*wanted)
    assert len(provider.chats) == asked + 1, "nothing is missing any more"
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["title"] == "1. Why «Weimar»?"
    assert len((await owner.messages(conversation))["items"][-1]["suggestions"]) == 3


@both
async def test_the_builtin_model_is_asked_for_nothing_more(application: Application, client: AsyncClient) -> None:
    without = await chatter(application, client, (await create_organization(application.platform)).owner)
    await application.platform.jobs.start_worker(alone=True)
    conversation = await without.converse()
    await without.answered(conversation, "What is 2 + 2?")
    async with application.platform.database.transaction(without.person.organization_id) as session:
        waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'chat.small_tasks'"
        assert await session.scalar(text(waiting)) == 0
    assert (await without.call("GET", f"/conversations/{conversation}", 200))["title"] == "What is 2 + 2?"


@both
@pytest.mark.usefixtures("worker")
async def test_nobody_gets_suggestions_who_does_not_want_them(
    owner: Chatter, application: Application, client: AsyncClient, provider: FakeProvider
) -> None:
    at = "/chat/preferences"
    assert await owner.call("GET", at, 200) == {
        "suggestions": True,
        "organization_suggestions": True,
        "suggestions_available": True,
    }
    assert (await owner.call("PATCH", at, 200, json={"suggestions": False}))["suggestions"] is False
    conversation = await owner.converse()
    before = (await owner.messages(conversation))["event_cursor"]
    await owner.ask(conversation)
    await event_of(owner, conversation, before, "conversation.updated")
    assert len(provider.chats) == 2, "the answer and the title"
    member = await chatter(application, client, await create_person(application.platform, owner.person.organization_id))
    assert (await member.call("GET", at, 200))["suggestions"] is True
    for role in (Role.GUEST, Role.MEMBER):
        other = await create_person(application.platform, owner.person.organization_id, role=role)
        weak = await chatter(application, client, other)
        await weak.call("PATCH", at, 403, json={"organization_suggestions": False})
        await weak.call("PATCH", at, 200, json={"suggestions": False})
    await owner.call("PATCH", at, 200, json={"organization_suggestions": False})
    assert (await member.call("GET", at, 200))["organization_suggestions"] is False
    away = await chatter(application, client, (await create_organization(application.platform)).owner)
    assert (await away.call("GET", at, 200))["organization_suggestions"] is True
    for method in ("GET", "PATCH"):
        response = await client.request(method, f"/api/v1{at}", json={})
        assert response.status_code == 401


@titles
@pytest.mark.usefixtures("worker")
async def test_a_model_that_fails_leaves_the_first_words(
    owner: Chatter, application: Application, provider: FakeProvider
) -> None:
    conversation = await owner.converse()
    before = (await owner.messages(conversation))["event_cursor"]
    provider.script(Plan(words=3))
    provider.script(Plan(status=400), times=None)
    await owner.ask(conversation, "What did Goethe do?")
    await owner.events(conversation, before, "message.completed")
    async with asyncio.timeout(PATIENCE):
        while len(await purposes(application, owner)) < 2:  # noqa: ASYNC110 - of what is not written no event tells
            await asyncio.sleep(0.02)
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["title"] == "What did Goethe do?"
