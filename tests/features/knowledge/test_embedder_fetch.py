"""Fetching the local model: by an administrator, from a hub on the wire, with progress; and bases that then use it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web

from convosphere.engines.embeddings import SOURCES, ModelSource, RemoteFile
from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.features.knowledge.actions.embedding.spaces import probe_embedder
from convosphere.features.knowledge.actions.embedding.vectors import embed_passages, embed_query, rerank
from convosphere.features.knowledge.errors.embedding import EmbeddingFailedError, RerankFailedError
from convosphere.features.knowledge.rules.embedding import prefixes
from convosphere.features.knowledge.types.spaces import EmbedderChoice, EmbedderKind
from convosphere.features.models.types import CallContext, Purpose
from convosphere.platform.http import AddressRefusedError
from convosphere.platform.settings import Settings
from tests.factories.accounts import MadeOrganization
from tests.factories.onnx_models import write_embedder
from tests.fakes.hub import FakeHub
from tests.fakes.reranker import FakeReranker
from tests.features.knowledge.conftest import Keeper
from tests.harness.platform import build_settings

NAME = "multilingual-e5-small"


@pytest.fixture
async def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeHub]:
    """A hub with a small model in the place of the real one."""
    made = tmp_path / "made"
    await asyncio.to_thread(write_embedder, made, ["portal", "heating"])
    files = {name: await asyncio.to_thread((made / name).read_bytes) for name in ("tokenizer.json", "model.onnx")}
    pinned = tuple(
        RemoteFile(name, name, len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()
    )
    monkeypatch.setitem(SOURCES, NAME, ModelSource(NAME, "some/tiny", "abc", pinned))
    async with FakeHub(files) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, hub: FakeHub) -> Settings:
    return build_settings(data_dir=tmp_path / "data", embeddings={"hub_url": hub.url})


async def until(keeper: Keeper, status: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            listed = await keeper.call("GET", "/embedders", 200)
            if listed["local"]["status"] == status:
                assert isinstance(listed, dict)
                return listed
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("worker")
async def test_an_administrator_fetches_it(admin: Keeper, anna: Keeper, hub: FakeHub) -> None:
    base = await anna.base()
    listed = await anna.call("GET", "/embedders", 200)
    assert (listed["local"]["status"], listed["may_fetch"]) == ("missing", False)
    assert listed["items"] == [
        {"kind": "local", "model_id": None, "name": NAME, "connection": None, "dimension": None, "ready": False}
    ]
    missing = await anna.call("PUT", f"/bases/{base}/embedder", 409, json={"kind": "local"})
    assert missing["code"] == "embedding_model_missing"

    # Another file than the pinned one is not taken.
    right = hub.files["model.onnx"]
    hub.files["model.onnx"] = right[:-1] + b"!"
    hub.answers = [(404, None)]
    started = await admin.call("POST", "/embedders/local/fetch", 202)
    assert started["status"] in {"waiting", "running", "failed"}
    failed = await until(admin, "failed")
    assert failed["local"]["problem"]["code"] == "model_hub_file_missing"
    assert "127.0.0.1" in failed["local"]["problem"]["detail"]

    hub.files["model.onnx"] = right
    hub.cut_after, hub.cuts = len(right) // 2, 2
    await admin.call("POST", "/embedders/local/fetch", 202)
    ready = await until(admin, "ready")
    assert ready["local"]["done"] == ready["local"]["total"] == sum(map(len, hub.files.values()))
    assert ready["items"][0]["ready"] is True
    # The base that nobody had chosen an embedder for gets it.
    async with asyncio.timeout(60):
        while (await anna.call("GET", f"/bases/{base}/embedder", 200))["kind"] != "local":  # noqa: ASYNC110 - polled like a client
            await asyncio.sleep(0.05)
    asked = len(hub.asked)
    assert (await admin.call("POST", "/embedders/local/fetch", 202))["status"] == "ready"
    assert len(hub.asked) == asked


async def test_rerankers_by_their_settings(
    application: Application, organization: MadeOrganization, tmp_path: Path
) -> None:
    embedders = Embedders(application.platform, application.gateway)
    context = CallContext(organization.id, Purpose.KNOWLEDGE)
    assert await rerank(embedders, "question", ["a", "b"], context=context) is None
    async with FakeReranker() as fake:
        # The setting's address may lie inside; what users steer may still not go there.
        wanted = build_settings(data_dir=tmp_path, rerank={"url": fake.url, "api_key": "key", "model": "m"})
        embedders = Embedders(replace(application.platform, settings=wanted), application.gateway)
        assert await rerank(embedders, "b c", ["a", "b"], context=context) == [0.0, 0.5]
        with pytest.raises(AddressRefusedError):
            await application.platform.http.request("POST", fake.url)
        fake.says = web.Response(status=500, text="out of order")
        with pytest.raises(RerankFailedError) as caught:
            await rerank(embedders, "b c", ["a", "b"], context=context)
    assert caught.value.code == "reranker_refused"
    assert "out of order" in caught.value.detail("de")
    await embedders.aclose()


async def test_vectors_of_another_state_are_not_compared(application: Application, tmp_path: Path) -> None:
    place = tmp_path / "own"
    await asyncio.to_thread(write_embedder, place, ["portal", "heating"])
    wanted = build_settings(data_dir=tmp_path, embeddings={"directory": place})
    platform = replace(application.platform, settings=wanted)
    embedders = Embedders(platform, application.gateway)
    space = await probe_embedder(embedders, uuid4(), EmbedderChoice(EmbedderKind.LOCAL), person_id=None, locale="en")
    vector = await embed_query(embedders, space, "portal")
    assert await embed_query(embedders, space, "portal") is vector  # kept for a minute
    assert len(await embed_passages(embedders, space, ["portal", "heating"])) == 2
    await asyncio.to_thread((place / "convosphere.json").write_text, '{"passage_prefix": "text: "}')
    changed = Embedders(platform, application.gateway)
    with pytest.raises(EmbeddingFailedError) as caught:
        await embed_query(changed, space, "portal")
    assert (caught.value.code, caught.value.retryable) == ("embedder_changed", False)
    for each in (embedders, changed):
        await each.aclose()


def test_makers_prefixes_are_known_by_name() -> None:
    assert prefixes("intfloat/multilingual-e5-large") == ("query: ", "passage: ")
    assert prefixes("multilingual-e5-large-instruct")[0].startswith("Instruct: ")
    assert prefixes("nomic-embed-text:latest") == ("search_query: ", "search_document: ")
    for plain in ("text-embedding-3-small", "bge-m3", "model5e", "e50"):
        assert prefixes(plain) == ("", "")
