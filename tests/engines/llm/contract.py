"""What every adapter promises, whatever the provider. `test_contract` and `test_litellm` run it on each."""

import asyncio
import re
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from convosphere.engines.llm import (
    AuthError,
    ChatMessage,
    ChatRequest,
    ConnectionConfig,
    ContentFilterError,
    ContextTooLongError,
    FinishReason,
    Gateway,
    ModelNotFoundError,
    NobodyListensError,
    Outcome,
    ProtocolError,
    ProviderError,
    ProviderTimeoutError,
    QuotaExceededError,
    RateLimitError,
    TextDelta,
    Timeouts,
    Tool,
    UnavailableError,
)
from tests.engines.llm.asking import Asked, ask
from tests.fakes.plan import plan_for, words
from tests.fakes.provider import FakeProvider

WEATHER = Tool("weather", "Tells the weather.", {"type": "object", "properties": {"city": {"type": "string"}}})


class Contract:
    """Subclasses give the fixture `connection`: a provider whose models behave as their names say."""

    async def test_streams_every_word_once_and_in_order(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, connection, "fake-words-200")
        assert asked.error is None
        assert asked.text == words(200)
        assert asked.finish is FinishReason.STOP

    async def test_usage_comes_once_just_before_the_finish(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        asked = await ask(gateway, connection, "fake-words-30")
        assert [type(event).__name__ for event in asked.events[-2:]] == ["Usage", "Finish"]
        (usage,) = asked.usages
        assert usage.output_tokens == 30
        assert usage.input_tokens > 0
        assert not usage.estimated

    async def test_text_pieces_are_never_empty(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, connection, "fake-words-20")
        assert all(event.text for event in asked.events if isinstance(event, TextDelta))

    @pytest.mark.parametrize("how", ["fake-emoji", "fake-emoji-shred", "fake-emoji-crlf"])
    async def test_characters_survive_however_the_bytes_are_cut(
        self, gateway: Gateway, connection: ConnectionConfig, how: str
    ) -> None:
        asked = await ask(gateway, connection, how)
        assert asked.error is None
        assert asked.text == plan_for(how).reply

    async def test_reasoning_is_kept_apart(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, connection, "fake-reasoning-12-words-5")
        assert asked.reasoning == words(12)
        assert asked.text == words(5)

    async def test_tool_calls_arrive_whole(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, connection, "fake-tools-2", tools=[WEATHER])
        assert asked.finish is FinishReason.TOOL_CALLS
        assert [(call.id, call.name, call.arguments) for call in asked.tool_calls] == [
            ("call_fake0", "weather", '{"city": "Köln", "number": 0}'),
            ("call_fake1", "weather", '{"city": "Köln", "number": 1}'),
        ]

    async def test_results_of_tools_are_taken_and_answered(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        first = await ask(gateway, connection, "fake-tools-2-words-7", tools=[WEATHER])
        messages = [
            ChatMessage("user", "Hello"),
            ChatMessage("assistant", tool_calls=first.tool_calls),
            *(ChatMessage("tool", "sunny", tool_call_id=call.id) for call in first.tool_calls),
        ]
        second = await ask(gateway, connection, "fake-tools-2-words-7", messages=messages, tools=[WEATHER])
        assert second.error is None
        assert second.text == words(7)

    async def test_the_limit_of_tokens_is_passed_on(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, connection, "fake-words-50", max_output_tokens=8)
        assert asked.text == words(8)
        assert asked.finish is FinishReason.LENGTH

    async def test_an_answer_stopped_by_the_content_policy_says_so(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        asked = await ask(gateway, connection, "fake-filtered-words-4")
        assert asked.text == words(4)
        assert asked.finish is FinishReason.CONTENT_FILTER

    async def test_an_interrupted_answer_can_be_continued(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        partial = "word-1 word-2 wor"
        messages = [
            ChatMessage("system", "Be brief."),
            ChatMessage("user", "Hello"),
            ChatMessage("assistant", partial),
            ChatMessage("user", "Continue exactly where your answer stops."),
        ]
        asked = await ask(gateway, connection, "fake-words-9", messages=messages)
        assert partial + asked.text == words(9)

    @pytest.mark.parametrize("how", ["cut", "ends"])
    async def test_a_cut_is_an_error_never_an_end(
        self, gateway: Gateway, connection: ConnectionConfig, how: str
    ) -> None:
        asked = await ask(gateway, connection, f"fake-words-20-{how}-after-10")
        assert isinstance(asked.error, ProtocolError)
        assert asked.error.cut
        assert asked.error.retryable
        assert asked.text == words(10)
        assert asked.finish is None

    async def test_a_fault_in_the_stream_is_raised(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, connection, "fake-words-20-error-after-3")
        assert isinstance(asked.error, UnavailableError)
        assert asked.error.retryable
        assert asked.text == words(3)

    async def test_garbage_in_the_stream_is_raised(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, connection, "fake-words-20-garbage-after-3")
        assert isinstance(asked.error, ProtocolError | UnavailableError)
        assert asked.text == words(3)
        assert asked.finish is None

    @pytest.mark.parametrize(
        ("model", "error", "retryable"),
        [
            ("fake-401", AuthError, False),
            ("fake-403", AuthError, False),
            ("fake-404", ModelNotFoundError, False),
            ("fake-429", RateLimitError, True),
            ("fake-500", UnavailableError, True),
            ("fake-503", UnavailableError, True),
            ("fake-529", UnavailableError, True),
            ("fake-context", ContextTooLongError, False),
            ("fake-quota", QuotaExceededError, False),
            ("fake-filter", ContentFilterError, False),
        ],
    )
    async def test_refusals_have_their_type(
        self,
        gateway: Gateway,
        connection: ConnectionConfig,
        model: str,
        error: type[ProviderError],
        retryable: bool,  # noqa: FBT001 - a column of the table
    ) -> None:
        asked = await ask(gateway, connection, model)
        assert type(asked.error) is error
        assert asked.error.retryable is retryable
        assert asked.error.message
        assert asked.error.quoted, "the provider's words"
        assert not re.search(r"litellm|\wException|\wError", asked.error.message), "and nothing around them"
        assert asked.record.outcome is Outcome.FAILED
        assert asked.record.error is asked.error

    async def test_the_wait_that_a_provider_asks_for_is_kept(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        asked = await ask(gateway, connection, "fake-429-retry-7")
        assert isinstance(asked.error, RateLimitError)
        assert asked.error.retry_after == 7

    async def test_nobody_listening_is_unavailable(
        self, gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
    ) -> None:
        await provider.stop()
        asked = await ask(gateway, connection)
        assert isinstance(asked.error, UnavailableError)
        assert type(asked.error) is NobodyListensError
        assert asked.error.retryable

    async def test_waits_for_the_first_token_only_so_long(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, patient(connection, first_token=0.2), "fake-first-5000ms")
        assert isinstance(asked.error, ProviderTimeoutError)
        assert asked.error.phase == "first_token"
        assert asked.record.time_to_first_token is None

    async def test_waits_between_tokens_only_so_long(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, patient(connection, between_tokens=0.2), "fake-words-20-stall-after-5")
        assert isinstance(asked.error, ProviderTimeoutError)
        assert asked.error.phase == "between_tokens"
        assert asked.text == words(5)

    async def test_a_byte_now_and_then_is_no_token(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, patient(connection, first_token=0.3), "fake-drip-20tps")
        assert isinstance(asked.error, ProviderTimeoutError)
        assert asked.error.phase == "first_token"
        assert asked.record.duration < 3

    async def test_chunks_that_say_nothing_are_no_tokens(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        impatient = patient(connection, between_tokens=0.3)
        asked = await ask(gateway, impatient, "fake-words-20-100tps-chatter-after-5")
        assert isinstance(asked.error, ProviderTimeoutError)
        assert asked.error.phase == "between_tokens"
        assert asked.text == words(5)
        assert asked.record.duration - (asked.record.time_to_first_token or 0) < 3

    async def test_what_follows_an_answer_is_not_waited_for_without_end(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        asked = await ask(gateway, patient(connection, between_tokens=0.3), "fake-words-5-100tps-chatters")
        assert (asked.text, asked.finish) == (words(5), FinishReason.STOP)
        assert asked.record.duration - (asked.record.time_to_first_token or 0) < 3

    async def test_an_answer_without_end_is_ended(self, connection: ConnectionConfig, provider: FakeProvider) -> None:
        bounded = Gateway(largest=500)
        asked = await ask(bounded, connection, "fake-endless-500tps")
        assert asked.finish is FinishReason.LENGTH
        assert asked.usages[0].estimated
        assert 500 < len(asked.text) < 5_000
        assert asked.record.outcome is Outcome.COMPLETED
        await asyncio.wait_for(provider.chats[-1].ended.wait(), 2)
        assert provider.chats[-1].outcome == "left"
        await bounded.aclose()

    @pytest.mark.parametrize("body", [b'{"id": "x", "choices": [{"delta": {"con', b"<<<>>>", b"[1, 2]", b'"text"'])
    async def test_half_a_json_and_other_json_is_an_error(
        self, gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, body: bytes
    ) -> None:
        provider.script(raw=b"data: " + body + b"\n\n")
        asked = await ask(gateway, connection)
        assert isinstance(asked.error, ProtocolError | UnavailableError)
        assert asked.finish is None

    async def test_another_type_of_content_is_an_error(self, gateway: Gateway, connection: ConnectionConfig) -> None:
        asked = await ask(gateway, connection, "fake-html")
        assert isinstance(asked.error, ProtocolError)
        assert asked.finish is None

    async def test_an_expired_key_is_no_matter_of_trying_again(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        asked = await ask(gateway, replace(connection, api_key="bad-expired"))
        assert isinstance(asked.error, AuthError)
        assert not asked.error.retryable
        assert "bad-expired" not in asked.error.message

    async def test_closing_the_stream_ends_the_providers_work(
        self, gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
    ) -> None:
        asked = Asked()
        request = ChatRequest("fake-endless-200tps", [ChatMessage("user", "Hello")])
        async with aclosing(gateway.stream(connection, request, on_end=asked.records.append)) as events:
            async for event in events:
                asked.events.append(event)
                if len(asked.events) == 3:
                    break
        await asyncio.wait_for(provider.chats[-1].ended.wait(), 2)
        assert provider.chats[-1].outcome == "left"
        assert asked.record.outcome is Outcome.STOPPED
        assert asked.record.usage.estimated
        assert asked.record.usage.output_tokens > 0

    async def test_a_call_is_recorded_once_with_its_figures(
        self, gateway: Gateway, connection: ConnectionConfig
    ) -> None:
        asked = await ask(gateway, connection, "fake-words-10-first-60ms")
        record = asked.record
        assert record.outcome is Outcome.COMPLETED
        assert record.finish_reason is FinishReason.STOP
        assert record.usage == asked.usages[0]
        assert record.time_to_first_token is not None
        assert 0.05 <= record.time_to_first_token <= record.duration
        assert record.model == "fake-words-10-first-60ms"
        assert record.connection_id == connection.id


def patient(connection: ConnectionConfig, **seconds: float) -> ConnectionConfig:
    """The same connection with other timeouts."""
    changed: dict[str, Any] = {"connect": 2.0, "first_token": 5.0, "between_tokens": 5.0, **seconds}
    return ConnectionConfig(
        id=connection.id,
        provider=connection.provider,
        base_url=connection.base_url,
        api_key=connection.api_key,
        timeouts=Timeouts(**changed),
        extra=connection.extra,
    )
