"""Requests that are wrong: a precise error names the field, nothing reaches the provider, nothing is a 500."""

import base64
import json
from typing import Any

import pytest
from httpx import AsyncClient, Response
from openai.types import embedding_create_params
from openai.types.chat import completion_create_params
from openai.types.responses import response_create_params

from convosphere.features.assistants.schemas.openai import CompletionRequest, EmbeddingsRequest, ResponsesRequest
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_api_key
from tests.factories.pictures import png
from tests.fakes.provider import FakeProvider

PNG = f"data:image/png;base64,{base64.b64encode(png()).decode()}"
FUNCTION = {"type": "function", "function": {"name": "weather"}}
CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}


@pytest.fixture
def ask(client: AsyncClient, platform: Platform, organization: MadeOrganization) -> Any:
    """Sends a body, a question to `fake-words-5` with these changes, and returns the response."""

    async def send(**changes: Any) -> Response:
        key = await create_api_key(platform, organization.owner)
        body = {"model": "fake-words-5", "messages": [{"role": "user", "content": "Hi"}], **changes}
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        return await client.post("/v1/chat/completions", content=_encode(body), headers=headers)

    return send


def _encode(body: dict[str, Any]) -> bytes:
    # Unlike orjson it writes what no proper client would: NaN, lone surrogates, huge numbers.
    return json.dumps(body).encode()


def user(*parts: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "content": list(parts)}]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"model": None}, "model", "string_type"),
    ({"model": ""}, "model", "string_too_short"),
    ({"messages": []}, "messages", "too_short"),
    ({"messages": "Hi"}, "messages", "list_type"),
    ({"messages": ["Hi"]}, "messages[0]", "model_attributes_type"),
    ({"messages": [{"content": "Hi"}]}, "messages[0].role", "missing"),
    ({"messages": [{"role": "king", "content": "Hi"}]}, "messages[0].role", "literal_error"),
    ({"messages": [{"role": "user"}]}, "messages[0].content", "missing"),
    ({"messages": [{"role": "user", "content": None}]}, "messages[0].content", "missing"),
    ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content", "text_or_parts"),
    ({"messages": user({"text": "Hi"})}, "messages[0].content[0].type", "missing"),
    ({"messages": user({"type": "text"})}, "messages[0].content[0].text", "missing"),
    ({"messages": user({"type": "image_url"})}, "messages[0].content[0].image_url", "missing"),
    (
        {"messages": user({"type": "image_url", "image_url": {"url": "data:image/png;base64,%%%"}})},
        "messages[0].content[0].image_url.url",
        "invalid_image",
    ),
    (
        {"messages": user({"type": "image_url", "image_url": {"url": "data:image/png;base64,"}})},
        "messages[0].content[0].image_url.url",
        "invalid_image",
    ),
    ({"messages": [{"role": "tool", "content": "Rain"}]}, "messages[0].tool_call_id", "missing"),
    (
        {"messages": [{"role": "user", "content": "Hi", "tool_calls": [CALL]}]},
        "messages[0].tool_calls",
        "tool_calls_misplaced",
    ),
    (
        {"messages": [{"role": "assistant", "tool_calls": [{**CALL, "function": {"name": "x"}}]}]},
        "messages[0].tool_calls[0].function.arguments",
        "missing",
    ),
    ({"temperature": "hot"}, "temperature", "float_type"),
    ({"temperature": 3}, "temperature", "less_than_equal"),
    ({"temperature": float("nan")}, "temperature", "less_than_equal"),
    ({"top_p": -0.1}, "top_p", "greater_than_equal"),
    ({"max_tokens": 0}, "max_tokens", "greater_than_equal"),
    ({"max_completion_tokens": 2**40}, "max_completion_tokens", "less_than_equal"),
    ({"max_tokens": 1.5}, "max_tokens", "int_type"),
    ({"stop": 5}, "stop", "list_type"),
    ({"stop": ["a"] * 17}, "stop", "too_long"),
    ({"stream": "yes"}, "stream", "bool_type"),
    ({"stream_options": {"include_usage": "yes"}}, "stream_options.include_usage", "bool_type"),
    ({"tools": [{"type": "function"}]}, "tools[0].function", "missing"),
    ({"tools": [{"type": "function", "function": {}}]}, "tools[0].function.name", "missing"),
    (
        {"tools": [{"type": "function", "function": {"name": "x", "parameters": {"maximum": 2**70}}}]},
        "tools[0].function.parameters",
        "json_value_not_allowed",
    ),
    ({"tool_choice": "perhaps"}, "tool_choice.type", "literal_error"),
    ({"tool_choice": {"type": "function"}}, "tool_choice.function", "missing"),
    ({"response_format": {"type": "xml"}}, "response_format.type", "literal_error"),
    ({"response_format": {"type": "json_schema"}}, "response_format.json_schema", "missing"),
    ({"seed": 2**70}, "seed", "less_than"),
    ({"invented_next_year": {"deep": [1, 2, 3]}}, "invented_next_year", "unknown_parameter"),
    ({"messages": [{"role": "user", "content": "Hi"}] * 10_001}, "messages", "too_long"),
    (
        {"tools": [FUNCTION], "tool_choice": {"type": "function", "function": {"name": "x"}}},
        "tool_choice",
        "tool_not_offered",
    ),
    ({"tool_choice": "required"}, "tool_choice", "tool_not_offered"),
    ({"response_format": {"type": "json_schema", "json_schema": {}}}, "response_format.json_schema.name", "missing"),
    (
        {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "objekt"}}}},
        "response_format.json_schema.schema",
        "invalid_schema",
    ),
    (
        {"messages": user({"type": "image_url", "image_url": {"url": PNG, "detail": "close"}})},
        "messages[0].content[0].image_url.detail",
        "literal_error",
    ),
]

