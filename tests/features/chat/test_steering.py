"""Steering while a model really speaks; what waits when a worker dies; how long a model thought."""

from uuid import UUID

import pytest

from convosphere.entry.wiring import Application
from convosphere.features.chat.actions import AnswerDesk
from convosphere.features.chat.actions.answer import write_answer
from convosphere.features.chat.types import AnswerKey
from tests.fakes.provider import FakeProvider
from tests.features.chat.conftest import Chatter


@pytest.mark.usefixtures("worker")
async def test_steering_stops_the_answer_keeps_its_words_and_asks_at_once(owner: Chatter) -> None:
    conversation = await owner.converse("fake-endless-50tps")
    before = (await owner.messages(conversation))["event_cursor"]
    await owner.ask(conversation, "one")
    await owner.events(conversation, before, "answer.delta")
    body = {"content": "two", "when_busy": "steer", "model_id": str(owner.models["fake-echo"])}
    queued = (await owner.call("POST", f"/conversations/{conversation}/messages", 202, json=body))["queued"]
    events = await owner.events(conversation, before, "message.completed")
    kinds = [entry["event"]["type"] for entry in events]
    assert kinds.index("message.stopped") < kinds.index("question.unqueued") < kinds.index("message.completed")
    items = (await owner.messages(conversation))["items"]
    assert [item["status"] for item in items] == ["completed", "stopped", "completed", "completed"]
    assert items[1]["content"].strip().startswith("word-1")
    assert (items[2]["id"], items[2]["parent_id"], items[3]["content"]) == (queued["id"], items[1]["id"], "two")


@pytest.mark.usefixtures("worker")
async def test_what_a_model_thought_has_a_duration(owner: Chatter, provider: FakeProvider) -> None:
    conversation = await owner.converse()
    assert (await owner.answered(conversation))["reasoning_ms"] is None
    provider.script(reasoning=10, words=3, tokens_per_second=100, times=None)
    thought = (await owner.answered(conversation))["reasoning_ms"]
    assert thought is not None
    assert 20 <= thought <= 5_000


async def test_what_waits_for_a_dead_worker_is_asked_by_the_one_that_takes_over(
    owner: Chatter, application: Application
) -> None:
    conversation = await owner.converse()
    answer = (await owner.ask(conversation, "one"))["answer"]
    # Nobody works here: as if the worker had died. Steering waits for whoever comes.
    body = {"content": "two", "when_busy": "steer"}
    await owner.call("POST", f"/conversations/{conversation}/messages", 202, json=body)
    desk = AnswerDesk(application.platform, application.gateway)
    organization_id = owner.person.organization_id
    await write_answer(desk, AnswerKey(organization_id, UUID(conversation), UUID(answer["id"])), owner.person.id)
    page = await owner.messages(conversation)
    assert [item["status"] for item in page["items"]] == ["completed", "stopped", "completed", "pending"]
    assert page["queue"] == []
    # The dead one comes back to life: there is nothing left for it to do.
    await write_answer(desk, AnswerKey(organization_id, UUID(conversation), UUID(answer["id"])), owner.person.id)
    assert len((await owner.messages(conversation))["items"]) == 4
