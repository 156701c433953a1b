"""Rerankers: each server's form, what can go wrong, and a cross-encoder on this machine."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from convosphere.engines.embeddings import (
    CrossEncoder,
    LocalOptions,
    ModelUnfitError,
    RemoteReranker,
    RerankEndpoint,
    RerankerAnswerError,
    RerankerRefusedError,
)
from convosphere.platform.http import FetchError, FetchTimeoutError, GuardedClient
from tests.factories.onnx_models import words_in, write_cross_encoder, write_embedder
from tests.fakes.reranker import FakeReranker

TEXTS = ["about cats", "about dogs and cats and mice", "nothing"]


@pytest.fixture
async def fake() -> AsyncIterator[FakeReranker]:
    async with FakeReranker() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[GuardedClient]:
    client = GuardedClient(allowed_networks=["127.0.0.1"])
    yield client
    await client.close()


@pytest.mark.parametrize("form", ["cohere", "tei"])
async def test_both_forms_give_scores_in_the_order_of_the_texts(
    fake: FakeReranker, http: GuardedClient, form: Any
) -> None:
    reranker = RemoteReranker(http, RerankEndpoint(fake.url, form, "rerank-x", "secret", batch=2))
    assert await reranker.rerank("cats dogs", TEXTS) == [0.5, 1.0, 0.0]
    assert [len(body.get("texts") or body["documents"]) for body in fake.bodies] == [2, 1]
    assert fake.keys == ["Bearer secret"] * 2
    named = [body.get("model") for body in fake.bodies]
    assert named == ([None, None] if form == "tei" else ["rerank-x"] * 2)
    assert await reranker.rerank("cats", []) == []


async def test_logits_become_scores(fake: FakeReranker, http: GuardedClient) -> None:
    fake.raw = True
    scores = await RemoteReranker(http, RerankEndpoint(fake.url)).rerank("cats dogs", TEXTS)
    assert scores == pytest.approx([0.5, 0.9933, 0.0067], abs=1e-3)


async def test_long_and_odd_texts_are_sent_cut_and_clean(fake: FakeReranker, http: GuardedClient) -> None:
    reranker = RemoteReranker(http, RerankEndpoint(fake.url, characters=100))
    await reranker.rerank("cats", ["x" * 1_000, "\ud800"])
    assert fake.bodies[0]["documents"] == ["x" * 100, "?"]


@pytest.mark.parametrize(
    ("says", "kind", "told"),
    [
        (lambda: web.json_response({"message": "bad key secret"}, status=401), RerankerRefusedError, "bad key …"),
        (lambda: web.Response(status=413, text="too much"), RerankerRefusedError, "too much"),
        (lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}), FetchError, ""),
        (lambda: web.Response(text="<html>"), RerankerAnswerError, "127.0.0.1"),
        (lambda: web.json_response({"results": []}), RerankerAnswerError, "CONVOSPHERE_RERANK_FORM"),
        (lambda: web.json_response({"results": [{"index": 0}]}), RerankerAnswerError, ""),
        (lambda: web.json_response([{"index": 0, "score": 1}, {"index": 7, "score": 1}]), RerankerAnswerError, ""),
        (lambda: web.json_response([{"index": n, "score": "NaN"} for n in range(3)]), RerankerAnswerError, ""),
        (lambda: web.json_response({"results": None}), RerankerAnswerError, ""),
    ],
)
async def test_wrong_answers_are_errors_that_say_so(
    fake: FakeReranker, http: GuardedClient, says: Any, kind: type[Exception], told: str
) -> None:
    fake.says = says()
    with pytest.raises(kind) as caught:
        await RemoteReranker(http, RerankEndpoint(fake.url, api_key="secret")).rerank("cats", TEXTS)
    assert isinstance(caught.value, RerankerRefusedError | RerankerAnswerError | FetchError)
    assert told in caught.value.detail("en")
    assert "secret" not in caught.value.detail("en")


async def test_it_does_not_wait_for_ever(fake: FakeReranker, http: GuardedClient) -> None:
    fake.hangs = True
    with pytest.raises(FetchTimeoutError):
        await RemoteReranker(http, RerankEndpoint(fake.url, seconds=0.1)).rerank("cats", TEXTS)


async def test_a_cross_encoder_on_this_machine(tmp_path: Path) -> None:
    texts = ["dogs bark", "cats and mice", "heating in october", "cats"] * 5
    await asyncio.to_thread(write_cross_encoder, tmp_path / "ce", words_in(texts))
    reranker = CrossEncoder(tmp_path / "ce", LocalOptions(threads=1, batch_tokens=20))
    scores = await reranker.rerank("cats", texts)
    assert len(scores) == len(texts)
    assert all(0 <= score <= 1 for score in scores)
    assert scores[:4] == pytest.approx(scores[4:8], abs=1e-5)
    assert min(scores[1], scores[3]) > max(scores[0], scores[2])
    assert await reranker.rerank("cats", []) == []
    await reranker.unload()


async def test_an_embedder_is_no_reranker(tmp_path: Path) -> None:
    await asyncio.to_thread(write_embedder, tmp_path / "embedder", ["a"])
    with pytest.raises(ModelUnfitError):
        await CrossEncoder(tmp_path / "embedder").rerank("a", ["a"])
