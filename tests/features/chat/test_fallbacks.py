"""Another model stands in: the message says which answered, which was to, and why."""

from decimal import Decimal
from typing import Any

import pytest

from convosphere.platform.context import Platform
from tests.factories.budgets import usage_rows
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.features.chat.conftest import Chatter

pytestmark = [
    pytest.mark.usefixtures("worker"),
    pytest.mark.settings(models={"retries": 1, "retry_pause_seconds": 0.001, "circuit_failures": 1000}),
]
WANTED, OTHER = "fake-echo", "fake-words-20"


async def chain(owner: Chatter, model: str, *others: str, **more: Any) -> None:
    fallbacks = [str(owner.models[other]) for other in others]
    await owner.call("PATCH", f"/models/{owner.models[model]}", 200, json={"fallbacks": fallbacks, **more})


async def test_the_message_says_who_answered_and_why(
    owner: Chatter, provider: FakeProvider, platform: Platform
) -> None:
    await chain(owner, WANTED, OTHER, price={"input": "1", "output": "1"})
    await chain(owner, OTHER, price={"input": "1000", "output": "1000"})
    provider.script(model=WANTED, status=503, times=2)
    conversation = await owner.converse(WANTED)
    cursor = (await owner.messages(conversation))["event_cursor"]
    answer = await owner.answered(conversation)
    assert answer["content"] == words(20)
    shown = answer["model"]
    assert (shown["name"], shown["id"]) == (OTHER, str(owner.models[OTHER]))
    assert shown["fallback"] == {
        "wanted": WANTED,
        "because": "provider_unavailable",
        "reason": "The provider is out of order",
    }
    events = await owner.events(conversation, cursor, "message.completed")
    assert events[-1]["event"]["message"]["model"] == shown, "the events say the same as a fetch"
    rows = await usage_rows(platform, owner.person.organization_id)
    assert [(row["model_name"], row["outcome"]) for row in rows] == [(WANTED, "failed")] * 2 + [(OTHER, "completed")]
    assert [row["cost"] for row in rows[:2]] == [0, 0], "what was refused is not charged"
    own = rows[2]["input_tokens"] + rows[2]["output_tokens"]
    assert rows[2]["cost"] == Decimal(own) / 1000, "the stand-in's price, not the wanted model's"
    assert Decimal(answer["usage"]["cost"]) == rows[2]["cost"]
    await owner.call("PATCH", "/me", 200, json={"locale": "de"})
    german = (await owner.messages(conversation))["items"][-1]["model"]["fallback"]
    assert german["reason"] == "Der Anbieter ist gestört"
    # The conversation's model is the wanted one as before: it is asked first again.
    again = await owner.answered(conversation, "Again?")
    assert (again["content"], again["model"]["fallback"]) == ("Again?", None)


async def test_nobody_stands_in_after_the_first_word(owner: Chatter, provider: FakeProvider) -> None:
    await chain(owner, WANTED, OTHER)
    provider.script(model=WANTED, reply="one two three", stop="cut", stop_after=2)
    answer = await owner.answered(await owner.converse(WANTED))
    assert (answer["status"], answer["content"]) == ("failed", "one two")
    assert (answer["model"]["name"], answer["model"]["fallback"]) == (WANTED, None)


async def test_when_nobody_answers_the_wanted_model_is_named(owner: Chatter, provider: FakeProvider) -> None:
    await chain(owner, WANTED, OTHER)
    provider.script(model=WANTED, status=401)
    provider.script(model=OTHER, status=404)
    answer = await owner.answered(await owner.converse(WANTED))
    assert (answer["status"], answer["error"]["code"]) == ("failed", "provider_auth")
    assert (answer["model"]["name"], answer["model"]["fallback"]) == (WANTED, None)


async def test_an_answer_that_goes_on_stays_with_who_began_it(owner: Chatter, provider: FakeProvider) -> None:
    await chain(owner, WANTED, OTHER)
    conversation = await owner.converse(WANTED)
    cursor = (await owner.messages(conversation))["event_cursor"]
    provider.script(model=WANTED, status=401)
    provider.script(model=OTHER, reply=words(9), tokens_per_second=10)
    answer = (await owner.ask(conversation))["answer"]
    await owner.events(conversation, cursor, "answer.delta")
    await owner.call("POST", f"/conversations/{conversation}/messages/{answer['id']}/stop", 200)
    await owner.ended(conversation, cursor, answer["id"])
    stopped = (await owner.messages(conversation))["items"][-1]
    assert (stopped["status"], stopped["model"]["name"]) == ("stopped", OTHER)
    assert stopped["model"]["fallback"]["because"] == "provider_auth"
    cursor = (await owner.messages(conversation))["event_cursor"]
    provider.script(model=OTHER, reply=words(9))
    await owner.call("POST", f"/conversations/{conversation}/messages/{answer['id']}/continue", 201)
    await owner.ended(conversation, cursor, answer["id"])
    whole = (await owner.messages(conversation))["items"][-1]
    assert (whole["status"], whole["content"]) == ("completed", words(9))
    assert (whole["model"]["name"], whole["model"]["fallback"]) == (OTHER, stopped["model"]["fallback"])


async def test_a_model_that_vanished_is_stood_in_for(owner: Chatter, provider: FakeProvider) -> None:
    await chain(owner, WANTED, OTHER)
    conversation = await owner.converse(WANTED)
    shown = await owner.call("GET", "/models", 200)
    connection = next(each["connection"]["id"] for each in shown["items"] if each["name"] == WANTED)
    provider.models = (OTHER,)
    await owner.call("POST", f"/connections/{connection}/refresh-models", 200)
    answer = await owner.answered(conversation)
    assert (answer["content"], answer["model"]["name"]) == (words(20), OTHER)
    assert answer["model"]["fallback"] == {
        "wanted": WANTED,
        "because": "model_vanished",
        "reason": "This model is gone",
    }


async def test_a_model_that_was_closed_to_the_asker_meanwhile_does_not_answer(owner: Chatter) -> None:
    conversation = await owner.converse(WANTED)
    at = f"/models/{owner.models[WANTED]}/access"
    await owner.call("PUT", at, 200, json={"restricted": True, "items": [{"kind": "role", "subject": "guest"}]})
    answer = await owner.answered(conversation)
    assert (answer["status"], answer["error"]["code"]) == ("failed", "model_not_found")
    assert "is not open to you" in answer["error"]["detail"]
