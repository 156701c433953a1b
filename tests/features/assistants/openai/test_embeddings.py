"""Texts as vectors with OpenAI's official client, and models that embed, kept apart from those that chat."""

import base64
import struct
from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import AsyncClient
from openai import APIStatusError, AsyncOpenAI, BadRequestError, NotFoundError, RateLimitError

from convosphere.entry.wiring import Application
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, sign_in_headers
from tests.factories.budgets import balance, create_budget, reservations
from tests.factories.models import connect_fake, model_id
from tests.fakes.catalogue import vector
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import usage_records

EMBEDDER = "text-embedding-fake"
QUESTION: Any = [{"role": "user", "content": "Hi"}]


@pytest.fixture(autouse=True)
async def vectors(application: Application, organization: MadeOrganization) -> AsyncIterator[FakeProvider]:
    """A second provider, whose first model embeds."""
    async with FakeProvider(models=(EMBEDDER, "fake-words-3")) as running:
        await connect_fake(application.platform, application.gateway, organization.id, running, name="Vectors")
        yield running


def embedded(provider: FakeProvider) -> list[dict[str, Any]]:
    return [request.body for request in provider.requests if request.path.endswith("/embeddings")]


async def test_texts_become_vectors(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization, vectors: FakeProvider
) -> None:
    texts = ["How tall is it?", "Wie hoch ist er?", "👩‍👩‍👧 ﷽"]
    # The client asks for base64 by itself; told «float», it gets numbers.
    wishes: tuple[dict[str, Any], ...] = ({}, {"encoding_format": "float"})
    for options in wishes:
        answer = await openai.embeddings.create(model=EMBEDDER, input=texts, **options)
        assert [item.index for item in answer.data] == [0, 1, 2]
        for item, given in zip(answer.data, texts, strict=True):
            assert item.embedding == pytest.approx(vector(given), rel=1e-6)
        assert (answer.model, answer.usage.prompt_tokens, answer.usage.total_tokens) == (EMBEDDER, 10, 10)
        assert answer.usage.model_extra == {}
    assert [body["input"] for body in embedded(vectors)] == [texts, texts]
    records = await usage_records(platform, organization)
    assert [(record["model_name"], record["purpose"], record["outcome"]) for record in records] == [
        (EMBEDDER, "api", "completed")
    ] * 2
    assert [(record["input_tokens"], record["output_tokens"], record["estimated"]) for record in records] == [
        (10, 0, False)
    ] * 2
    assert all(record["api_key_id"] is not None for record in records)


async def test_base64_is_what_openai_writes(openai: AsyncOpenAI) -> None:
    answer = await openai.embeddings.create(model=EMBEDDER, input="Hi", encoding_format="base64")
    written: Any = answer.data[0].embedding
    assert struct.unpack("<8f", base64.b64decode(written)) == pytest.approx(vector("Hi"), rel=1e-6)


async def test_dimensions_and_tokens_reach_the_provider(openai: AsyncOpenAI, vectors: FakeProvider) -> None:
    await openai.embeddings.create(model=EMBEDDER, input=[1, 2, 3], dimensions=8)
    await openai.embeddings.create(model=EMBEDDER, input=[[1, 2], [3]])
    first, second = embedded(vectors)
    assert (first["input"], first["dimensions"]) == ([[1, 2, 3]], 8)
    assert (second["input"], "dimensions" in second) == ([[1, 2], [3]], False)


async def test_many_texts_go_in_batches(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization, vectors: FakeProvider
) -> None:
    texts = [f"Text number {number}" for number in range(200)]
    answer = await openai.embeddings.create(model=EMBEDDER, input=texts)
    assert [len(body["input"]) for body in embedded(vectors)] == [96, 96, 8]
    assert [item.embedding for item in answer.data][150] == pytest.approx(vector(texts[150]), rel=1e-6)
    assert answer.usage.total_tokens == 600
    assert sum(record["input_tokens"] for record in await usage_records(platform, organization)) == 600
    with pytest.raises(BadRequestError) as caught:
        await openai.embeddings.create(model=EMBEDDER, input=["x"] * 2049)
    assert (caught.value.param, caught.value.code) == ("input", "too_long")


