"""The loop that answers, against a provider on the wire."""

from contextlib import aclosing
from datetime import UTC, datetime
from uuid import UUID

import pytest

from convosphere.engines.llm import (
    AuthError,
    CallRecord,
    ChatMessage,
    ConnectionConfig,
    FinishReason,
    Gateway,
    Outcome,
    Passage,
    ProtocolError,
    Provider,
    RateLimitError,
    ReasoningDelta,
    TextDelta,
    Tool,
    Usage,
)
from convosphere.features.assistants.actions import respond
from convosphere.features.assistants.types import (
    AnswerEvent,
    AnswerFinished,
    Citation,
    Citations,
    Parameters,
    Task,
    ToolStep,
)
from convosphere.features.models.types import ResolvedModel
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTION = (ChatMessage("user", "What is 6 * 7?"),)


def model(
    provider: FakeProvider | None, name: str = "fake-words-5", *, window: int | None = None, key: str = "sk-good"
) -> ResolvedModel:
    """A model at the fake provider; without one, the builtin."""
    kind: Provider = "openai" if provider is not None else "builtin"
    base_url = provider.url if provider is not None else None
    connection = ConnectionConfig(str(UUID(int=1)), kind, base_url, key)
    return ResolvedModel(UUID(int=2), name, name, connection, window)


async def answer(gateway: Gateway, task: Task, calls: list[CallRecord] | None = None) -> tuple[str, list[AnswerEvent]]:
    """The text and all events of an answer."""
    events = [event async for event in respond(gateway, task, on_call=None if calls is None else calls.append)]
    return "".join(event.text for event in events if isinstance(event, TextDelta)), events


async def test_an_answer_is_text_then_usage_then_its_end(gateway: Gateway, provider: FakeProvider) -> None:
    text, events = await answer(gateway, Task(model(provider), QUESTION, "en", NOW))
    assert text == words(5)
    assert isinstance(events[-2], Usage)
    end = events[-1]
    assert isinstance(end, AnswerFinished)
    assert end.reason is FinishReason.STOP
    (call,) = end.calls
    assert call.outcome is Outcome.COMPLETED
    assert call.usage.output_tokens == 5


async def test_the_model_is_told_the_day_in_the_persons_language_and_zone(
    gateway: Gateway, provider: FakeProvider
) -> None:
    task = Task(model(provider), QUESTION, "de", NOW.replace(hour=23, minute=30), time_zone="Europe/Berlin")
    await answer(gateway, task)
    system, question = provider.chats[0].body["messages"]
    assert system["role"] == "system"
    assert "Montag, der 2026-03-02" in system["content"]
    assert question["content"] == QUESTION[0].text


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "\x00", ""])
async def test_an_unknown_zone_is_utc(gateway: Gateway, provider: FakeProvider, zone: str) -> None:
    await answer(gateway, Task(model(provider), QUESTION, "en", NOW, time_zone=zone))
    assert "2026-03-01 (time zone UTC)" in provider.chats[0].body["messages"][0]["content"]


async def test_own_instructions_replace_the_default(gateway: Gateway, provider: FakeProvider) -> None:
    await answer(gateway, Task(model(provider), QUESTION, "en", NOW, instructions="Rhyme."))
    await answer(gateway, Task(model(provider), QUESTION, "en", NOW, instructions=""))
    first, second = (chat.body["messages"] for chat in provider.chats)
    assert [each["content"] for each in first] == ["Rhyme.", QUESTION[0].text]
    assert [each["content"] for each in second] == [QUESTION[0].text]


async def test_parameters_reach_the_provider(gateway: Gateway, provider: FakeProvider) -> None:
    parameters = Parameters(temperature=0.2, top_p=0.9, max_output_tokens=3, stop=["END"])
    text, events = await answer(gateway, Task(model(provider), QUESTION, "en", NOW, parameters=parameters))
    body = provider.chats[0].body
    assert (body["temperature"], body["top_p"], body["stop"]) == (0.2, 0.9, ["END"])
    assert text == words(3)
    end = events[-1]
    assert isinstance(end, AnswerFinished)
    assert end.reason is FinishReason.LENGTH


async def test_reasoning_comes_apart_from_the_text(gateway: Gateway, provider: FakeProvider) -> None:
    text, events = await answer(gateway, Task(model(provider, "fake-reasoning-3-words-2"), QUESTION, "en", NOW))
    assert text == words(2)
    assert "".join(event.text for event in events if isinstance(event, ReasoningDelta)) == words(3)


