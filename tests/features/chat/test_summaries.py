"""What a model no longer sees is summed up for it, beside the answers, and forgotten with what it tells of."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from tests.factories.accounts import MadeOrganization
from tests.fakes.plan import Plan
from tests.fakes.provider import FakeProvider
from tests.features.chat.conftest import PATIENCE, Chatter
from tests.features.chat.test_attachments import set_model

summaries = pytest.mark.settings(chat={"titles": False, "suggestions": False, "summaries": True})
ASKED = "Sum this conversation up"
SAID = "They spoke of ships."


def summed_up(provider: FakeProvider) -> list[str]:
    """What the small model was shown, each time."""
    return [
        str(chat.body["messages"][-1]["content"])
        for chat in provider.chats
        if ASKED in str(chat.body["messages"][0]["content"])
    ]


async def kept(application: Application, owner: Chatter) -> list[tuple[UUID, str]]:
    async with application.platform.database.transaction(owner.person.organization_id) as session:
        rows = await session.execute(text("SELECT until_id, text FROM conversation_summaries"))
        return [(row[0], row[1]) for row in rows]


async def long_conversation(owner: Chatter, turns: int = 5) -> str:
    conversation = await owner.converse()
    for number in range(turns):
        await owner.answered(conversation, f"{number} " + "word " * 400)
    return conversation


async def until_kept(application: Application, owner: Chatter) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await kept(application, owner):  # noqa: ASYNC110 - a commit has no event
            await asyncio.sleep(0.05)


@summaries
@pytest.mark.usefixtures("worker")
async def test_what_is_left_out_is_summed_up_and_told(
    application: Application, owner: Chatter, organization: MadeOrganization, provider: FakeProvider
) -> None:
    await set_model(application, organization, "fake-words-20", context_window=2_000)
    provider.script(Plan(reply=SAID), times=None)
    conversation = await long_conversation(owner)
    await until_kept(application, owner)
    assert summed_up(provider)[0].startswith("user: 0 word")
    items = (await owner.messages(conversation))["items"]
    ((until, said),) = await kept(application, owner)
    assert said == SAID
    assert str(until) in [item["id"] for item in items]
    shown = await owner.call("GET", f"/conversations/{conversation}/context", 200)
    assert shown["summarised"]
    assert shown["sees_from"] is not None
    before = len(summed_up(provider))
    for number in range(4):
        await owner.answered(conversation, f"more {number} " + "word " * 400)
    told = [chat.body["messages"] for chat in provider.chats if "more 3" in str(chat.body["messages"][-1]["content"])]
    assert SAID in told[0][0]["content"]
    async with asyncio.timeout(PATIENCE):
        while len(summed_up(provider)) == before:  # noqa: ASYNC110 - nor has a request to the provider
            await asyncio.sleep(0.05)
    # It goes on from the one before, and does not read everything again.
    again = summed_up(provider)[-1]
    assert again.startswith(SAID)
    assert "user: 0 word" not in again
    async with application.platform.database.transaction(organization.id) as session:
        purposes = await session.scalars(text("SELECT DISTINCT purpose FROM usage_records"))
        assert set(purposes) == {"chat", "summary"}
    # Nothing of a message that is deleted stays.
    await owner.call("DELETE", f"/conversations/{conversation}/messages/{items[0]['id']}", 204)
    assert await kept(application, owner) == []
    assert not (await owner.call("GET", f"/conversations/{conversation}/context", 200))["summarised"]


@pytest.mark.usefixtures("worker")
async def test_nothing_is_summed_up_where_it_is_switched_off(
    application: Application, owner: Chatter, organization: MadeOrganization, provider: FakeProvider
) -> None:
    await set_model(application, organization, "fake-words-20", context_window=2_000)
    conversation = await long_conversation(owner)
    shown = await owner.call("GET", f"/conversations/{conversation}/context", 200)
    assert shown["dropped_turns"] > 0
    assert not shown["summarised"]
    assert summed_up(provider) == []


@summaries
@pytest.mark.usefixtures("worker")
async def test_what_fits_is_not_summed_up(owner: Chatter, application: Application, provider: FakeProvider) -> None:
    await long_conversation(owner, 2)
    assert summed_up(provider) == []
    assert await kept(application, owner) == []