BROKEN_SCHEMAS: list[tuple[Any, str]] = [
    ({"type": "array"}, "type"),
    ({"type": "object", "properties": []}, "properties"),
    ({"type": "object", "properties": {"city": "string"}}, "properties.city"),
    ({"type": "object", "properties": {"city": {"type": "text"}}}, "properties.city.type"),
    ({"type": "object", "properties": {"city": {"type": []}}}, "properties.city.type"),
    ({"type": "object", "required": "city"}, "required"),
    ({"type": "object", "required": [5]}, "required"),
    ({"type": "object", "properties": {"a": {"enum": []}}}, "properties.a.enum"),
    ({"type": "object", "properties": {"a": {"anyOf": {}}}}, "properties.a.anyOf"),
    ({"type": "object", "properties": {"a": {"anyOf": []}}}, "properties.a.anyOf"),
    ({"type": "object", "properties": {"a": {"items": 5}}}, "properties.a.items"),
    ({"type": "object", "properties": {"a": {"$ref": 5}}}, "properties.a.$ref"),
    ({"type": "object", "properties": {"a": {"maxLength": -1}}}, "properties.a.maxLength"),
    ({"type": "object", "properties": {"a": {"minimum": "1"}}}, "properties.a.minimum"),
    ({"type": "object", "additionalProperties": "no"}, "additionalProperties"),
    ({"type": "object", "$defs": {"a": None}}, "$defs.a"),
]

