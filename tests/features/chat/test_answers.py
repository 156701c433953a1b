"""From a question to its answer: stored, streamed, stopped, failed, tried again."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from tests.fakes.plan import Plan, words
from tests.fakes.provider import FakeProvider
from tests.features.chat.conftest import Chatter

pytestmark = pytest.mark.usefixtures("worker")


async def test_a_question_is_answered_whole_with_its_usage(owner: Chatter) -> None:
    conversation = await owner.converse()
    answer = await owner.answered(conversation, "What are the words?")
    assert answer["content"] == words(20)
    assert (answer["status"], answer["finish_reason"], answer["attempt"]) == ("completed", "stop", 1)
    assert answer["usage"]["output_tokens"] == 20
    assert answer["usage"]["cost"] is None, "the price of a model that nobody knows is unknown, not zero"
    assert answer["model"]["name"] == "fake-words-20"


async def test_the_events_add_up_to_the_stored_answer(owner: Chatter) -> None:
    conversation = await owner.converse("fake-emoji")
    before = (await owner.messages(conversation))["event_cursor"]
    answer = (await owner.ask(conversation))["answer"]
    events = await owner.events(conversation, before, "message.completed")
    assert [entry["n"] for entry in events] == list(range(before + 1, before + 1 + len(events)))
    text_units = b""
    for entry in events:
        event = entry["event"]
        if event["type"] == "answer.delta":
            assert event["offset"] == len(text_units) // 2, "offsets count UTF-16 code units"
            text_units += event["text"].encode("utf-16-le")
    final = events[-1]["event"]["message"]
    assert final["id"] == answer["id"]
    assert text_units.decode("utf-16-le") == final["content"]


async def test_the_model_sees_the_conversation_so_far(owner: Chatter, provider: FakeProvider) -> None:
    conversation = await owner.converse("fake-echo")
    await owner.answered(conversation, "first")
    await owner.answered(conversation, "second")
    spoken = [(message["role"], message["content"]) for message in provider.chats[-1].body["messages"]]
    assert spoken[-3:] == [("user", "first"), ("assistant", "first"), ("user", "second")]


async def test_stop_keeps_what_is_written(owner: Chatter) -> None:
    conversation = await owner.converse("fake-endless-50tps")
    before = (await owner.messages(conversation))["event_cursor"]
    answer = (await owner.ask(conversation))["answer"]
    await owner.events(conversation, before, "answer.delta")
    await owner.call("POST", f"/conversations/{conversation}/messages/{answer['id']}/stop", 200)
    events = await owner.events(conversation, before, "message.stopped")
    assert events[-1]["event"]["message"]["content"]
    stored = (await owner.messages(conversation))["items"][-1]
    assert stored["status"] == "stopped"
    assert stored["content"] == events[-1]["event"]["message"]["content"]
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["running"] is False
    again = await owner.call("POST", f"/conversations/{conversation}/messages/{answer['id']}/stop", 200)
    assert again["status"] == "stopped", "stopping twice does no harm"


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(status=401), "provider_auth"),
        (Plan(status=429, headers={"Retry-After": "7"}), "provider_rate_limited"),
        (Plan(status=500), "provider_unavailable"),
        (Plan(stop="cut", stop_after=5), "provider_protocol"),
        (Plan(stop="garbage", stop_after=5), "provider_protocol"),
        (Plan(status=400, refusal="context"), "provider_context_too_long"),
    ],
)
async def test_a_failure_is_told_in_place_and_keeps_what_came(
    owner: Chatter, provider: FakeProvider, plan: Plan, code: str
) -> None:
    provider.script(plan, times=None)
    conversation = await owner.converse()
    answer = await owner.answered(conversation)
    assert (answer["status"], answer["error"]["code"]) == ("failed", code)
    assert answer["error"]["title"]
    assert answer["error"]["detail"]
    if plan.stop:
        assert answer["content"] == words(5)
    if plan.headers:
        assert answer["error"]["retry_after"] == 7
    provider.reset()
    retried = await owner.call("POST", f"/conversations/{conversation}/messages/{answer['id']}/retry", 201)
    cursor = (await owner.messages(conversation))["event_cursor"]
    await owner.ended(conversation, cursor - 1, retried["answer"]["id"])
    items = (await owner.messages(conversation))["items"]
    assert [item["status"] for item in items] == ["completed", "completed"]
    assert (items[1]["parent_id"], items[1]["siblings"]["previous_id"]) == (items[0]["id"], answer["id"])


async def test_a_provider_that_is_gone_is_told_in_words_of_ours(owner: Chatter, provider: FakeProvider) -> None:
    conversation = await owner.converse()
    await provider.stop()
    answer = await owner.answered(conversation)
    assert (answer["error"]["code"], answer["error"]["title"]) == (
        "provider_connection_refused",
        "The provider cannot be reached",
    )
    assert answer["error"]["detail"].startswith("The provider's machine refuses the connection")


async def test_without_a_usable_model_the_answer_says_so(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    async with application.platform.database.transaction(owner.person.organization_id) as session:
        await session.execute(text("UPDATE models SET enabled = false"))
    answer = await owner.answered(conversation)
    assert (answer["status"], answer["error"]["code"]) == ("failed", "model_disabled")


async def test_one_answer_at_a_time(owner: Chatter) -> None:
    conversation = await owner.converse("fake-endless-50tps")
    answer = (await owner.ask(conversation))["answer"]
    problem = await owner.call("POST", f"/conversations/{conversation}/messages", 409, json={"content": "And?"})
    assert problem["code"] == "answer_running"
    path = f"/conversations/{conversation}/messages/{answer['id']}/retry"
    assert (await owner.call("POST", path, 409))["code"] == "not_an_ended_answer"


async def test_sending_the_same_id_again_asks_once(owner: Chatter, provider: FakeProvider) -> None:
    conversation = await owner.converse()
    body = {"id": str(uuid4()), "content": "Once"}
    path = f"/conversations/{conversation}/messages"
    first = await owner.call("POST", path, 201, json=body)
    second = await owner.call("POST", path, 201, json=body)
    assert (second["question"]["id"], second["answer"]["id"]) == (body["id"], first["answer"]["id"])
    await owner.ended(conversation, (await owner.messages(conversation))["event_cursor"] - 1, first["answer"]["id"])
    assert len((await owner.messages(conversation))["items"]) == 2
    assert len(provider.chats) == 1


async def test_the_same_id_sent_at_once_asks_once(owner: Chatter) -> None:
    conversation = await owner.converse()
    body = {"id": str(uuid4()), "content": "Once"}
    path = f"/conversations/{conversation}/messages"
    sent = await asyncio.gather(*(owner.call("POST", path, 201, json=body) for _ in range(5)))
    assert len({each["answer"]["id"] for each in sent}) == 1


async def test_reasoning_is_kept_apart(owner: Chatter, provider: FakeProvider) -> None:
    provider.script(reasoning=4, words=3, times=None)
    conversation = await owner.converse()
    answer = await owner.answered(conversation)
    assert answer["reasoning"] == words(4)
    assert answer["content"] == words(3)


async def test_deleting_a_conversation_stops_its_answer(owner: Chatter, provider: FakeProvider) -> None:
    conversation = await owner.converse("fake-endless-50tps")
    before = (await owner.messages(conversation))["event_cursor"]
    await owner.ask(conversation)
    await owner.events(conversation, before, "answer.delta")
    await owner.call("DELETE", f"/conversations/{conversation}", 204)
    async with asyncio.timeout(10):
        await provider.chats[-1].ended.wait()
    assert provider.chats[-1].outcome == "left"


async def test_a_worker_that_was_overtaken_writes_no_more(
    owner: Chatter, application: Application, provider: FakeProvider
) -> None:
    conversation = await owner.converse("fake-endless-50tps")
    before = (await owner.messages(conversation))["event_cursor"]
    answer = (await owner.ask(conversation))["answer"]
    await owner.events(conversation, before, "answer.delta")
    async with application.platform.database.transaction(owner.person.organization_id) as session:
        # What another worker does first when it takes an answer on.
        await session.execute(
            text("UPDATE messages SET attempt = attempt + 1, content = 'mine' WHERE id = :id"), {"id": answer["id"]}
        )
    async with asyncio.timeout(10):
        await provider.chats[-1].ended.wait()
    stored = (await owner.messages(conversation))["items"][-1]
    assert (stored["content"], stored["status"], stored["attempt"]) == ("mine", "streaming", 2)


async def test_an_answer_that_cannot_be_written_is_given_up_in_place(owner: Chatter, application: Application) -> None:
    job = next(job for feature in application.features for job in feature.jobs if job.name == "chat.answer")
    assert job.on_give_up is not None
    await application.platform.jobs.stop_worker()
    conversation = await owner.converse()
    answer = (await owner.ask(conversation))["answer"]
    await job.on_give_up(
        organization_id=str(owner.person.organization_id),
        conversation_id=conversation,
        message_id=answer["id"],
        person_id=str(owner.person.id),
    )
    stored = (await owner.messages(conversation))["items"][-1]
    assert (stored["status"], stored["error"]["code"]) == ("failed", "internal_error")
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["running"] is False
