"""Lists of models as each kind of server writes them."""

import orjson
import pytest
from yarl import URL

from convosphere.engines.llm import ConnectionConfig, Gateway, ModelInfo, ProtocolError
from convosphere.engines.llm.openai.body import chat_body, is_azure
from convosphere.engines.llm.types import ChatRequest
from tests.fakes.provider import FakeProvider


@pytest.fixture
def connection(provider: FakeProvider) -> ConnectionConfig:
    return ConnectionConfig("c", "openai", provider.url, "secret-key-1")


LISTS: list[tuple[str, object, list[ModelInfo]]] = [
    (
        "OpenAI: what neither chats nor embeds comes last, as such",
        {
            "object": "list",
            "data": [
                {"id": name, "object": "model", "created": 1, "owned_by": "openai"}
                for name in ("gpt-4o", "text-embedding-3-small", "whisper-1", "tts-1-hd", "dall-e-3", "o3-mini",
                             "omni-moderation-latest", "gpt-4o-realtime-preview", "davinci-002", "chatgpt-4o-latest")
            ],
        },
        [
            *(ModelInfo(name, name) for name in ("chatgpt-4o-latest", "gpt-4o", "o3-mini")),
            ModelInfo("text-embedding-3-small", "text-embedding-3-small", kind="embedding"),
            *(
                ModelInfo(name, name, kind="other")
                for name in ("dall-e-3", "davinci-002", "gpt-4o-realtime-preview", "omni-moderation-latest", "tts-1-hd",
                             "whisper-1")
            ),
        ],
    ),
    (
        "OpenRouter",
        {
            "data": [
                {
                    "id": "anthropic/claude-sonnet-4.5",
                    "name": "Anthropic: Claude Sonnet 4.5",
                    "context_length": 1_000_000,
                    "architecture": {"input_modalities": ["text", "image"], "output_modalities": ["text"]},
                    "supported_parameters": ["tools", "temperature", "reasoning"],
                },
                {"id": "black-forest/flux", "architecture": {"output_modalities": ["image"]}},
            ]
        },
        [
            ModelInfo(
                "anthropic/claude-sonnet-4.5", "Anthropic: Claude Sonnet 4.5", 1_000_000, vision=True, tools=True,
                reasoning=True,
            ),
            ModelInfo("black-forest/flux", "black-forest/flux", kind="other"),
        ],
    ),
    (
        "Mistral",
        {
            "data": [
                {
                    "id": "mistral-large-latest",
                    "capabilities": {"completion_chat": True, "function_calling": True, "vision": False},
                    "max_context_length": 131_072,
                },
                {"id": "mistral-ocr-latest", "capabilities": {"completion_chat": False}},
            ]
        },
        [ModelInfo("mistral-large-latest", "mistral-large-latest", 131_072, vision=False, tools=True),
         ModelInfo("mistral-ocr-latest", "mistral-ocr-latest", kind="other")],
    ),
    (
        "vLLM",
        {"data": [{"id": "qwen", "owned_by": "vllm", "max_model_len": 32_768}]},
        [ModelInfo("qwen", "qwen", 32_768)],
    ),
    (
        "llama.cpp",
        {"data": [{"id": "gemma.gguf", "owned_by": "llamacpp", "meta": {"n_ctx_train": 8192}}]},
        [ModelInfo("gemma.gguf", "gemma.gguf", 8192)],
    ),
    (
        "Together: a bare list",
        [
            {"id": "meta/llama", "type": "chat", "display_name": "Llama", "context_length": 8192},
            {"id": "baai/bge", "type": "embedding"},
        ],
        [ModelInfo("baai/bge", "baai/bge", kind="embedding"), ModelInfo("meta/llama", "Llama", 8192)],
    ),
    (
        "Ollama: names alone tell",
        {"data": [{"id": name} for name in ("bge-m3:latest", "llama3.2", "nomic-embed-text", "bge-reranker-v2-m3")]},
        [
            ModelInfo("bge-m3:latest", "bge-m3:latest", kind="embedding"),
            ModelInfo("llama3.2", "llama3.2"),
            ModelInfo("nomic-embed-text", "nomic-embed-text", kind="embedding"),
            ModelInfo("bge-reranker-v2-m3", "bge-reranker-v2-m3", kind="other"),
        ],
    ),
    (
        "OpenRouter's embedders",
        {"data": [{"id": "some/vectors", "architecture": {"output_modalities": ["embeddings"]}}]},
        [ModelInfo("some/vectors", "some/vectors", kind="embedding")],
    ),
    ("strange entries", {"data": [{"id": 7}, "x", None, {"id": "a", "context_length": "big"}]}, [ModelInfo("a", "a")]),
]  # fmt: skip


@pytest.mark.parametrize(("listing", "models"), [row[1:] for row in LISTS], ids=[row[0] for row in LISTS])
async def test_recorded_lists(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, listing: object, models: list[ModelInfo]
) -> None:
    provider.listing = orjson.dumps(listing)
    assert await gateway.list_models(connection) == models


@pytest.mark.parametrize("listing", [b"<html>", b"7", b"{}", b'{"data": "none"}', b""])
async def test_what_is_no_list(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider, listing: bytes
) -> None:
    provider.listing = listing
    with pytest.raises(ProtocolError):
        await gateway.list_models(connection)


@pytest.mark.parametrize(
    ("url", "azure", "field"),
    [
        ("https://api.openai.com/v1/chat/completions", False, "max_completion_tokens"),
        ("https://me.openai.azure.com/openai/v1/chat/completions", True, "max_completion_tokens"),
        ("https://me.services.ai.azure.com/openai/v1/chat/completions", True, "max_completion_tokens"),
        ("http://localhost:11434/v1/chat/completions", False, "max_tokens"),
    ],
)
def test_what_the_address_tells(url: str, azure: bool, field: str) -> None:  # noqa: FBT001 - a column of the table
    assert is_azure(URL(url)) is azure
    request = ChatRequest("m", [], max_output_tokens=9)
    assert chat_body(ConnectionConfig("c", "openai"), URL(url), request)[field] == 9
    wanted = ConnectionConfig("c", "openai", extra={"max_tokens_field": "max_tokens", "body": {"seed": 1}})
    body = chat_body(wanted, URL(url), request)
    assert (body["max_tokens"], body["seed"]) == (9, 1)