UNSUPPORTED: list[tuple[dict[str, Any], str]] = [
    ({"n": 2}, "n"),
    ({"logprobs": True}, "logprobs"),
    ({"modalities": ["text", "audio"]}, "modalities"),
    ({"functions": [{"name": "weather"}]}, "functions"),
    ({"function_call": "auto"}, "function_call"),
    ({"top_logprobs": 3}, "top_logprobs"),
    ({"audio": {"voice": "alloy"}}, "audio"),
    ({"web_search_options": {"x": 1}}, "web_search_options"),
    ({"tools": [{"type": "custom", "custom": {"name": "x"}}]}, "tools[0].type"),
    ({"messages": user({"type": "input_audio", "input_audio": {}})}, "messages[0].content[0].type"),
    (
        {"messages": user({"type": "image_url", "image_url": {"url": "ftp://example.org/cat.png"}})},
        "messages[0].content[0].image_url.url",
    ),
    (
        {"messages": user({"type": "image_url", "image_url": {"url": "data:image/svg+xml;base64,AAAA"}})},
        "messages[0].content[0].image_url.url",
    ),
    (
        {"messages": [{"role": "system", "content": [{"type": "image_url", "image_url": {"url": PNG}}]}]},
        "messages[0].content[0].image_url",
    ),
    ({"model": "builtin", "tools": [FUNCTION], "tool_choice": "required"}, "tool_choice"),
    ({"model": "builtin", "tools": [FUNCTION], "tool_choice": FUNCTION}, "tool_choice"),
    (
        {"model": "builtin", "messages": user({"type": "image_url", "image_url": {"url": PNG}})},
        "messages[0].content[0].image_url.url",
    ),
    ({"model": "builtin", "response_format": {"type": "json_object"}}, "response_format"),
]


async def test_wrong_fields_are_named(ask: Any, provider: FakeProvider) -> None:
    for changes, param, code in WRONG:
        response = await ask(**changes)
        error = response.json()["error"]
        assert (response.status_code, error["param"], error["code"]) == (400, param, code), (changes, error)
        assert error["type"] == "invalid_request_error"
        assert error["message"].startswith(f"{param}: ")
    assert provider.chats == []


async def test_what_is_not_supported_is_said(ask: Any, provider: FakeProvider) -> None:
    for changes, param in UNSUPPORTED:
        response = await ask(**changes)
        error = response.json()["error"]
        assert (response.status_code, error["param"], error["code"]) == (400, param, "unsupported"), (changes, error)
        assert len(error["message"]) > len(param) + 20
        assert "{" not in error["message"]
    assert provider.chats == []


async def test_broken_schemas_of_tools_are_named(ask: Any, provider: FakeProvider) -> None:
    for schema, place in BROKEN_SCHEMAS:
        response = await ask(tools=[{"type": "function", "function": {"name": "weather", "parameters": schema}}])
        error = response.json()["error"]
        assert (response.status_code, error["param"]) == (400, "tools[0].function.parameters"), schema
        assert (error["code"], f"“{place}”" in error["message"]) == ("invalid_schema", True), (schema, error)
    deep: dict[str, Any] = {}
    for _ in range(100):
        deep = {"type": "object", "properties": {"a": deep}}
    response = await ask(tools=[{"type": "function", "function": {"name": "weather", "parameters": deep}}])
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_schema")
    assert provider.chats == []


