"""Questions that wait, answers side by side, answers that go on: one at a time, and nobody is forgotten."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from convosphere.entry.wiring import Application
from convosphere.platform.clock import FrozenClock
from tests.features.chat.conftest import Chatter
from tests.features.chat.trees import answer_at_once, contents, path


@pytest.fixture
def clock() -> FrozenClock:
    """No answer is written here: they are ended by hand."""
    return FrozenClock()


async def wait_for(owner: Chatter, conversation: str, content: str, **more: Any) -> dict[str, Any]:
    body = {"content": content, "when_busy": "queue", **more}
    sent = await owner.call("POST", f"/conversations/{conversation}/messages", 202, json=body)
    assert (sent["question"], sent["answer"], sent["answers"]) == (None, None, [])
    queued = sent["queued"]
    assert isinstance(queued, dict)
    return queued


async def waiting(owner: Chatter, conversation: str) -> list[str]:
    return [question["content"] for question in (await owner.messages(conversation))["queue"]]


async def last_answer(owner: Chatter, conversation: str) -> str:
    return str((await owner.messages(conversation))["items"][-1]["id"])


async def test_what_waits_is_asked_in_its_order_when_the_answer_ends(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    await owner.ask(conversation, "one")
    before = (await owner.messages(conversation))["event_cursor"]
    second = await wait_for(owner, conversation, "two", id=str(uuid4()))
    again = await wait_for(owner, conversation, "two, sent again", id=second["id"])
    assert again == second
    await wait_for(owner, conversation, "three")
    assert await waiting(owner, conversation) == ["two", "three"]
    await answer_at_once(application, owner, await last_answer(owner, conversation))
    page = await owner.messages(conversation)
    assert [item["content"] for item in page["items"]] == ["one", "to one", "two", ""]
    assert page["items"][2]["id"] == second["id"]
    sent = await owner.call(
        "POST", f"/conversations/{conversation}/messages", 201, json={"id": second["id"], "content": "two"}
    )
    assert sent["answer"]["id"] == page["items"][3]["id"]
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["running"]
    for _ in range(2):
        await answer_at_once(application, owner, await last_answer(owner, conversation))
    assert await contents(owner, conversation) == ["one", "to one", "two", "to two", "three", "to three"]
    assert not (await owner.call("GET", f"/conversations/{conversation}", 200))["running"]
    events = await owner.call("GET", f"/conversations/{conversation}/events?after={before}", 200)
    kinds = [entry["event"]["type"] for entry in events["events"]]
    assert kinds[:5] == [
        "question.queued",
        "question.queued",
        "message.completed",
        "question.unqueued",
        "message.created",
    ]


async def test_what_waits_can_be_changed_taken_back_and_preferred(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    await owner.ask(conversation, "one")
    queued = [await wait_for(owner, conversation, content) for content in ("two", "three", "four")]
    at = [f"/conversations/{conversation}/queue/{question['id']}" for question in queued]
    assert (await owner.call("PATCH", at[1], 200, json={"content": "three!"}))["content"] == "three!"
    await owner.call("PATCH", at[1], 422, json={"content": "  "})
    await owner.call("DELETE", at[0], 204)
    await owner.call("DELETE", at[0], 404)
    await owner.call("POST", f"{at[2]}/steer", 200)
    assert await waiting(owner, conversation) == ["four", "three!"]
    await answer_at_once(application, owner, await last_answer(owner, conversation), "cut")
    assert await waiting(owner, conversation) == ["three!"]
    await owner.call("PATCH", at[2], 404, json={"content": "too late"})
    assert (await contents(owner, conversation))[:3] == ["one", "cut", "four"]


async def test_steering_goes_before_all_that_waits(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    answer = (await owner.ask(conversation, "one"))["answer"]
    await wait_for(owner, conversation, "two")
    await wait_for(owner, conversation, "now", when_busy="steer")
    assert await waiting(owner, conversation) == ["now", "two"]
    await answer_at_once(application, owner, answer["id"])
    assert (await contents(owner, conversation))[-2] == "now"


async def test_an_id_that_a_message_took_while_the_question_waited_keeps_no_answer_from_ending(
    owner: Chatter, application: Application
) -> None:
    conversation, elsewhere, taken = await owner.converse(), await owner.converse(), str(uuid4())
    await owner.ask(conversation, "one")
    await wait_for(owner, conversation, "two", id=taken)
    await owner.ask(elsewhere, "another one", id=taken)
    await answer_at_once(application, owner, await last_answer(owner, conversation))
    items = (await owner.messages(conversation))["items"]
    assert [item["content"] for item in items] == ["one", "to one", "two", ""]
    assert items[2]["id"] != taken


async def test_there_is_an_end_to_waiting(owner: Chatter) -> None:
    conversation = await owner.converse()
    sent = await owner.ask(conversation, "one", when_busy="queue")
    assert sent["queued"] is None, "who need not wait does not"
    body = {"content": "more", "when_busy": "queue"}
    messages = f"/conversations/{conversation}/messages"
    given = await asyncio.gather(
        *(owner.client.post(f"/api/v1{messages}", headers=owner.headers, json=body) for _ in range(22))
    )
    assert sorted(response.status_code for response in given) == [202] * 20 + [409] * 2
    assert (await owner.call("POST", messages, 409, json=body))["code"] == "queue_full"
    assert (await owner.call("POST", messages, 409, json={"content": "more"}))["code"] == "answer_running"
    body = {"content": "x", "when_busy": "queue", "edits": str(uuid4())}
    assert (await owner.call("POST", messages, 404, json=body))["errors"][0]["field"] == "body.edits"


async def compare(owner: Chatter, conversation: str, content: str = "one") -> list[dict[str, Any]]:
    models = [str(owner.models[name]) for name in ("fake-echo", "fake-emoji", "fake-words-20")]
    sent = await owner.ask(conversation, content, model_ids=models)
    assert sent["answer"] == sent["answers"][0]
    answers = sent["answers"]
    assert isinstance(answers, list)
    return answers


async def test_several_models_answer_side_by_side_and_one_is_chosen(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse("fake-words-20")
    answers = await compare(owner, conversation)
    assert [answer["siblings"]["index"] for answer in answers] == [1, 2, 3]
    assert len({answer["comparison_id"] for answer in answers}) == 1
    at = f"/conversations/{conversation}"
    chosen = path(conversation, answers[1]["id"], "choose")
    assert (await owner.call("POST", chosen, 409))["code"] == "answer_running"
    # Two that end at the same moment: the last of all frees the conversation, whichever that is.
    await asyncio.gather(*(answer_at_once(application, owner, answer["id"]) for answer in answers[:2]))
    assert (await owner.call("GET", at, 200))["running"]
    await answer_at_once(application, owner, answers[2]["id"])
    assert not (await owner.call("GET", at, 200))["running"]
    assert await contents(owner, conversation) == ["one", "to one", "to one", "to one"]
    retried = await owner.call("POST", path(conversation, answers[0]["id"], "retry"), 201)
    assert retried["answer"]["comparison_id"] == answers[0]["comparison_id"]
    assert len(await contents(owner, conversation)) == 4, "it takes the place of the one tried again"
    await answer_at_once(application, owner, retried["answer"]["id"], "again")
    made = await owner.call("POST", chosen, 200)
    assert made["model_id"] == str(owner.models["fake-emoji"])
    page = await owner.messages(conversation)
    assert [item["id"] for item in page["items"]][1:] == [answers[1]["id"]]
    assert (page["items"][1]["comparison_id"], page["items"][1]["siblings"]["count"]) == (None, 4)
    assert (await owner.call("POST", chosen, 409))["code"] == "nothing_to_choose"


async def test_going_on_behind_one_answer_chooses_it_and_a_branch_brings_all_back(
    owner: Chatter, application: Application
) -> None:
    conversation = await owner.converse()
    answers = await compare(owner, conversation)
    for answer in answers:
        await answer_at_once(application, owner, answer["id"])
    question = (await owner.messages(conversation))["items"][0]["id"]
    other = await owner.ask(conversation, "other", edits=question)
    await answer_at_once(application, owner, other["answer"]["id"])
    await owner.call("POST", path(conversation, question, "show"), 200)
    assert len(await contents(owner, conversation)) == 4
    sent = await owner.ask(conversation, "two", parent_id=answers[2]["id"])
    await answer_at_once(application, owner, sent["answer"]["id"])
    page = await owner.messages(conversation)
    assert [item["id"] for item in page["items"]][1] == answers[2]["id"]
    assert [item["content"] for item in page["items"]] == ["one", "to one", "two", "to two"]


async def test_what_waited_for_a_comparison_follows_its_first_answer_whichever_ends_last(
    owner: Chatter, application: Application
) -> None:
    conversation = await owner.converse()
    answers = await compare(owner, conversation)
    await wait_for(owner, conversation, "two")
    for answer in answers:
        await answer_at_once(application, owner, answer["id"])
    items = (await owner.messages(conversation))["items"]
    assert [item["content"] for item in items] == ["one", "to one", "two", ""]
    assert (items[1]["id"], items[2]["parent_id"]) == (answers[0]["id"], answers[0]["id"])


async def test_a_comparison_with_answers_less(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    answers = await compare(owner, conversation)
    for answer in answers:
        await answer_at_once(application, owner, answer["id"])
    await owner.call("DELETE", path(conversation, answers[0]["id"]), 204)
    assert len(await contents(owner, conversation)) == 3
    await owner.call("DELETE", path(conversation, answers[2]["id"]), 204)
    left = (await owner.messages(conversation))["items"]
    assert [item["id"] for item in left[1:]] == [answers[1]["id"]]
    assert left[1]["comparison_id"] is None
    sent = await owner.ask(conversation, "two")
    assert sent["question"]["parent_id"] == answers[1]["id"]


async def test_models_that_cannot_be_compared(owner: Chatter) -> None:
    conversation = await owner.converse()
    one, two = str(owner.models["fake-echo"]), str(owner.models["fake-emoji"])
    messages = f"/conversations/{conversation}/messages"
    for wrong in ([one], [one, one], [one, two] * 3):
        await owner.call("POST", messages, 422, json={"content": "x", "model_ids": wrong})
    await owner.call("POST", messages, 422, json={"content": "x", "model_ids": [one, two], "model_id": one})
    problem = await owner.call("POST", messages, 404, json={"content": "x", "model_ids": [one, str(uuid4())]})
    assert problem["errors"][0]["field"] == "body.model_ids.1"


async def test_an_answer_cut_off_by_length_goes_on(owner: Chatter, application: Application) -> None:
    conversation = await owner.converse()
    answer = (await owner.ask(conversation, "one"))["answer"]
    go_on = path(conversation, answer["id"], "continue")
    assert (await owner.call("POST", go_on, 409))["code"] == "not_an_ended_answer"
    await answer_at_once(application, owner, answer["id"], "half", reason="length")
    continued = (await owner.call("POST", go_on, 201))["answer"]
    assert (continued["id"], continued["status"], continued["content"]) == (answer["id"], "pending", "half")
    assert (await owner.call("POST", go_on, 409))["code"] == "not_an_ended_answer"
    await answer_at_once(application, owner, answer["id"], " and whole")
    stored = (await owner.messages(conversation))["items"][-1]
    assert (stored["content"], stored["attempt"], stored["finish_reason"]) == ("half and whole", 2, "stop")
    assert (await owner.call("POST", go_on, 409))["code"] == "not_cut_off"