async def test_budgets_are_asked_first(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization, vectors: FakeProvider
) -> None:
    budget = await create_budget(platform, organization.id, tokens=1_000)
    answer = await openai.embeddings.with_raw_response.create(model=EMBEDDER, input="one two three")
    assert answer.headers["x-ratelimit-remaining-tokens"] == "997"
    kept = await balance(platform, organization.id, budget)
    assert (kept.spent_tokens, kept.reserved_tokens) == (3, 0)
    with pytest.raises(RateLimitError) as refused:
        await openai.embeddings.create(model=EMBEDDER, input=["word " * 200] * 10)
    assert refused.value.code == "insufficient_quota"
    assert len(embedded(vectors)) == 1
    assert not await reservations(platform, organization.id)


WRONG: list[tuple[Any, str, str]] = [
    ({"input": ""}, "input[0]", "empty_input"),
    ({"input": []}, "input", "too_short"),
    ({"input": ["a", ""]}, "input[1]", "empty_input"),
    ({"input": ["a", [1]]}, "input[1]", "text_or_tokens"),
    ({"input": [[]]}, "input[0]", "text_or_tokens"),
    ({"input": [-1]}, "input[0]", "text_or_tokens"),
    ({"input": 5}, "input", "list_type"),
    ({"input": {"a": 1}}, "input", "list_type"),
    ({"encoding_format": "int8"}, "encoding_format", "literal_error"),
    ({"dimensions": 0}, "dimensions", "greater_than_equal"),
    ({"invented": 1}, "invented", "unknown_parameter"),
]


async def test_wrong_fields_are_named(openai: AsyncOpenAI, vectors: FakeProvider) -> None:
    for changes, param, code in WRONG:
        with pytest.raises(BadRequestError) as caught:
            await openai.post("/embeddings", body={"model": EMBEDDER, "input": "Hi", **changes}, cast_to=object)
        assert (caught.value.param, caught.value.code) == (param, code), changes
    assert embedded(vectors) == []


async def test_broken_answers_are_errors(
    openai: AsyncOpenAI, application: Application, platform: Platform, organization: MadeOrganization
) -> None:
    async with FakeProvider(models=("fake-words-3", "embed-404-x")) as stale:
        await connect_fake(application.platform, application.gateway, organization.id, stale, name="Stale")
        await stale.stop()
        with pytest.raises(APIStatusError) as caught:
            await openai.embeddings.create(model="embed-404-x", input="Hi")
    assert caught.value.status_code == 503
    records = await usage_records(platform, organization)
    assert {record["outcome"] for record in records} == {"failed"}


async def test_who_chats_does_not_embed_and_who_embeds_does_not_chat(
    openai: AsyncOpenAI, platform: Platform, organization: MadeOrganization, client: AsyncClient
) -> None:
    with pytest.raises(NotFoundError) as caught:
        await openai.chat.completions.create(model=EMBEDDER, messages=QUESTION)
    assert (caught.value.code, caught.value.param) == ("model_does_not_chat", "model")
    with pytest.raises(NotFoundError) as caught:
        await openai.embeddings.create(model="fake-words-5", input="Hi")
    assert (caught.value.code, caught.value.param) == ("model_does_not_embed", "model")
    kinds = {model.id: (model.model_extra or {})["kind"] async for model in openai.models.list()}
    assert (kinds[EMBEDDER], kinds["fake-words-3"]) == ("embedding", "chat")
    # People are not offered it, it becomes nobody's default, and no conversation takes it.
    headers = await sign_in_headers(platform, organization.owner)
    offered = (await client.get("/api/v1/models?limit=100", headers=headers)).json()["items"]
    assert EMBEDDER not in {model["name"] for model in offered}
    found = await model_id(platform, organization.id, EMBEDDER)
    made = await client.post("/api/v1/conversations", json={"model_id": str(found)}, headers=headers)
    assert (made.status_code, made.json()["code"]) == (404, "model_not_found")
    default = await client.patch(f"/api/v1/models/{found}", json={"is_default": True}, headers=headers)
    assert (default.status_code, default.json()["code"]) == (409, "model_does_not_chat")
