"""What a model sees of a conversation: as the API says it, and as it is really asked."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from convosphere.entry.wiring import Application
from convosphere.features.chat.repository import HISTORY_MESSAGES
from convosphere.features.models.tables import Model
from tests.factories.accounts import MadeOrganization, create_person
from tests.fakes.provider import FakeProvider
from tests.features.chat.conftest import Chatter, chatter
from tests.features.chat.test_attachments import ready, set_model
from tests.features.chat.together import let_in

MODEL = "fake-words-20"


async def context(who: Chatter, conversation: str, expected: int = 200, **query: Any) -> Any:
    return await who.call("GET", f"/conversations/{conversation}/context", expected, params=query)


async def test_an_empty_conversation_has_its_instructions(owner: Chatter) -> None:
    shown = await context(owner, await owner.converse())
    assert shown["window"] is None
    assert shown["used"] == shown["system"] > 10
    assert (shown["history"], shown["attachments"], shown["dropped_turns"]) == (0, 0, 0)
    assert (shown["sees_from"], shown["cut"], shown["exact"], shown["next_cost"]) == (None, False, False, None)


@pytest.mark.usefixtures("worker")
async def test_what_is_said_to_be_left_out_is_left_out(
    application: Application, owner: Chatter, organization: MadeOrganization, provider: FakeProvider
) -> None:
    await set_model(application, organization, MODEL, context_window=2_000)
    conversation = await owner.converse()
    for number in range(5):
        await owner.answered(conversation, f"{number} " + "word " * 400)
    shown = await context(owner, conversation)
    assert shown["window"] == 2_000
    assert shown["used"] <= 2_000 - shown["reserved"]
    assert shown["used"] == shown["system"] + shown["history"]
    page = await owner.messages(conversation)
    seen = next(place for place, item in enumerate(page["items"]) if item["id"] == shown["sees_from"])
    assert page["items"][seen]["role"] == "user"
    assert shown["dropped_turns"] == seen // 2 > 0
    # The next question is short: it gets what was said to be seen, and no more.
    await owner.answered(conversation, "Go")
    sent = provider.chats[-1].body["messages"]
    assert [each["content"] for each in sent[1:-1]] == [item["content"] for item in page["items"][seen:]]


@pytest.mark.usefixtures("worker")
async def test_estimates_are_mended_by_what_the_provider_counts(
    application: Application, owner: Chatter, organization: MadeOrganization
) -> None:
    conversation = await owner.converse()
    answer = await owner.answered(conversation, "wort " * 500)
    async with application.platform.database.transaction(organization.id) as session:
        model = (await session.scalars(select(Model).where(Model.name == MODEL))).one()
    assert model.reported_tokens == answer["usage"]["input_tokens"]
    assert model.estimated_tokens > 0
    # What counts from now on is what it counted.
    shown = await context(owner, conversation)
    said = answer["usage"]["input_tokens"]
    assert said * 0.9 < shown["used"] - 30 < said * 1.2 + 100


async def test_files_count_without_being_read(application: Application, owner: Chatter) -> None:
    file_id = await ready(application, owner, "a.txt", b"word " * 700)
    conversation = await owner.converse()
    await owner.ask(conversation, "Read", attachment_ids=[file_id])
    shown = await context(owner, conversation)
    assert 1_000 <= shown["attachments"] <= 1_100
    assert shown["used"] == shown["system"] + shown["history"] + shown["attachments"]


@pytest.mark.usefixtures("worker")
async def test_what_lies_too_far_back_is_counted_as_left_out(owner: Chatter, monkeypatch: pytest.MonkeyPatch) -> None:
    assert HISTORY_MESSAGES == 200
    for place in ("messages.HISTORY_MESSAGES", "HISTORY_MESSAGES"):
        monkeypatch.setattr(f"convosphere.features.chat.repository.{place}", 4)
    conversation = await owner.converse()
    for _ in range(4):
        await owner.answered(conversation)
    shown = await context(owner, conversation)
    items = (await owner.messages(conversation))["items"]
    assert shown["dropped_turns"] == 2
    assert shown["sees_from"] == items[4]["id"]


@pytest.mark.usefixtures("worker")
async def test_what_is_pinned_stays_and_everybody_sees_it(
    application: Application,
    owner: Chatter,
    organization: MadeOrganization,
    provider: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anna = await chatter(
        application, owner.client, await create_person(application.platform, owner.person.organization_id)
    )
    await set_model(application, organization, MODEL, context_window=2_000)
    conversation = await owner.converse()
    await let_in(owner, conversation, anna, "reader")
    first = await owner.answered(conversation, "The word is Rumpelstilzchen")
    question = first["parent_id"]
    at = f"/conversations/{conversation}/messages/{question}/pin"
    assert (await anna.call("PUT", at, 403))["code"] == "conversation_read_only"
    cursor = (await owner.messages(conversation))["event_cursor"]
    for _ in range(2):
        assert (await owner.call("PUT", at, 200))["pinned"] is True
    for number in range(5):
        await owner.answered(conversation, f"{number} " + "word " * 400)
    told = await anna.events(conversation, cursor, "message.created")
    assert [entry["event"]["message"]["pinned"] for entry in told if entry["event"]["type"] == "message.updated"] == [
        True
    ]
    shown = await context(owner, conversation)
    assert shown["dropped_turns"] > 0
    assert shown["pinned"] > 10
    assert shown["pins_cut"] is False
    assert shown["used"] == shown["system"] + shown["pinned"] + shown["history"]
    sent = provider.chats[-1].body["messages"]
    assert [each["role"] for each in sent[:3]] == ["system", "user", "assistant"]
    assert sent[1]["content"].endswith("The word is Rumpelstilzchen")
    # Also where it lies further back than answers look.
    for place in ("messages.HISTORY_MESSAGES", "HISTORY_MESSAGES"):
        monkeypatch.setattr(f"convosphere.features.chat.repository.{place}", 4)
    await owner.answered(conversation, "What was the word?")
    assert "Rumpelstilzchen" in provider.chats[-1].body["messages"][1]["content"]
    assert (await owner.call("DELETE", at, 200))["pinned"] is False
    await owner.answered(conversation, "And now?")
    assert "Rumpelstilzchen" not in str(provider.chats[-1].body["messages"])
    monkeypatch.setattr("convosphere.features.chat.repository.MOST_PINS", 0)
    assert (await owner.call("PUT", at, 409))["code"] == "too_many_pins"


async def test_files_of_the_draft_count_and_only_own_ones(application: Application, owner: Chatter) -> None:
    file_id = await ready(application, owner, "a.txt", b"word " * 700)
    conversation = await owner.converse()
    before = await context(owner, conversation)
    shown = await context(owner, conversation, attachment_id=[file_id])
    assert 1_000 <= shown["attachments"] <= 1_100
    assert shown["used"] >= before["used"] + shown["attachments"]
    assert (shown["dropped_turns"], shown["sees_from"]) == (0, None)
    anna = await chatter(
        application, owner.client, await create_person(application.platform, owner.person.organization_id)
    )
    theirs = await context(anna, await anna.converse(), attachment_id=[file_id])
    assert theirs["attachments"] == 0


async def test_a_known_tokeniser_and_price_make_it_exact(
    application: Application, owner: Chatter, organization: MadeOrganization
) -> None:
    conversation = await owner.converse()
    async with application.platform.database.transaction(organization.id) as session:
        model = (await session.scalars(select(Model).where(Model.name == MODEL))).one()
        model.name, model.price_input, model.price_output = "gpt-4o-mini", Decimal(1), Decimal(2)
    shown = await context(owner, conversation)
    assert shown["exact"]
    assert float(shown["next_cost"]["input"]) == pytest.approx(shown["used"] / 1_000_000)
    assert float(shown["next_cost"]["at_most"]) > float(shown["next_cost"]["input"])
    assert shown["next_cost"]["currency"] == "USD"


async def test_readers_ask_too_and_for_models_of_their_own(application: Application, owner: Chatter) -> None:
    anna = await chatter(
        application, owner.client, await create_person(application.platform, owner.person.organization_id)
    )
    conversation = await owner.converse()
    await context(anna, conversation, 404)
    await let_in(owner, conversation, anna, "reader")
    other = str(owner.models["fake-echo"])
    assert (await context(anna, conversation, model_id=other))["model_id"] == other
    await context(anna, conversation, 404, model_id=conversation)
    await context(anna, conversation, 422, model_id="x")
