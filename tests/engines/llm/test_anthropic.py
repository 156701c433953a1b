"""What is special about Anthropic's API: request bodies, cache tokens, errors in the stream, paging."""

import orjson
import pytest

from convosphere.engines.llm import (
    AuthError,
    ChatMessage,
    ConnectionConfig,
    FinishReason,
    Gateway,
    Image,
    ProtocolError,
    Tool,
    ToolCall,
    UnavailableError,
    Usage,
)
from tests.engines.llm.asking import ask
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider


@pytest.fixture
def connection(provider: FakeProvider) -> ConnectionConfig:
    return ConnectionConfig("c", "anthropic", provider.anthropic_url, "secret-key-1")


def stream(*events: dict[str, object]) -> bytes:
    return b"".join(b"event: %b\ndata: %b\n\n" % (str(e["type"]).encode(), orjson.dumps(e)) for e in events)


def start(**usage: object) -> dict[str, object]:
    return {"type": "message_start", "message": {"id": "m", "role": "assistant", "content": [], "usage": usage}}


def block(index: int, **content: object) -> dict[str, object]:
    return {"type": "content_block_start", "index": index, "content_block": content}


def delta(index: int, **content: object) -> dict[str, object]:
    return {"type": "content_block_delta", "index": index, "delta": content}


def end(reason: str, **usage: object) -> dict[str, object]:
    return {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": usage}


STOP: dict[str, object] = {"type": "message_stop"}


async def test_tokens_from_and_for_the_cache_are_input_too(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(
        raw=stream(
            start(input_tokens=10, cache_read_input_tokens=2000, cache_creation_input_tokens=300, output_tokens=1),
            block(0, type="text", text=""),
            delta(0, type="text_delta", text="Hi"),
            end("end_turn", output_tokens=15, cache_read_input_tokens=None),
            STOP,
        )
    )
    asked = await ask(gateway, connection)
    assert asked.usages == [Usage(2310, 15, cached_input_tokens=2000, cache_write_tokens=300)]


async def test_counts_that_cannot_be_are_none(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    wrong: tuple[dict[str, object], ...] = (
        {"input_tokens": -1},
        {"input_tokens": "x"},
        {"cache_read_input_tokens": 1.5e308, "output_tokens": []},
    )
    for counts in wrong:
        provider.script(raw=stream(start(input_tokens=1), end("end_turn", **({"output_tokens": 1} | counts)), STOP))
        asked = await ask(gateway, connection)
        assert asked.finish is FinishReason.STOP, counts
        assert asked.usages[0].estimated, counts


async def test_unknown_events_and_blocks_are_passed_over(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(
        raw=stream(
            {"type": "ping"},
            start(input_tokens=1),
            {"type": "something_new", "data": 1},
            block(0, type="redacted_thinking", data="x"),
            block(1, type="server_tool_use", id="s", name="web_search", input={}),
            block(2, type="text", text="He"),
            delta(2, type="text_delta", text="llo"),
            delta(2, type="citations_delta", citation={}),
            end("a_new_reason", output_tokens=3),
            STOP,
        )
    )
    asked = await ask(gateway, connection)
    assert (asked.text, asked.finish) == ("Hello", FinishReason.UNKNOWN)


@pytest.mark.parametrize(
    ("reason", "finish"),
    [
        ("end_turn", FinishReason.STOP),
        ("stop_sequence", FinishReason.STOP),
        ("max_tokens", FinishReason.LENGTH),
        ("model_context_window_exceeded", FinishReason.LENGTH),
        ("tool_use", FinishReason.TOOL_CALLS),
        ("refusal", FinishReason.CONTENT_FILTER),
    ],
)
async def test_reasons(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, reason: str, finish: FinishReason
) -> None:
    provider.script(raw=stream(start(input_tokens=1), end(reason, output_tokens=1), STOP))
    assert (await ask(gateway, connection)).finish is finish


async def test_an_error_as_the_first_event(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(raw=stream({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}))
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, UnavailableError)
    assert asked.error.provider_code == "overloaded_error"


async def test_the_end_mark_may_be_missing_but_not_the_reason(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    text = [start(input_tokens=1), block(0, type="text", text=""), delta(0, type="text_delta", text="Hi")]
    provider.script(raw=stream(*text, end("end_turn", output_tokens=1)))
    assert (await ask(gateway, connection)).finish is FinishReason.STOP
    provider.script(raw=stream(*text))
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, ProtocolError)
    assert asked.error.cut


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"data: {}\n\n",
        b"data: 1\n\n",
        b'data: {"type":"message_start"}\n\n',
        b'data: {"type":"content_block_delta"}\n\n',
    ],
)
async def test_garbage_is_not_a_cut(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, broken: bytes
) -> None:
    provider.script(raw=broken)
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, ProtocolError)
    assert not asked.error.cut


async def test_an_answer_in_one_piece(gateway: Gateway, connection: ConnectionConfig) -> None:
    asked = await ask(gateway, connection, "fake-whole-words-30-reasoning-4")
    assert (asked.text, asked.reasoning, asked.finish) == (words(30), words(4), FinishReason.STOP)
    tools = [Tool("weather", "", {"type": "object"})]
    called = await ask(gateway, connection, "fake-whole-tools-1", tools=tools)
    assert called.tool_calls == [ToolCall("call_fake0", "weather", '{"city":"Köln","number":0}')]


async def test_the_body_that_is_sent(gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
    calls = [ToolCall("t1", "weather", '{"city": "Bonn"}'), ToolCall("t2", "weather", "oops")]
    messages = [
        ChatMessage("system", "Be brief."),
        ChatMessage("user", "What is this?", images=[Image("image/png", b"\x89PNG")]),
        ChatMessage("assistant", "", tool_calls=calls),
        ChatMessage("tool", "sunny", tool_call_id="t1"),
        ChatMessage("tool", "rain", tool_call_id="t2"),
        ChatMessage("system", "In German."),
        ChatMessage("user", "  "),
        ChatMessage("assistant", "Es ist  \n"),
    ]
    tool = Tool("weather", "Tells the weather.", {"type": "object"})
    await ask(gateway, connection, messages=messages, tools=[tool], temperature=1.7, stop=["END"], top_p=0.5)
    sent = provider.chats[0]
    assert sent.headers["x-api-key"] == "secret-key-1"
    assert sent.headers["anthropic-version"] == "2023-06-01"
    assert sent.body == {
        "model": "fake",
        "max_tokens": 16_000,
        "system": "Be brief.\n\nIn German.",
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw=="}},
                    {"type": "text", "text": "What is this?"},
                ],
            },
            {
                "role": "assistant",
                "content": [
                    {"type": "tool_use", "id": "t1", "name": "weather", "input": {"city": "Bonn"}},
                    {"type": "tool_use", "id": "t2", "name": "weather", "input": {"invalid_json": "oops"}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "t1", "content": "sunny"},
                    {"type": "tool_result", "tool_use_id": "t2", "content": "rain"},
                ],
            },
            {"role": "assistant", "content": [{"type": "text", "text": "Es ist"}]},
        ],
        "stream": True,
        "temperature": 1.0,
        "top_p": 0.5,
        "stop_sequences": ["END"],
        "tools": [{"name": "weather", "description": "Tells the weather.", "input_schema": {"type": "object"}}],
    }


