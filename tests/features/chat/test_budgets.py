"""Budgets in a conversation: what they refuse is said in place, and every answer is settled, however it ends."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import Role
from convosphere.platform.context import Platform
from tests.factories.accounts import create_api_key, create_person
from tests.factories.budgets import UNPRICED, balance, caller, create_budget, reservations, usage_rows
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.features.chat.conftest import PATIENCE, Chatter, chatter

ENDLESS = "fake-endless-50tps"


@pytest.fixture
async def budget(platform: Platform, owner: Chatter) -> UUID:
    return await create_budget(platform, owner.person.organization_id, tokens=100_000)


async def settled(platform: Platform, organization_id: UUID, budget: UUID) -> int:
    """What was spent; nothing is held any more, and every call is on record."""
    assert not [each for each in await reservations(platform, organization_id) if each["lost_at"] is None]
    kept = await balance(platform, organization_id, budget)
    assert kept.reserved_tokens == 0
    rows = await usage_rows(platform, organization_id)
    assert kept.spent_tokens == sum(row["input_tokens"] + row["output_tokens"] for row in rows)
    return kept.spent_tokens


async def change(platform: Platform, organization_id: UUID, statement: str, **values: Any) -> None:
    async with platform.database.transaction(organization_id) as session:
        await session.execute(text(statement), values)


@pytest.mark.usefixtures("worker")
async def test_an_answer_is_paid_for(platform: Platform, owner: Chatter, budget: UUID) -> None:
    answer = await owner.answered(await owner.converse())
    assert answer["content"] == words(20)
    usage = answer["usage"]
    spent = usage["input_tokens"] + usage["output_tokens"]
    assert await settled(platform, owner.person.organization_id, budget) == spent


@pytest.mark.usefixtures("worker")
async def test_what_is_refused_says_so_in_place_and_keeps_the_question(
    application: Application, client: AsyncClient, owner: Chatter, provider: FakeProvider
) -> None:
    platform, organization = application.platform, owner.person.organization_id
    member = await chatter(application, client, await create_person(platform, organization, role=Role.MEMBER))
    await create_budget(platform, organization, tokens=4_200, each_member=True, period="month")
    await create_budget(platform, organization, tokens=10, subject_kind="person", subject_id=owner.person.id)
    conversation = await owner.converse()
    refused = await owner.answered(conversation, "What is refused?")
    assert (refused["status"], refused["content"], refused["usage"]) == ("failed", "", None)
    assert refused["error"]["code"] == "budget_too_small"
    assert "your daily budget allows 10 tokens" in refused["error"]["detail"]
    assert not provider.chats, "nobody was asked"
    assert not await usage_rows(platform, organization)
    await owner.call("PATCH", "/me", 200, json={"locale": "de"})
    shown = (await owner.messages(conversation))["items"]
    assert shown[0]["content"] == "What is refused?"
    assert "Ihr Tagesbudget erlaubt 10 Tokens" in shown[1]["error"]["detail"]
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["running"] is False
    # It is theirs alone, and in their own there is room until it is used up.
    assert (await member.answered(await member.converse()))["status"] == "completed"
    again = await member.answered(await member.converse(), "x " * 2_000)
    assert (again["status"], again["error"]["code"], again["error"]["retry_after"]) == (
        "failed",
        "budget_too_small",
        None,
    )


@pytest.mark.usefixtures("worker")
async def test_a_running_answer_goes_on_when_its_budget_is_taken_away(
    platform: Platform, owner: Chatter, budget: UUID
) -> None:
    organization = owner.person.organization_id
    running = await owner.converse(ENDLESS)
    before = (await owner.messages(running))["event_cursor"]
    answer = (await owner.ask(running))["answer"]
    await owner.events(running, before, "answer.delta")
    await change(platform, organization, "UPDATE budgets SET tokens = 1")
    refused = await owner.answered(await owner.converse())
    assert refused["error"]["code"] == "budget_too_small"
    await owner.call("POST", f"/conversations/{running}/messages/{answer['id']}/stop", 200)
    await owner.ended(running, before, answer["id"])
    assert await settled(platform, organization, budget) > 0
    (record,) = await usage_rows(platform, organization)
    assert record["outcome"] == "stopped"


@pytest.mark.usefixtures("worker")
async def test_calls_that_a_shutdown_interrupts_are_recorded_as_what_they_were(
    platform: Platform, owner: Chatter, budget: UUID
) -> None:
    conversation = await owner.converse(ENDLESS)
    before = (await owner.messages(conversation))["event_cursor"]
    answer = (await owner.ask(conversation))["answer"]
    await owner.events(conversation, before, "answer.delta")
    await platform.jobs.stop_worker()
    organization = owner.person.organization_id
    assert await settled(platform, organization, budget) > 0
    await platform.jobs.start_worker(alone=True)
    await owner.events(conversation, before, "answer.started")
    async with asyncio.timeout(PATIENCE):
        while not await reservations(platform, organization):  # noqa: ASYNC110 - a commit has no event
            await asyncio.sleep(0.01)
    await owner.call("POST", f"/conversations/{conversation}/messages/{answer['id']}/stop", 200)
    await owner.ended(conversation, before, answer["id"])
    await settled(platform, organization, budget)
    assert [row["outcome"] for row in await usage_rows(platform, organization)] == ["stopped", "stopped"]


@pytest.mark.parametrize("temporary", [False, True])
async def test_who_takes_an_answer_over_settles_what_was_lost(
    platform: Platform, owner: Chatter, budget: UUID, *, temporary: bool
) -> None:
    organization = owner.person.organization_id
    body = {"model_id": str(owner.models["fake-words-20"]), "temporary": temporary}
    conversation = (await owner.call("POST", "/conversations", 201, json=body))["id"]
    before = (await owner.messages(conversation))["event_cursor"]
    answer = (await owner.ask(conversation))["answer"]
    # As a worker leaves it that is killed after it has asked.
    await change(
        platform, organization, "UPDATE messages SET attempt = 1, status = 'streaming' WHERE id = :id", id=answer["id"]
    )
    killed = caller(platform, organization, owner.person.id, message_id=UUID(answer["id"]))
    await killed.admit(1_000, 500, UNPRICED)
    await platform.jobs.start_worker(alone=True)
    await owner.ended(conversation, before, answer["id"])
    assert await settled(platform, organization, budget) > 1_500
    lost, completed = await usage_rows(platform, organization)
    assert (lost["outcome"], lost["input_tokens"], lost["output_tokens"]) == ("lost", 1_000, 500)
    assert (lost["message_id"] is None) == (completed["message_id"] is None) == temporary


@pytest.mark.usefixtures("worker")
async def test_a_keys_budget_holds_in_conversations_too(
    application: Application, client: AsyncClient, owner: Chatter
) -> None:
    platform, organization = application.platform, owner.person.organization_id
    secret = await create_api_key(platform, owner.person)
    async with platform.database.transaction(organization) as session:
        key = await session.scalar(text("SELECT id FROM api_keys"))
    budget = await create_budget(platform, organization, tokens=10_000, subject_kind="api_key", subject_id=key)
    program = Chatter(owner.person, client, {"Authorization": f"Bearer {secret}"}, owner.models)
    conversation = await program.converse(ENDLESS)
    before = (await program.messages(conversation))["event_cursor"]
    first = (await program.ask(conversation))["answer"]
    await owner.events(conversation, before, "answer.delta")
    waits = {"content": "And then?", "when_busy": "queue", "model_id": str(owner.models["fake-words-20"])}
    await program.call("POST", f"/conversations/{conversation}/messages", 202, json=waits)
    await program.call("POST", f"/conversations/{conversation}/messages/{first['id']}/stop", 200)
    async with asyncio.timeout(PATIENCE):
        while len(await usage_rows(platform, organization)) < 2:  # noqa: ASYNC110 - a commit has no event
            await asyncio.sleep(0.02)
    await program.call("POST", f"/conversations/{conversation}/messages/{first['id']}/retry", 201)
    async with asyncio.timeout(PATIENCE):
        while len(await usage_rows(platform, organization)) < 3:  # noqa: ASYNC110 - a commit has no event
            await asyncio.sleep(0.02)
    await owner.answered(await owner.converse())
    rows = await usage_rows(platform, organization)
    assert [row["api_key_id"] for row in rows] == [key, key, key, None]
    kept = await balance(platform, organization, budget)
    assert kept.spent_tokens == sum(row["input_tokens"] + row["output_tokens"] for row in rows[:3])


@pytest.mark.settings(chat={"titles": True, "suggestions": True})
@pytest.mark.usefixtures("worker")
async def test_small_tasks_are_paid_for_too_and_left_out_where_nothing_is_left(
    platform: Platform, owner: Chatter, budget: UUID
) -> None:
    organization = owner.person.organization_id
    await owner.answered(await owner.converse(), "What did Goethe do?")
    async with asyncio.timeout(PATIENCE):
        while len(await usage_rows(platform, organization)) < 3:  # noqa: ASYNC110 - a commit has no event
            await asyncio.sleep(0.02)
    await settled(platform, organization, budget)
    spent = (await balance(platform, organization, budget)).spent_tokens
    await change(platform, organization, "UPDATE budgets SET tokens = :most", most=spent + 4_300)
    answer = await owner.answered(await owner.converse(), "And then?")
    assert answer["status"] == "completed"
