"""Texts to vectors on this machine: near what is alike, in order, beside the event loop; and broken directories."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson
import pytest

from convosphere.engines.embeddings import (
    LocalEmbedder,
    LocalOptions,
    ModelBrokenError,
    ModelDirectoryError,
    ModelMissingError,
    ModelUnfitError,
    NotFiniteError,
    TextKind,
    Vector,
)
from convosphere.engines.embeddings.batches import batches
from convosphere.engines.embeddings.directory import open_directory
from tests.factories.onnx_models import words_in, write_embedder

TEXTS = [
    "Der Urlaubsantrag wird im Portal gestellt",
    "Urlaubsanträge stellt man im Portal",
    "Die Heizung wird im Oktober gewartet",
    "short",
    "a much longer text about holidays and applications, and about how to hand them in, with many words " * 3,
]
WORDS = ["query", "passage", ":", *words_in(TEXTS)]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_embedder(tmp_path_factory.mktemp("models") / "tiny", WORDS)


@pytest.fixture
def embedder(directory: Path) -> LocalEmbedder:
    return LocalEmbedder(directory, LocalOptions(threads=1, batch_tokens=64, idle_seconds=0))


def make(place: Path, files: Mapping[str, bytes | None]) -> None:
    """A model directory with these files in it beside, or instead of, what belongs there; None: without."""
    write_embedder(place, WORDS)
    for name, content in files.items():
        (place / name).unlink(missing_ok=True)
        if content is not None:
            (place / name).write_bytes(content)


def cosine(left: Vector, right: Vector) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


async def test_what_is_alike_is_near_and_all_is_in_order(embedder: LocalEmbedder) -> None:
    before = embedder.loaded
    vectors = await embedder.embed(TEXTS, TextKind.PASSAGE)
    assert (before, embedder.loaded) == (False, True)
    assert [len(vector) for vector in vectors] == [64] * len(TEXTS)
    assert all(cosine(vector, vector) == pytest.approx(1, abs=1e-5) for vector in vectors)
    assert cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.1
    # Whatever is in a batch with it, and however it is padded, a text's vector is the same.
    for place in (0, 3, 4):
        (alone,) = await embedder.embed([TEXTS[place]], TextKind.PASSAGE)
        assert list(alone) == pytest.approx(list(vectors[place]), abs=1e-5)


async def test_questions_and_passages_have_their_prefixes(embedder: LocalEmbedder, directory: Path) -> None:
    (question,) = await embedder.embed(["Portal"], TextKind.QUERY)
    (passage,) = await embedder.embed(["Portal"], TextKind.PASSAGE)
    assert list(question) != pytest.approx(list(passage))
    plain = directory.parent / "plain"
    own = {"query_prefix": "", "passage_prefix": "", "name": "plain"}
    await asyncio.to_thread(make, plain, {"convosphere.json": orjson.dumps(own)})
    other = LocalEmbedder(plain)
    (bare,) = await other.embed(["query: Portal"], TextKind.QUERY)
    assert list(bare) == pytest.approx(list(question), abs=1e-6)
    # A model that says who it is and wants none gets none; one of those that never say so does.
    for name, wanted in (("acme/plain-encoder", ""), ("intfloat/multilingual-e5-base", "query: ")):
        place = directory.parent / name.replace("/", "-")
        await asyncio.to_thread(make, place, {"config.json": orjson.dumps({"_name_or_path": name})})
        assert (await asyncio.to_thread(open_directory, place)).profile.query_prefix == wanted
    # Another way to treat texts is another space, though it is the same model.
    described = await other.describe()
    assert (described.name, described.dimension) == ("plain", 64)
    assert described.fingerprint != (await embedder.describe()).fingerprint


async def test_odd_texts_are_embedded_too(embedder: LocalEmbedder) -> None:
    odd = ["", " \n", "\ud800 lone", "🎉" * 50, "x" * 200_000, "\0"]
    vectors = await embedder.embed(odd, TextKind.PASSAGE)
    assert all(math.isfinite(number) for vector in vectors for number in vector)
    assert await embedder.embed([], TextKind.PASSAGE) == []


async def test_a_long_text_is_cut_and_not_refused(directory: Path) -> None:
    short = directory.parent / "short"
    # As sentence-transformers writes it.
    said = b'{"max_seq_length": 8, "do_lower_case": false}'
    await asyncio.to_thread(make, short, {"sentence_bert_config.json": said})
    embedder = LocalEmbedder(short)
    long, longer = await embedder.embed(["im Portal im Portal im Portal " * 9, "im Portal " * 99], TextKind.PASSAGE)
    assert list(long) == pytest.approx(list(longer), abs=1e-5)


async def test_it_leaves_the_memory_and_comes_back(directory: Path) -> None:
    embedder = LocalEmbedder(directory, LocalOptions(idle_seconds=0.05))
    before = await embedder.embed(TEXTS[:1], TextKind.PASSAGE)
    async with asyncio.timeout(10):
        while embedder.loaded:  # noqa: ASYNC110 - it goes by itself, and tells nobody
            await asyncio.sleep(0.01)
    assert await embedder.embed(TEXTS[:1], TextKind.PASSAGE) == before
    await embedder.unload()
    assert not embedder.loaded


async def test_a_question_goes_before_much_that_is_being_indexed(embedder: LocalEmbedder) -> None:
    await embedder.describe()
    ended: list[str] = []

    async def work(name: str, texts: Sequence[str], kind: TextKind) -> None:
        await embedder.embed(texts, kind)
        ended.append(name)

    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(work(f"indexing {number}", TEXTS * 40, TextKind.PASSAGE))
        await asyncio.sleep(0)
        group.create_task(work("question", ["Portal"], TextKind.QUERY))
    assert ended[0] == "question"


async def test_a_cancelled_call_leaves_the_model_usable(embedder: LocalEmbedder) -> None:
    await embedder.describe()
    running = asyncio.create_task(embedder.embed(TEXTS * 50, TextKind.PASSAGE))
    await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert len(await embedder.embed(TEXTS, TextKind.QUERY)) == len(TEXTS)


async def test_what_is_no_number_is_an_error(tmp_path: Path) -> None:
    place = tmp_path / "spoilt"
    await asyncio.to_thread(write_embedder, place, WORDS, spoil=math.nan)
    embedder = LocalEmbedder(place)
    with pytest.raises(NotFiniteError):
        await embedder.embed(TEXTS, TextKind.PASSAGE)


@pytest.mark.parametrize(
    ("spoil", "kind", "blamed"),
    [
        (None, ModelMissingError, "model.onnx"),
        ({"model.onnx": None}, ModelMissingError, "model.onnx"),
        ({"tokenizer.json": None}, ModelMissingError, "tokenizer.json"),
        ({"model.onnx": b"<html>not found</html>"}, ModelBrokenError, "model.onnx"),
        ({"model.onnx": b""}, ModelBrokenError, "model.onnx"),
        ({"tokenizer.json": b'{"version": "1.0"'}, ModelBrokenError, "tokenizer.json"),
        ({"config.json": b"[1, 2]"}, ModelBrokenError, "config.json"),
        ({"convosphere.json": b'{"prefix": "x"}'}, ModelUnfitError, "prefix"),
        ({"convosphere.json": b'{"max_tokens": 0}'}, ModelUnfitError, "max_tokens"),
        ({"convosphere.json": b'{"pooling": "max"}'}, ModelUnfitError, "pooling"),
    ],
)
async def test_a_broken_directory_says_what_is_broken(
    tmp_path: Path,
    spoil: dict[str, bytes | None] | None,
    kind: type[ModelDirectoryError],
    blamed: str,
) -> None:
    place = tmp_path / "model"
    if spoil is not None:
        await asyncio.to_thread(make, place, spoil)
    with pytest.raises(kind) as caught:
        await LocalEmbedder(place).embed(["text"], TextKind.QUERY)
    assert caught.value.params["directory"] == str(place)
    assert blamed in f"{caught.value.params.get('file')} {caught.value.params.get('reason')}"
    assert blamed in caught.value.detail("en")


async def test_a_model_for_something_else_is_refused(tmp_path: Path) -> None:
    from onnx import TensorProto, helper, save  # noqa: PLC0415 - a third of a second

    place = tmp_path / "odd"
    await asyncio.to_thread(make, place, {})
    picture = helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["b", 3, 224, 224])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, ["b", 3, 224, 224])
    graph = helper.make_graph([helper.make_node("Relu", ["pixels"], ["out"])], "g", [picture], [out])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    await asyncio.to_thread(save, model, str(place / "model.onnx"))
    with pytest.raises(ModelUnfitError, match="pixels"):
        await LocalEmbedder(place).describe()


def test_batches_keep_to_their_size() -> None:
    lengths = [5, 500, 30, 31, 4, 900, 29]
    made = list(batches(lengths, 100))
    assert sorted(place for batch in made for place in batch) == list(range(len(lengths)))
    assert made[:2] == [[5], [1]]  # each too long for company
    assert all(len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= 100 for batch in made)
    assert list(batches([], 100)) == []