async def test_a_models_own_limit_is_learnt(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    for _ in range(2):
        asked = await ask(gateway, connection, "fake-small")
        assert asked.text == words(20)
    assert [chat.body["max_tokens"] for chat in provider.chats] == [16_000, 4096, 4096]


@pytest.mark.parametrize("suffix", ["", "/v1", "/v1/", "/v1/messages"])
async def test_base_urls_as_people_type_them(gateway: Gateway, provider: FakeProvider, suffix: str) -> None:
    connection = ConnectionConfig("c", "anthropic", f"{provider.anthropic_url}{suffix}", "key")
    assert (await ask(gateway, connection)).error is None


async def test_lists_all_pages_of_models(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    checked = await gateway.check(connection)
    assert [model.name for model in checked.models] == list(provider.models)
    assert checked.models[0].display_name == "Fake-Words-20"
    assert len(provider.requests) == 2
    with pytest.raises(AuthError):
        await gateway.check(ConnectionConfig("c", "anthropic", provider.anthropic_url, "bad-key"))


async def test_named_models_are_checked_by_asking_one(gateway: Gateway, provider: FakeProvider) -> None:
    named = ConnectionConfig("c", "anthropic", provider.anthropic_url, "key", extra={"models": ["fake-words-2"]})
    assert [model.name for model in (await gateway.check(named)).models] == ["fake-words-2"]
    assert [request.path for request in provider.requests] == ["/v1/messages"]
