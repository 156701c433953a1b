"""What is special about asking servers that speak like OpenAI: bodies, quirks, addresses, checks."""

import base64

import pytest

from convosphere.engines.llm import (
    AuthError,
    ChatMessage,
    ConnectionConfig,
    Gateway,
    Image,
    ModelNotFoundError,
    ProtocolError,
    Tool,
)
from tests.engines.llm.asking import ask
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider


@pytest.fixture
def connection(provider: FakeProvider) -> ConnectionConfig:
    return ConnectionConfig("c", "openai", provider.url, "secret-key-1")


async def test_a_web_page_is_not_an_answer(gateway: Gateway, connection: ConnectionConfig) -> None:
    asked = await ask(gateway, connection, "fake-html")
    assert isinstance(asked.error, ProtocolError)
    assert not asked.error.retryable


async def test_without_a_count_tokens_are_estimated(gateway: Gateway, connection: ConnectionConfig) -> None:
    asked = await ask(gateway, connection, "fake-no-usage-words-100")
    (usage,) = asked.usages
    assert usage.estimated
    assert 100 <= usage.output_tokens <= 300
    assert asked.record.usage is usage or asked.record.usage == usage


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("fake-no-stream-options", "stream_options"),
        ("fake-completion-tokens", "max_tokens"),
        ("fake-no-temperature", "temperature"),
    ],
)
async def test_what_a_server_refuses_is_left_out_and_remembered(
    gateway: Gateway,
    connection: ConnectionConfig,
    provider: FakeProvider,
    model: str,
    field: str,
) -> None:
    first = await ask(gateway, connection, model, max_output_tokens=20, temperature=0.5)
    assert first.error is None
    assert [field in chat.body for chat in provider.chats] == [True, False]
    second = await ask(gateway, connection, model, max_output_tokens=20, temperature=0.5)
    assert second.text == words(20)
    assert [field in chat.body for chat in provider.chats] == [True, False, False]


async def test_several_quirks_at_once(gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
    model = "fake-no-stream-options-completion-tokens-no-temperature"
    asked = await ask(gateway, connection, model, max_output_tokens=20, temperature=0.5)
    assert asked.error is None
    assert len(provider.chats) == 4


async def test_a_server_without_eyes_is_told_in_words(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    messages = [ChatMessage("user", "What is this?", images=[Image("image/png", b"\x89PNG")])]
    asked = await ask(gateway, connection, "fake-no-images", messages=messages)
    assert (asked.error, asked.text) == (None, words(20))
    first, second = (chat.body["messages"][0]["content"] for chat in provider.chats)
    assert [part["type"] for part in first] == ["text", "image_url"]
    assert second.startswith("What is this?\n\n[Pictures were left out here")
    again = await ask(gateway, connection, "fake-no-images", messages=messages)
    assert again.error is None
    assert len(provider.chats) == 3


async def test_the_body_that_is_sent(gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
    picture = Image("image/png", b"\x89PNG")
    messages = [ChatMessage("system", "Be brief."), ChatMessage("user", "What is this?", images=[picture])]
    tool = Tool("weather", "Tells the weather.", {"type": "object"})
    await ask(
        gateway,
        connection,
        messages=messages,
        tools=[tool],
        temperature=0.3,
        top_p=0.9,
        max_output_tokens=50,
        stop=["END"],
        extra={"seed": 7},
    )
    sent = provider.chats[0]
    assert sent.headers["authorization"] == "Bearer secret-key-1"
    assert sent.headers["accept"] == "text/event-stream"
    data = base64.b64encode(b"\x89PNG").decode()
    assert sent.body == {
        "model": "fake",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "What is this?"},
                    {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}},
                ],
            },
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.3,
        "top_p": 0.9,
        "max_tokens": 50,
        "stop": ["END"],
        "tools": [
            {
                "type": "function",
                "function": {"name": "weather", "description": "Tells the weather.", "parameters": {"type": "object"}},
            }
        ],
        "seed": 7,
    }


async def test_lone_surrogates_in_a_question_do_not_break_the_request(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    asked = await ask(gateway, connection, "fake-echo", "a\ud83db")
    assert asked.error is None
    assert provider.chats[0].body["messages"][0]["content"] == "a\ufffdb"
    assert asked.text == "a\ufffdb"


@pytest.mark.parametrize("suffix", ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
async def test_base_urls_as_people_type_them(gateway: Gateway, provider: FakeProvider, suffix: str) -> None:
    connection = ConnectionConfig("c", "openai", f"http://127.0.0.1:{provider.port}{suffix}")
    assert (await ask(gateway, connection)).error is None
    assert "authorization" not in provider.chats[0].headers


async def test_lists_the_models_that_chat(gateway: Gateway, connection: ConnectionConfig) -> None:
    names = [model.name for model in await gateway.list_models(connection)]
    assert names == ["fake-echo", "fake-endless-50tps", "fake-words-20", "fake-words-200-50tps"]


async def test_check_says_what_is_wrong(gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
    checked = await gateway.check(connection)
    assert len(checked.models) == 4
    assert 0 < checked.latency < 5
    with pytest.raises(AuthError):
        await gateway.check(ConnectionConfig("c", "openai", provider.url, "bad-key"))
    with pytest.raises(ModelNotFoundError):
        await gateway.check(ConnectionConfig("c", "openai", f"{provider.url}/elsewhere", "key"))


async def test_named_models_are_checked_by_asking_one(gateway: Gateway, provider: FakeProvider) -> None:
    named = ConnectionConfig("c", "openai", provider.url, "key", extra={"models": ["fake-endless-50tps", "other"]})
    assert [model.name for model in (await gateway.check(named)).models] == ["fake-endless-50tps", "other"]
    assert [request.path for request in provider.requests] == ["/v1/chat/completions"]
    broken = ConnectionConfig("c", "openai", provider.url, "key", extra={"models": ["fake-404"]})
    with pytest.raises(ModelNotFoundError):
        await gateway.check(broken)
