"""Streams as servers that speak like OpenAI have been seen to write them, byte for byte."""

import json
from collections.abc import Iterable

import orjson
import pytest

from convosphere.engines.llm import (
    ChatMessage,
    ConnectionConfig,
    ContextTooLongError,
    FinishReason,
    Gateway,
    ProtocolError,
    TextDelta,
    Timeouts,
    ToolCall,
    UnavailableError,
    Usage,
)
from tests.engines.llm.asking import ask
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider


@pytest.fixture
def connection(provider: FakeProvider) -> ConnectionConfig:
    return ConnectionConfig("c", "openai", provider.url, "secret-key-1")


def stream(*chunks: object, done: bool = True) -> bytes:
    lines = [chunk if isinstance(chunk, bytes) else b"data: " + orjson.dumps(chunk) + b"\n\n" for chunk in chunks]
    return b"".join(lines) + (b"data: [DONE]\n\n" if done else b"")


def delta(reason: str | None = None, **content: object) -> dict[str, object]:
    return {"id": "x", "choices": [{"index": 0, "delta": content, "finish_reason": reason}]}


async def test_deepseek_reasons_in_a_field_of_its_own(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    usage = {"prompt_tokens": 20, "completion_tokens": 9, "prompt_cache_hit_tokens": 16, "prompt_cache_miss_tokens": 4,
             "completion_tokens_details": {"reasoning_tokens": 5}}  # fmt: skip
    provider.script(
        raw=stream(
            delta(role="assistant", content=None, reasoning_content=""),
            delta(content=None, reasoning_content="Let me "),
            delta(content=None, reasoning_content="think."),
            delta(content="Four", reasoning_content=None),
            {**delta("stop", content=""), "usage": usage},
        )
    )
    asked = await ask(gateway, connection)
    assert asked.reasoning == "Let me think."
    assert asked.text == "Four"
    assert asked.usages == [Usage(20, 9, cached_input_tokens=16, reasoning_tokens=5)]


async def test_tool_calls_without_end_are_no_answer(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(raw=stream(*(delta(tool_calls=[{"index": 0, "id": f"c{number}"}]) for number in range(1_500))))
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, ProtocolError)
    assert "1000 tool calls" in asked.error.message


@pytest.mark.parametrize(
    "usage",
    [
        {"prompt_tokens": -5, "completion_tokens": 7},
        {"prompt_tokens": "many", "completion_tokens": [1]},
        {"prompt_tokens": float("inf"), "completion_tokens": 2},
        {"prompt_tokens": True, "completion_tokens": 2},
        ["prompt_tokens", 5],
    ],
)
async def test_counts_that_cannot_be_are_none(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, usage: object
) -> None:
    chunk = json.dumps({**delta("stop"), "usage": usage}).replace("Infinity", "1e400").encode()
    provider.script(raw=stream(delta(content="Hello"), b"data: " + chunk + b"\n\n"))
    asked = await ask(gateway, connection)
    assert (asked.text, asked.finish) == ("Hello", FinishReason.STOP)
    assert asked.usages == [Usage(6, 2, estimated=True)]
    assert asked.record.usage == asked.usages[0]


async def test_parts_of_a_count_are_never_larger_than_it(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    usage = {
        "prompt_tokens": 5,
        "completion_tokens": 99_999_999_999_999_999_999,
        "prompt_tokens_details": {"cached_tokens": 9},
        "completion_tokens_details": {"reasoning_tokens": "x"},
    }
    ending = json.dumps({**delta("stop"), "usage": usage}).encode()
    provider.script(raw=stream(delta(content="Hello"), b"data: " + ending + b"\n\n"))
    asked = await ask(gateway, connection)
    assert asked.usages == [Usage(5, 2**31 - 1, cached_input_tokens=5)]


@pytest.mark.parametrize(
    "chunk",
    [
        b"[" * 100_000,
        orjson.dumps(delta(tool_calls=[{"index": 0, "id": 5, "function": {"name": "weather"}}])),
        orjson.dumps(delta(tool_calls=[{"index": 0, "id": "c", "function": {"name": 7}}])),
        orjson.dumps(delta(tool_calls=[{"index": [0], "id": "c"}])),
        orjson.dumps(delta(content=5)),
        orjson.dumps(delta({"a": 1}, content="x")),  # type: ignore[arg-type]  # what no provider should send
        orjson.dumps({"choices": {"a": 1}}),
    ],
)
async def test_what_has_another_shape_is_an_error_of_the_provider(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, chunk: bytes
) -> None:
    provider.script(raw=stream(delta(content="Hello"), b"data: " + chunk + b"\n\n"))
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, ProtocolError)
    assert asked.text == "Hello"
    assert asked.record.error is asked.error


async def test_openrouter_comments_and_its_error_in_the_stream(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(
        raw=stream(
            b": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n",
            delta(role="assistant", content="Hal", reasoning="Hm"),
            {**delta("error", content=""), "error": {"code": 502, "message": "Provider disconnected"}},
            done=False,
        )
    )
    asked = await ask(gateway, connection)
    assert (asked.text, asked.reasoning) == ("Hal", "Hm")
    assert isinstance(asked.error, UnavailableError)
    assert asked.error.message == "Provider disconnected"


async def test_lm_studio_says_in_a_stream_that_the_context_is_too_small(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    message = (
        "Trying to keep the first 111490 tokens when context the overflows. "
        "However, the model is loaded with context length of only 32768 tokens, which is not enough."
    )
    provider.script(raw=b"event: error\ndata: " + orjson.dumps({"error": {"message": message}}) + b"\n\n")
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, ContextTooLongError)


async def test_groq_hides_its_usage(gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
    usage = {"queue_time": 0.01, "prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}
    provider.script(raw=stream(delta(content="Hi"), {**delta("stop"), "x_groq": {"id": "r", "usage": usage}}))
    assert (await ask(gateway, connection)).usages == [Usage(3, 1)]


async def test_azure_begins_with_a_chunk_without_choices(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    filters = {"choices": [], "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}]}
    provider.script(raw=stream(filters, delta(content="Hi"), delta("content_filter")))
    asked = await ask(gateway, connection)
    assert (asked.text, asked.finish) == ("Hi", FinishReason.CONTENT_FILTER)


async def test_mistral_reasons_in_parts(gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
    thinking = [{"type": "thinking", "thinking": [{"type": "text", "text": "Two and two"}]}]
    provider.script(
        raw=stream(delta(content=thinking), delta(content=[{"type": "text", "text": "4"}]), delta("stop", content=""))
    )
    asked = await ask(gateway, connection)
    assert (asked.reasoning, asked.text) == ("Two and two", "4")


def call(arguments: str, **fields: object) -> dict[str, object]:
    function = {"arguments": arguments} | ({"name": fields.pop("name")} if "name" in fields else {})
    return {"type": "function", "function": function, **fields}


@pytest.mark.parametrize(
    "deltas",
    [
        # OpenAI: pieces under a number
        [
            [call("", index=0, id="a", name="f")],
            [call("{", index=0)],
            [call("}", index=0)],
            [call("", index=1, id="b", name="g")],
            [call("{}", index=1)],
        ],
        # Gemini: every call whole, all of them number 0
        [[call("{}", index=0, id="a", name="f")], [call("{}", index=0, id="b", name="g")]],
        # without numbers, the first in pieces
        [[call("{", id="a", name="f")], [call("}")], [call("{}", id="b", name="g")]],
        # Ollama: both at once
        [[call("{}", index=0, id="a", name="f"), call("{}", index=1, id="b", name="g")]],
        # the id repeated in every piece
        [
            [call("{", index=0, id="a", name="f")],
            [call("}", index=0, id="a", name="f")],
            [call("{}", index=1, id="b", name="g")],
        ],
    ],
)
async def test_tool_calls_are_told_apart_however_they_are_numbered(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, deltas: Iterable[object]
) -> None:
    provider.script(raw=stream(*(delta(tool_calls=calls) for calls in deltas), delta("stop")))
    asked = await ask(gateway, connection)
    assert asked.tool_calls == [ToolCall("a", "f", "{}"), ToolCall("b", "g", "{}")]
    assert asked.finish is FinishReason.TOOL_CALLS


async def test_what_gemini_wants_back_with_a_call_is_sent_back(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    signature = {"google": {"thought_signature": "c2ln"}}
    provider.script(raw=stream(delta(tool_calls=[call("", name="f", extra_content=signature)]), delta("tool_calls")))
    asked = await ask(gateway, connection)
    (made,) = asked.tool_calls
    assert made.id.startswith("call_")
    assert made.arguments == "{}"
    again = [ChatMessage("assistant", tool_calls=[made]), ChatMessage("tool", "done", tool_call_id=made.id)]
    await ask(gateway, connection, messages=again)
    sent = provider.chats[-1].body["messages"][0]
    assert sent["content"] is None
    assert sent["tool_calls"][0]["extra_content"] == signature


async def test_a_character_cut_in_two_escapes_is_joined(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(
        raw=stream(
            rb'data: {"choices":[{"delta":{"content":"a\ud83d"}}]}' + b"\n\n",
            rb'data: {"choices":[{"delta":{"content":"\ude00b\ud83d"}}]}' + b"\n\n",
            delta(content="c"),
            delta("stop"),
        )
    )
    assert (await ask(gateway, connection)).text == "a😀b\ufffdc"


async def test_nul_characters_do_not_reach_the_database(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(raw=stream(delta(content="a\0b"), delta("stop")))
    assert (await ask(gateway, connection)).text == "a\ufffdb"


@pytest.mark.parametrize(
    ("raw", "cut"),
    [
        (stream(delta(content="Hi"), done=False), True),
        (stream(delta(content="Hi"), done=False) + b'data: {"choices":[{"delta":{"con', True),
        (b"", False),
        (b"data: [DONE]\n\n", False),
        (b'{"model":"x","message":{"content":"Hi"},"done":false}\n', False),
        (stream(b"data: [1, 2]\n\n"), False),
        (stream({"choices": "none"}), False),
        (stream({"choices": [{"delta": "text"}]}), False),
        (stream(b"data: " + b"x" * (4 * 1024 * 1024 + 10) + b"\n\n"), False),
    ],
)
async def test_what_is_no_whole_answer_is_an_error(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, raw: bytes, *, cut: bool
) -> None:
    provider.script(raw=raw)
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, ProtocolError)
    assert asked.error.cut is cut


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (stream(delta(content="Hi"), delta("stop"), done=False), FinishReason.STOP),
        (stream(delta(content="Hi"), delta("stop"), done=False).rstrip(b"\n"), FinishReason.STOP),
        (stream(delta(content="Hi")), FinishReason.UNKNOWN),
        (stream(delta(content="Hi"), delta("because")), FinishReason.UNKNOWN),
        (stream(delta(content="Hi"), delta("model_length")), FinishReason.LENGTH),
    ],
)
async def test_ends_that_are_ends(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, raw: bytes, reason: FinishReason
) -> None:
    provider.script(raw=raw)
    asked = await ask(gateway, connection)
    assert (asked.error, asked.text, asked.finish) == (None, "Hi", reason)


async def test_a_server_that_does_not_stream_is_read_all_the_same(
    gateway: Gateway, connection: ConnectionConfig
) -> None:
    asked = await ask(gateway, connection, "fake-whole-words-30-reasoning-4")
    assert (asked.text, asked.reasoning, asked.finish) == (words(30), words(4), FinishReason.STOP)
    assert asked.usages[0].output_tokens == 34


async def test_an_end_without_the_end_mark_is_not_waited_for_long(gateway: Gateway, provider: FakeProvider) -> None:
    provider.script(raw=stream(delta(content="Hi"), delta("stop"), done=False), stop="stall")
    connection = ConnectionConfig("c", "openai", provider.url, timeouts=Timeouts(between_tokens=0.1))
    asked = await ask(gateway, connection)
    assert (asked.error, asked.text, asked.finish) == (None, "Hi", FinishReason.STOP)


async def test_json_that_is_no_answer(gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
    provider.script(whole=True, raw=b'{"hello": "world"}')
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, ProtocolError)


async def test_text_that_arrives_together_is_handed_on_together(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(raw=stream(delta(content="a"), delta(content="b"), delta(content="c"), delta("stop")))
    asked = await ask(gateway, connection)
    assert [event.text for event in asked.events if isinstance(event, TextDelta)] == ["abc"]