async def test_schemas_as_people_write_them_pass(ask: Any, provider: FakeProvider) -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "city": {"type": ["string", "null"], "description": None, "default": None, "minLength": 1, "x-note": 5},
            "size": {"anyOf": [{"type": "integer", "minimum": 0}, {"$ref": "#/$defs/size"}]},
            "type": {"type": "array", "items": {"enum": ["a", 1, None]}, "maxItems": 3},
            "any": True,
        },
        "$defs": {"size": {"const": "large"}},
        "required": ["city"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
    tools = [{"type": "function", "function": {"name": "weather", "parameters": schema}}]
    for changes in ({"tools": tools}, {"response_format": form}, {"tools": [FUNCTION]}):
        assert (await ask(**changes)).status_code == 200
    assert provider.chats[0].body["tools"][0]["function"]["parameters"] == schema
    assert provider.chats[1].body["response_format"] == form


async def test_every_field_of_the_official_client_is_known() -> None:
    for model, official in (
        (CompletionRequest, completion_create_params.CompletionCreateParamsBase),
        (ResponsesRequest, response_create_params.ResponseCreateParamsBase),
        (EmbeddingsRequest, embedding_create_params.EmbeddingCreateParams),
    ):
        assert set(official.__annotations__) - {"stream"} <= set(model.model_fields)


async def test_ten_thousand_messages(ask: Any, provider: FakeProvider) -> None:
    turns = [{"role": role, "content": f"Line {number}"} for number in range(5_000) for role in ("user", "assistant")]
    response = await ask(messages=turns)
    assert response.status_code == 200
    assert len(provider.chats[0].body["messages"]) == 10_000


HARMLESS: list[dict[str, Any]] = [
    {"n": 1, "logprobs": False, "modalities": ["text"], "functions": None, "tools": None, "stop": None},
    {"metadata": {}, "service_tier": "auto", "store": True, "user": "me", "safety_identifier": "x", "moderation": {}},
    {"prompt_cache_key": "x", "prompt_cache_retention": "24h", "verbosity": "low", "prediction": {"type": "content"}},
    {"messages": [{"role": "user", "content": "Hi", "invented_next_year": 1}]},
    {"messages": [{"role": "user", "content": "Hi", "name": "Ada", "audio": None, "tool_calls": None}]},
    {"messages": [{"role": "user", "content": ""}]},
    {"messages": [{"role": "user", "content": "half a pair \ud800"}], "stop": "\udfff"},
    {"messages": [{"role": "user", "content": "half a pair \ud800"}], "model": "builtin"},
    {"messages": [{"role": "user", "content": "half a pair \ud800"}], "model": "builtin", "stream": True},
    {"messages": [{"role": "assistant", "content": [{"type": "refusal", "refusal": "No."}]}]},
    {"response_format": {"type": "text"}, "temperature": 1, "tool_choice": "auto"},
    {"stream_options": {"include_obfuscation": False}},
]


async def test_what_is_harmless_is_let_through(ask: Any) -> None:
    for changes in HARMLESS:
        response = await ask(**changes)
        assert response.status_code == 200, (changes, response.text)
        assert "error" not in response.text


async def test_halves_of_signs_come_back_as_visible_ones(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    key = await create_api_key(platform, organization.owner)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for stream in (b"false", b"true"):
        body = rb'{"model": "builtin", "input": "x", "instructions": "a\ud83d", '
        response = await client.post("/v1/responses", content=body + b'"stream": %b}' % stream, headers=headers)
        assert response.status_code == 200, response.text
        assert "a\ufffd" in response.text


async def test_a_body_that_is_no_object(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    key = await create_api_key(platform, organization.owner)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for content, code in (
        (b"{", "json_invalid"),
        (b"[]", "model_attributes_type"),
        (b'"Hi"', "model_attributes_type"),
        (b"", "missing"),
        (b"\xc3(", "bad_request"),
        (b"[" * 100_000, "bad_request"),
    ):
        response = await client.post("/v1/chat/completions", content=content, headers=headers)
        error = response.json()["error"]
        assert (response.status_code, error["param"], error["code"]) == (400, None, code), content[:20]
        assert error["type"] == "invalid_request_error"


async def test_the_documentation_names_operations_and_errors(client: AsyncClient) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()
    found = {
        (method, path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if path.startswith("/v1")
    }
    assert {key: operation["operationId"] for key, operation in found.items()} == {
        ("get", "/v1/models"): "listOpenAIModels",
        ("get", "/v1/models/{model}"): "getOpenAIModel",
        ("post", "/v1/chat/completions"): "createChatCompletion",
        ("post", "/v1/responses"): "createResponse",
        ("post", "/v1/embeddings"): "createEmbeddings",
    }
    for operation in found.values():
        for status, response in operation["responses"].items():
            if status != "200":
                schema = response["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ApiErrorBody"}
    chat = found["post", "/v1/chat/completions"]
    assert chat["responses"]["200"]["content"].keys() == {"application/json", "text/event-stream"}
    assert set(chat["requestBody"]["content"]["application/json"]["examples"]) == {
        "question",
        "stream",
        "picture",
        "tool",
    }