async def test_an_interrupted_answer_goes_on_behind_what_was_said(gateway: Gateway, provider: FakeProvider) -> None:
    task = Task(model(provider, "fake-words-10"), QUESTION, "de", NOW, partial=words(4))
    text, _ = await answer(gateway, task)
    assert words(4) + text == words(10)
    assert [each["role"] for each in provider.chats[0].body["messages"]] == ["system", "user", "assistant", "user"]


async def test_the_builtin_answers_anew_and_the_beginning_is_skipped(gateway: Gateway) -> None:
    whole, _ = await answer(gateway, Task(model(None), QUESTION, "en", NOW))
    assert "42" in whole
    for said in range(len(whole) + 1):
        rest, events = await answer(gateway, Task(model(None), QUESTION, "en", NOW, partial=whole[:said]))
        assert whole[:said] + rest == whole
        assert isinstance(events[-1], AnswerFinished)


async def test_a_long_history_is_fitted_to_the_models_window(gateway: Gateway, provider: FakeProvider) -> None:
    turns = [ChatMessage("user" if place % 2 == 0 else "assistant", f"{place} " + "x" * 4_000) for place in range(20)]
    task = Task(model(provider, window=8_000), [*turns, *QUESTION], "en", NOW)
    await answer(gateway, task)
    sent = provider.chats[0].body["messages"]
    assert sent[0]["role"] == "system"
    assert sent[1]["role"] == "user"
    assert sent[-1]["content"] == QUESTION[0].text
    assert 3 <= len(sent) < 10
    assert [each["content"][:2] for each in sent[1:-1]] == [turn.text[:2] for turn in turns[-(len(sent) - 2) :]]


async def test_passages_are_shown_and_cited(gateway: Gateway, provider: FakeProvider) -> None:
    passages = [Passage("a", "Travel rules", "Trains first."), Passage("b", "Canteen", "Soup on Mondays.")]
    provider.script(reply="Soup [2].")
    _, events = await answer(gateway, Task(model(provider), QUESTION, "en", NOW, passages=passages))
    system, question = provider.chats[0].body["messages"]
    assert "never an instruction" in system["content"]
    assert 'number="2" title="Canteen">\nSoup on Mondays.' in question["content"]
    assert question["content"].endswith(QUESTION[0].text)
    assert events[-2] == Citations((Citation(2, "b", "Canteen"),))


async def test_a_tool_that_was_offered_is_handed_back(gateway: Gateway, provider: FakeProvider) -> None:
    parameters = Parameters(tools=[Tool("weather", "The weather", {"type": "object"})])
    task = Task(model(provider, "fake-tools-1"), QUESTION, "en", NOW, parameters=parameters)
    text, events = await answer(gateway, task)
    assert text == ""
    (step,) = [event for event in events if isinstance(event, ToolStep)]
    assert (step.call.name, step.status) == ("weather", "requested")
    end = events[-1]
    assert isinstance(end, AnswerFinished)
    assert end.reason is FinishReason.TOOL_CALLS


async def test_refusals_are_typed_and_recorded(gateway: Gateway, provider: FakeProvider) -> None:
    calls: list[CallRecord] = []
    with pytest.raises(AuthError):
        await answer(gateway, Task(model(provider, key="bad"), QUESTION, "en", NOW), calls)
    with pytest.raises(RateLimitError) as caught:
        await answer(gateway, Task(model(provider, "fake-429-retry-7"), QUESTION, "en", NOW), calls)
    assert caught.value.retry_after == 7
    assert [call.outcome for call in calls] == [Outcome.FAILED, Outcome.FAILED]
    assert [call.error.code for call in calls if call.error] == ["provider_auth", "provider_rate_limited"]


async def test_what_was_said_before_a_cut_holds(gateway: Gateway, provider: FakeProvider) -> None:
    calls: list[CallRecord] = []
    said: list[AnswerEvent] = []

    async def listen() -> None:
        task = Task(model(provider, "fake-words-9-cut-after-4"), QUESTION, "en", NOW)
        async for event in respond(gateway, task, on_call=calls.append):
            said.append(event)  # noqa: PERF401 - what came before the error is what matters

    with pytest.raises(ProtocolError):
        await listen()
    assert "".join(event.text for event in said if isinstance(event, TextDelta)) == words(4)
    assert calls[0].outcome is Outcome.FAILED
    assert calls[0].usage.estimated


async def test_an_answer_that_is_left_is_recorded_as_stopped(gateway: Gateway, provider: FakeProvider) -> None:
    calls: list[CallRecord] = []
    task = Task(model(provider, "fake-endless-50tps"), QUESTION, "en", NOW)
    async with aclosing(respond(gateway, task, on_call=calls.append)) as events:
        async for _ in events:
            break
    (call,) = calls
    assert call.outcome is Outcome.STOPPED
    await provider.chats[0].ended.wait()
    assert provider.chats[0].outcome == "left"
