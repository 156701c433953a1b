"""Tries again, and who stands in: all before the first token, and never behind the budget's back."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from convosphere.engines.llm import (
    CallRecord,
    ChatMessage,
    CircuitOpenError,
    CircuitPolicy,
    Circuits,
    ConnectionConfig,
    ContentFilterError,
    Gateway,
    Image,
    Provider,
    ProviderError,
    RateLimitError,
    Retrying,
    TextDelta,
    Tool,
    UnavailableError,
)
from convosphere.features.assistants.actions import respond
from convosphere.features.assistants.types import AnswerFinished, ModelAnswering, Parameters, Pins, Task
from convosphere.features.models.errors import BudgetTooSmallError
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.errors import InvalidInputError
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.features.assistants.test_respond import NOW, QUESTION

QUICK = Retrying(retries=2, pause=0.001)


@dataclass
class Told:
    """What came of a task."""

    text: str = ""
    answering: list[ModelAnswering] = field(default_factory=list)
    calls: list[CallRecord] = field(default_factory=list)
    error: Exception | None = None

    @property
    def who(self) -> tuple[str, str | None]:
        (only,) = self.answering
        return only.model.name, only.because

    @property
    def asked(self) -> list[str]:
        return [call.model for call in self.calls]


def at(provider: FakeProvider | None, name: str = "fake-words-5", **changes: Any) -> ResolvedModel:
    """A model at the fake provider, on a connection of its own; without one, the builtin."""
    kind: Provider = "openai" if provider is not None else "builtin"
    connection = ConnectionConfig(str(uuid4()), kind, None if provider is None else provider.url, "k")
    return replace(ResolvedModel(uuid4(), name, name, connection, None), **changes)


async def tell(wanted: ResolvedModel, *others: ResolvedModel, gateway: Gateway | None = None, **changes: Any) -> Told:
    opened = gateway or Gateway(retrying=QUICK)
    told = Told()
    options = {name: changes.pop(name) for name in ("guard", "wishes") if name in changes}
    task = replace(Task(replace(wanted, fallbacks=others), QUESTION, "en", NOW), **changes)
    try:
        async with aclosing(respond(opened, task, on_call=told.calls.append, **options)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    told.text += event.text
                elif isinstance(event, ModelAnswering):
                    assert not told.text
                    told.answering.append(event)
                elif isinstance(event, AnswerFinished):
                    assert list(event.calls) == told.calls
    except (ProviderError, BudgetTooSmallError, InvalidInputError) as error:
        told.error = error
    if gateway is None:
        await opened.aclose()
    return told


async def test_what_fails_for_a_moment_is_asked_again(provider: FakeProvider) -> None:
    provider.script(status=503)
    provider.script(status=429, headers={"Retry-After": "0"})
    told = await tell(at(provider))
    assert (told.text, told.who) == (words(5), ("fake-words-5", None))
    assert [call.error and call.error.code for call in told.calls] == [
        "provider_unavailable",
        "provider_rate_limited",
        None,
    ]


async def test_it_is_asked_only_so_often_and_the_last_error_counts(provider: FakeProvider) -> None:
    told = await tell(at(provider, "fake-500"))
    assert isinstance(told.error, UnavailableError)
    assert len(told.calls) == 3


async def test_a_wait_that_is_too_long_is_not_waited_for(provider: FakeProvider) -> None:
    told = await tell(at(provider, "fake-429-retry-21"), at(provider))
    assert told.who == ("fake-words-5", "provider_rate_limited")
    assert told.asked == ["fake-429-retry-21", "fake-words-5"]
    alone = await tell(at(provider, "fake-429-retry-21"))
    assert isinstance(alone.error, RateLimitError)
    assert alone.error.retry_after == 21


@pytest.mark.parametrize(
    ("model", "tries"), [("fake-401", 1), ("fake-404", 1), ("fake-quota", 1), ("fake-503", 3), ("fake-html", 1)]
)
async def test_the_next_of_the_chain_stands_in(provider: FakeProvider, model: str, tries: int) -> None:
    told = await tell(at(provider, model), at(provider, "fake-403"), at(provider), at(provider, "fake-echo"))
    assert told.text == words(5)
    because = told.calls[0].error
    assert because is not None
    assert told.who == ("fake-words-5", because.code)
    assert told.asked == [model] * tries + ["fake-403", "fake-words-5"]


@pytest.mark.parametrize("model", ["fake-filter", "fake-odd"])
async def test_what_is_wrong_with_the_request_is_nobody_elses_matter(provider: FakeProvider, model: str) -> None:
    fault = b'{"error": {"message": "odd field", "type": "invalid_request_error"}}'
    provider.script(model="fake-odd", status=400, body=fault)
    told = await tell(at(provider, model), at(provider))
    assert isinstance(told.error, ProviderError)
    assert told.asked == [model]


async def test_a_policy_is_not_gone_around(provider: FakeProvider) -> None:
    told = await tell(at(provider, "fake-401"), at(provider, "fake-filter"), at(provider))
    assert told.asked == ["fake-401", "fake-filter"]
    assert not isinstance(told.error, ContentFilterError), "the wanted model's error is told"


@pytest.mark.parametrize(("window", "answers"), [(None, False), (8_000, False), (8_001, True)])
async def test_too_long_goes_to_a_larger_window_only(
    provider: FakeProvider,
    window: int | None,
    answers: bool,  # noqa: FBT001 - a column of the table
) -> None:
    wanted = at(provider, "fake-context", context_window=8_000)
    told = await tell(wanted, at(provider, context_window=window))
    assert (told.text == words(5)) is answers
    assert (told.error is None) is answers


async def test_too_long_for_a_stand_in_as_well_goes_to_one_larger_than_that(provider: FakeProvider) -> None:
    told = await tell(
        at(provider, "fake-context", context_window=8_000),
        at(provider, "fake-context", context_window=100_000),
        at(provider, context_window=50_000),
        at(provider, "fake-echo", context_window=200_000),
    )
    assert told.asked == ["fake-context", "fake-context", "fake-echo"]


@pytest.mark.parametrize(("window", "kept"), [(1_000, 3), (100_000, 7)], ids=["smaller", "larger"])
async def test_pins_stay_whatever_the_window_of_who_stands_in(provider: FakeProvider, window: int, kept: int) -> None:
    """Trimmed to the window of the one that is asked: the wanted one's, then the stand-in's; pins stay in both."""
    pinned = [ChatMessage("user", "My name is Ada."), ChatMessage("assistant", "Hello Ada.")]
    long = [ChatMessage("user", words(250)), ChatMessage("assistant", "Yes.")]
    told = await tell(
        at(provider, "fake-503", context_window=2_000),
        at(provider, context_window=window),
        history=[*pinned, *long, *long, *QUESTION],
        pins=Pins(frozenset({0, 1})),
    )
    assert told.who == ("fake-words-5", "provider_unavailable")
    asked = [[each for each in chat.body["messages"] if each["role"] != "system"] for chat in provider.chats]
    assert [len(messages) for messages in asked] == [5, 5, 5, kept]
    for messages in asked:
        assert "My name is Ada." in messages[0]["content"]
        assert messages[-1]["content"] == QUESTION[-1].text


async def test_after_the_first_word_the_answer_is_that_models(provider: FakeProvider) -> None:
    told = await tell(at(provider, "fake-words-20-cut-after-3"), at(provider))
    assert told.text == words(3)
    assert isinstance(told.error, ProviderError)
    assert told.asked == ["fake-words-20-cut-after-3"]
    thinks = await tell(at(provider, "fake-reasoning-3-words-9-cut-after-0"), at(provider))
    assert thinks.asked == ["fake-reasoning-3-words-9-cut-after-0"]


async def test_when_nobody_answers_the_wanted_models_error_is_told(provider: FakeProvider) -> None:
    told = await tell(at(provider, "fake-503"), at(provider, "fake-401"))
    assert isinstance(told.error, UnavailableError)
    assert told.asked == ["fake-503"] * 3 + ["fake-401"]


async def test_who_is_left_alone_is_passed_over_at_once(provider: FakeProvider) -> None:
    gateway = Gateway(retrying=QUICK, circuits=Circuits(CircuitPolicy(failures=3)))
    down = at(provider, "fake-503")
    first = await tell(down, at(provider), gateway=gateway)
    assert len(first.calls) == 4
    second = await tell(down, at(provider), gateway=gateway)
    assert second.asked == ["fake-words-5"]
    assert second.who == ("fake-words-5", "provider_unavailable")
    alone = await tell(down, gateway=gateway)
    assert isinstance(alone.error, CircuitOpenError)
    assert not alone.calls
    await gateway.aclose()


async def test_what_the_provider_said_is_told_and_not_that_it_is_left_alone_since(provider: FakeProvider) -> None:
    gateway = Gateway(retrying=QUICK, circuits=Circuits(CircuitPolicy(failures=1)))
    told = await tell(at(provider, "fake-503"), gateway=gateway)
    assert told.asked == ["fake-503"]
    assert isinstance(told.error, UnavailableError)
    assert not isinstance(told.error, CircuitOpenError)
    await gateway.aclose()


async def test_each_model_is_asked_in_its_own_words(provider: FakeProvider) -> None:
    def wishes(model: ResolvedModel) -> Mapping[str, object]:
        if model.name == "fake-echo":
            raise InvalidInputError
        return {"seed": 7} if model.name == "fake-401" else {}

    long = [ChatMessage("user", "x" * 4_000), ChatMessage("assistant", "y" * 4_000), *QUESTION]
    told = await tell(
        at(provider, "fake-401"),
        at(provider, "fake-echo"),
        at(provider, context_window=1_500),
        wishes=wishes,
        history=long,
    )
    assert told.asked == ["fake-401", "fake-words-5"]
    first, second = (chat.body for chat in provider.chats)
    assert (first.get("seed"), second.get("seed")) == (7, None)
    assert (len(first["messages"]), len(second["messages"])) == (4, 2)
    refused = await tell(at(provider, "fake-echo"), at(provider), wishes=wishes)
    assert isinstance(refused.error, InvalidInputError), "what the wanted one cannot do is said"


async def test_who_cannot_see_or_call_tools_does_not_stand_in(provider: FakeProvider) -> None:
    blind, lame = at(provider, "fake-echo", vision=False), at(provider, "fake-echo", tools=False)
    picture = [ChatMessage("user", "What?", images=[Image("image/png", b"\x89PNG")])]
    told = await tell(at(provider, "fake-401"), blind, at(None, "builtin"), at(provider), history=picture)
    assert told.asked == ["fake-401", "fake-words-5"]
    tools = Parameters(tools=[Tool("weather", "", {"type": "object"})])
    assert (await tell(at(provider, "fake-401"), lame, at(provider), parameters=tools)).asked[-1] == "fake-words-5"


async def test_the_builtin_one_stands_in_but_goes_on_with_nobodys_text(provider: FakeProvider) -> None:
    told = await tell(at(provider, "fake-401"), at(None, "builtin"))
    assert "42" in told.text
    assert told.who == ("builtin", "provider_auth")
    going_on = await tell(at(provider, "fake-401"), at(None, "builtin"), partial="The answer is")
    assert going_on.asked == ["fake-401"]


class Guard:
    """Gives each call a number; refuses the models that it is told to."""

    def __init__(self, *refused: str) -> None:
        self.refused = refused
        self.given: list[UUID] = []

    async def admit(self, model: ResolvedModel, input_tokens: int, _: int | None) -> UUID | None:
        assert input_tokens > 0
        if model.name in self.refused:
            raise BudgetTooSmallError.__new__(BudgetTooSmallError)
        self.given.append(uuid4())
        return self.given[-1]


async def test_every_call_is_admitted_and_carries_its_reservation(provider: FakeProvider) -> None:
    guard = Guard()
    told = await tell(at(provider, "fake-503"), at(provider, "fake-401"), at(provider), guard=guard)
    assert [call.reservation for call in told.calls] == guard.given
    assert len(guard.given) == 5


async def test_what_the_budget_refuses_is_passed_over_but_not_for_the_first_call(provider: FakeProvider) -> None:
    told = await tell(at(provider, "fake-401"), at(provider, "fake-echo"), at(provider), guard=Guard("fake-echo"))
    assert told.asked == ["fake-401", "fake-words-5"]
    refused = await tell(at(provider), at(provider, "fake-echo"), guard=Guard("fake-words-5"))
    assert isinstance(refused.error, BudgetTooSmallError)
    assert not refused.calls


class NoSecondTry(Guard):
    """Has room for each model once."""

    async def admit(self, model: ResolvedModel, input_tokens: int, most: int | None) -> UUID | None:
        given = await super().admit(model, input_tokens, most)
        self.refused = (*self.refused, model.name)
        return given


async def test_where_the_budget_has_no_room_for_another_try_another_model_stands_in(provider: FakeProvider) -> None:
    told = await tell(at(provider, "fake-503"), at(provider), guard=NoSecondTry())
    assert told.asked == ["fake-503", "fake-words-5"]
    assert told.who == ("fake-words-5", "provider_unavailable")
    alone = await tell(at(provider, "fake-503"), guard=NoSecondTry())
    assert isinstance(alone.error, UnavailableError), "what the provider said, not the budget"


async def test_nobody_waits_for_a_pause_once_nobody_wants_the_answer(provider: FakeProvider) -> None:
    gateway = Gateway(retrying=Retrying(retries=5, pause=20, longest_wait=20))
    telling = asyncio.create_task(tell(at(provider, "fake-503"), gateway=gateway))
    while not provider.chats:  # noqa: ASYNC110 - the fake has no event for it
        await asyncio.sleep(0.01)
    telling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(telling, 1)
    await gateway.aclose()
