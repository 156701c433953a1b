"""Refusals as real providers word them, sent over HTTP, become the right type; secrets stay out of the message."""

import orjson
import pytest

from convosphere.engines.llm import (
    AuthError,
    BadRequestError,
    ConnectionConfig,
    ContentFilterError,
    ContextTooLongError,
    Gateway,
    ModelNotFoundError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    UnavailableError,
)
from tests.engines.llm.asking import ask
from tests.fakes.provider import FakeProvider

RECORDED: list[tuple[str, int, object, type[ProviderError]]] = [
    (
        "vLLM, context",
        400,
        {
            "object": "error",
            "message": "This model's maximum context length is 8192 tokens. However, you requested 8203 tokens "
            "(7691 in the messages, 512 in the completion). Please reduce the length of the messages or completion.",
            "type": "BadRequestError",
            "param": None,
            "code": 400,
        },
        ContextTooLongError,
    ),
    (
        "vLLM 0.16, context",
        400,
        {
            "error": {
                "message": "You passed 1015 input tokens and requested 10 output tokens. However, the model's context "
                "length is only 1024 tokens, resulting in a maximum input length of 1014 tokens.",
                "type": "BadRequestError",
                "param": "input_tokens",
                "code": 400,
            }
        },
        ContextTooLongError,
    ),
    (
        "llama.cpp, context",
        400,
        {
            "error": {
                "code": 400,
                "message": "the request exceeds the available context size. try increasing the context size",
                "type": "exceed_context_size_error",
                "n_prompt_tokens": 1407,
                "n_ctx": 256,
            }
        },
        ContextTooLongError,
    ),
    (
        "LM Studio, context",
        400,
        {"error": "The number of tokens to keep from the initial prompt is greater than the context length."},
        ContextTooLongError,
    ),
    (
        "Anthropic, context",
        400,
        {
            "type": "error",
            "error": {"type": "invalid_request_error", "message": "prompt is too long: 203456 tokens > 200000 maximum"},
        },
        ContextTooLongError,
    ),
    (
        "Groq, too large",
        413,
        {
            "error": {
                "message": "Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 7046",
                "type": "tokens",
                "code": "rate_limit_exceeded",
            }
        },
        ContextTooLongError,
    ),
    (
        "Google, rate",
        429,
        [{"error": {"code": 429, "message": "You exceeded your current quota.", "status": "RESOURCE_EXHAUSTED"}}],
        RateLimitError,
    ),
    (
        "Google, key",
        400,
        [{"error": {"code": 400, "message": "API key not valid. Please pass a valid API key."}}],
        AuthError,
    ),
    ("DeepSeek, money", 402, {"error": {"message": "Insufficient Balance", "type": "x"}}, QuotaExceededError),
    (
        "Anthropic, money",
        400,
        {
            "type": "error",
            "error": {"type": "invalid_request_error", "message": "Your credit balance is too low to access the API."},
        },
        QuotaExceededError,
    ),
    (
        "Ollama, model",
        404,
        {"error": {"message": 'model "nope" not found, try pulling it first', "type": "api_error"}},
        ModelNotFoundError,
    ),
    (
        "OpenRouter, model",
        400,
        {"error": {"message": "nope/nope is not a valid model ID", "code": 400}},
        BadRequestError,
    ),
    (
        "Azure, policy",
        400,
        {
            "error": {
                "message": "The response was filtered due to the prompt triggering a policy.",
                "type": None,
                "param": "prompt",
                "code": "content_filter",
                "status": 400,
                "innererror": {"code": "ResponsibleAIPolicyViolation"},
            }
        },
        ContentFilterError,
    ),
    (
        "OpenRouter, policy",
        403,
        {"error": {"code": 403, "message": "Model requires moderation. Your input was flagged for violence"}},
        ContentFilterError,
    ),
    ("FastAPI server, token", 401, {"detail": "Not authenticated"}, AuthError),
    ("FastAPI server, body", 422, {"detail": [{"loc": ["body", "top_k"], "msg": "extra"}]}, BadRequestError),
    ("Anthropic, overloaded", 529, {"type": "error", "error": {"type": "overloaded_error"}}, UnavailableError),
    ("nginx", 502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", UnavailableError),
    ("nothing", 504, "", UnavailableError),
    ("null", 400, None, BadRequestError),
    ("a teapot", 418, {"error": {}}, BadRequestError),
]  # fmt: skip


@pytest.fixture
def connection(provider: FakeProvider) -> ConnectionConfig:
    return ConnectionConfig("c", "openai", provider.url, "secret-key-1")


@pytest.mark.parametrize("row", RECORDED, ids=[row[0] for row in RECORDED])
async def test_recorded_refusals(
    gateway: Gateway,
    connection: ConnectionConfig,
    provider: FakeProvider,
    row: tuple[str, int, object, type[ProviderError]],
) -> None:
    _, status, body, error = row
    provider.script(status=status, body=body.encode() or b" " if isinstance(body, str) else orjson.dumps(body))
    asked = await ask(gateway, connection)
    assert type(asked.error) is error
    assert asked.error.status == status
    assert "<" not in asked.error.message
    assert asked.error.message


async def test_the_providers_message_is_kept_but_not_the_key(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    said = "Incorrect API key: secret-key-1 (or sk-abcdefghijklmnopqrstuvwx), see\x00\x1b[31m docs"
    provider.script(status=401, body=orjson.dumps({"error": {"message": said}}))
    asked = await ask(gateway, connection)
    assert asked.error is not None
    assert asked.error.message == "Incorrect API key: *** (or ***), see [31m docs"


async def test_secret_headers_are_not_repeated_either(gateway: Gateway, provider: FakeProvider) -> None:
    connection = ConnectionConfig("c", "openai", provider.url, extra={"headers": {"X-Team": "team-secret-9"}})
    provider.script(status=403, body=orjson.dumps({"error": {"message": "team-secret-9 is unknown"}}))
    asked = await ask(gateway, connection)
    assert asked.error is not None
    assert asked.error.message == "*** is unknown"
    assert provider.chats[0].headers["x-team"] == "team-secret-9"


async def test_messages_are_bounded(gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider) -> None:
    provider.script(status=400, body=orjson.dumps({"error": {"message": "no " * 100_000}}))
    asked = await ask(gateway, connection)
    assert asked.error is not None
    assert len(asked.error.message) == 500


async def test_redirects_are_not_followed(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(status=308, headers={"Location": "https://elsewhere.example/v1"})
    asked = await ask(gateway, connection)
    assert isinstance(asked.error, BadRequestError)
    assert "https://elsewhere.example/v1" in asked.error.message
    assert len(provider.requests) == 1


@pytest.mark.parametrize("url", ["", "ftp://x", "localhost:11434", "http://", "http://[", "not a url"])
async def test_what_is_no_address_is_a_bad_request(gateway: Gateway, url: str) -> None:
    asked = await ask(gateway, ConnectionConfig("c", "openai", url or " ", "k"))
    assert isinstance(asked.error, BadRequestError)


@pytest.mark.parametrize("host", ["169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]", "[fd00:ec2::254]"])
async def test_where_clouds_hand_out_credentials_nobody_is_asked(gateway: Gateway, host: str) -> None:
    with pytest.raises(UnavailableError, match="may not be reached"):
        await gateway.check(ConnectionConfig("c", "openai", f"http://{host}/v1", "key"))
