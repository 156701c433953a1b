"""Vectors over OpenAI's wire: what is sent, what is read, what is measured, what goes wrong."""

import asyncio
import base64
import struct
from typing import Any

import orjson
import pytest

from convosphere.engines.llm import (
    AuthError,
    CallRecord,
    ConnectionConfig,
    EmbeddingRequest,
    Gateway,
    ModelNotFoundError,
    Outcome,
    ProtocolError,
    ProviderTimeoutError,
    RateLimitError,
    Timeouts,
    UnavailableError,
)
from convosphere.engines.llm.circuits import CircuitOpenError
from tests.fakes.catalogue import vector
from tests.fakes.provider import FakeProvider

TEXTS = ["one", "two words", "drei 👩‍👩‍👧"]
REQUEST = EmbeddingRequest("embed-x", TEXTS)


@pytest.fixture
def connection(provider: FakeProvider) -> ConnectionConfig:
    return ConnectionConfig("c", "openai", provider.url, "secret-key-1")


async def test_vectors_in_the_order_of_the_texts(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    calls: list[CallRecord] = []
    found = await gateway.embed(connection, REQUEST, on_end=calls.append)
    assert [each.tolist() for each in found.vectors] == [pytest.approx(vector(text), rel=1e-6) for text in TEXTS]
    (sent,) = provider.requests
    assert sent.headers["authorization"] == "Bearer secret-key-1"
    assert sent.body == {"model": "embed-x", "input": TEXTS, "encoding_format": "float"}
    (call,) = calls
    assert (call.outcome, call.model, call.usage.input_tokens, call.usage.output_tokens) == (
        Outcome.COMPLETED,
        "embed-x",
        5,
        0,
    )
    assert call.error is None
    assert call.time_to_first_token is not None


async def test_base64_and_any_order_are_read(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    packed = base64.b64encode(struct.pack("<2f", 0.5, -2.0)).decode()
    data = [{"index": 1, "embedding": [1, 2]}, {"index": 0, "embedding": packed}]
    provider.script(raw=orjson.dumps({"data": data}))
    found = await gateway.embed(connection, EmbeddingRequest("embed-x", ["a", "b"]))
    assert [each.tolist() for each in found.vectors] == [[0.5, -2.0], [1.0, 2.0]]
    assert found.usage.estimated


def entry(index: Any = 0, embedding: Any = (1.0,)) -> dict[str, Any]:
    return {"index": index, "embedding": embedding}


GARBAGE: list[Any] = [
    {},
    {"data": None},
    {"data": []},
    {"data": [entry()]},
    {"data": [entry(0), entry(1), entry(2)]},
    {"data": [entry(0), entry(1, [1.0, 2.0])]},
    {"data": [entry(0, []), entry(1, [])]},
    {"data": [entry(0, "%%%"), entry(1, "%%%")]},
    {"data": [entry(0, ["a"]), entry(1, ["b"])]},
    {"data": [entry(0, [None]), entry(1, [1.0])]},
    {"data": [entry(0, [1e300]), entry(1, [1.0])]},
    {"data": [entry(0, base64.b64encode(struct.pack("<f", float("nan"))).decode()), entry(1)]},
    {"data": ["x", "y"]},
]


async def test_what_is_no_list_of_vectors(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    request = EmbeddingRequest("embed-x", ["a", "b"])
    for garbage in GARBAGE:
        provider.script(raw=orjson.dumps(garbage))
        with pytest.raises(ProtocolError):
            await gateway.embed(connection, request)
    provider.script(raw=b'{"error": {"message": "overloaded", "type": "server_error"}}')
    with pytest.raises(UnavailableError):
        await gateway.embed(connection, request)


async def test_refusals_are_typed_and_recorded(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    calls: list[CallRecord] = []
    for plan, kind in (
        ({"status": 429, "headers": {"Retry-After": "7"}}, RateLimitError),
        ({"status": 404}, ModelNotFoundError),
        ({"status": 503}, UnavailableError),
    ):
        provider.script(**plan)
        with pytest.raises(kind):
            await gateway.embed(connection, REQUEST, on_end=calls.append)
    with pytest.raises(AuthError):
        await gateway.embed(ConnectionConfig("d", "openai", provider.url, "bad-key"), REQUEST, on_end=calls.append)
    assert [call.outcome for call in calls] == [Outcome.FAILED] * 4
    assert all(call.usage.estimated and call.usage.input_tokens > 0 for call in calls)


async def test_patience_ends_and_who_leaves_is_recorded(gateway: Gateway, provider: FakeProvider) -> None:
    calls: list[CallRecord] = []
    hasty = ConnectionConfig("h", "openai", provider.url, timeouts=Timeouts(first_token=0.05))
    provider.script(first_token_delay=30, times=None)
    with pytest.raises(ProviderTimeoutError):
        await gateway.embed(hasty, REQUEST, on_end=calls.append)
    asking = asyncio.create_task(
        gateway.embed(ConnectionConfig("p", "openai", provider.url), REQUEST, on_end=calls.append)
    )
    while len(provider.requests) < 2:  # noqa: ASYNC110 - the provider tells of a request's end, not of its beginning
        await asyncio.sleep(0.005)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert [call.outcome for call in calls] == [Outcome.FAILED, Outcome.STOPPED]


async def test_who_is_not_admitted_asks_nobody(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    calls: list[CallRecord] = []

    async def refuse() -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        await gateway.embed(connection, REQUEST, on_end=calls.append, admit=refuse)
    assert (calls, list(provider.requests)) == ([], [])


async def test_an_open_circuit_holds_for_vectors_too(
    gateway: Gateway, connection: ConnectionConfig, provider: FakeProvider
) -> None:
    provider.script(status=503, times=None)
    for _ in range(5):
        with pytest.raises(UnavailableError):
            await gateway.embed(connection, REQUEST)
    with pytest.raises(CircuitOpenError):
        await gateway.embed(connection, REQUEST)
    assert len(provider.requests) == 5


async def test_providers_without_such_models(gateway: Gateway) -> None:
    for provider in ("anthropic", "builtin"):
        with pytest.raises(ModelNotFoundError):
            await gateway.embed(ConnectionConfig("c", provider), REQUEST)


async def test_a_connection_of_embedders_alone_is_tested_by_embedding(gateway: Gateway, provider: FakeProvider) -> None:
    named = ConnectionConfig("c", "openai", provider.url, "key", extra={"models": ["nomic-embed-text"]})
    checked = await gateway.check(named)
    assert [(model.name, model.kind) for model in checked.models] == [("nomic-embed-text", "embedding")]
    assert [request.path for request in provider.requests] == ["/v1/embeddings"]
    with pytest.raises(AuthError):
        await gateway.check(
            ConnectionConfig("c", "openai", provider.url, "bad", extra={"models": ["nomic-embed-text"]})
        )
