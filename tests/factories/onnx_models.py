"""Small models for onnxruntime, made on the spot: real graphs and real tokenizers, without training.

A word's vector is the sum of pseudo-random vectors of its character n-grams, so that words which share parts lie near
each other. A text's vector is the mean over its words. Nothing here knows what a word means.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_ROWS = 1 << 15
_VERSIONS: dict[str, Any] = {"opset_imports": [helper.make_opsetid("", 17)], "ir_version": 9}
_WORD = re.compile(r"\w+|[^\w\s]")


def words_in(texts: Sequence[str]) -> list[str]:
    """The different words, in lower case, in the order of their first appearance."""
    return list(dict.fromkeys(word for text in texts for word in _WORD.findall(text.lower())))


def write_embedder(
    directory: Path,
    words: Sequence[str],
    *,
    dimension: int = 64,
    weights: Mapping[str, float] | None = None,
    name: str = "model.onnx",
    spoil: float | None = None,
) -> Path:
    """A model directory whose embedder knows `words`; unknown ones are put together from letters.

    `weights`: how much a word counts. `spoil`: a number that stands in every vector.
    """
    vocabulary = _write_tokenizer(directory, words)
    vectors = _vectors(vocabulary, dimension)
    vectors *= np.array([[(weights or {}).get(word, 1.0)] for word in vocabulary], np.float32)
    # The signs around a text say nothing.
    vectors[: len(SPECIAL)] = 0.0
    if spoil is not None:
        vectors[:, 0] = spoil
    table = numpy_helper.from_array(vectors.astype(np.float32), "table")
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])]
    inputs = [
        helper.make_tensor_value_info(each, TensorProto.INT64, ["b", "s"]) for each in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["b", "s", dimension])]
    graph = helper.make_graph(nodes, "embedder", inputs, outputs, [table])
    (directory / name).parent.mkdir(parents=True, exist_ok=True)
    save(helper.make_model(graph, **_VERSIONS), str(directory / name))
    return directory


def write_cross_encoder(directory: Path, words: Sequence[str], *, dimension: int = 64) -> Path:
    """A model directory with a cross-encoder: the logit grows with what question and passage share."""
    vocabulary = _write_tokenizer(directory, words)
    vectors = _vectors(vocabulary, dimension)
    vectors[: len(SPECIAL)] = 0.0
    constants = {
        "table": vectors.astype(np.float32),
        "one": np.array(1.0, np.float32),
        "last": np.array([2], np.int64),
        "tokens": np.array([1], np.int64),
        "numbers": np.array([1], np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["hidden"]),
        helper.make_node("Cast", ["token_type_ids"], ["flat"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["flat", "last"], ["second"]),
        helper.make_node("Sub", ["one", "second"], ["first"]),
        helper.make_node("Mul", ["hidden", "first"], ["question"]),
        helper.make_node("Mul", ["hidden", "second"], ["passage"]),
        helper.make_node("ReduceSum", ["question", "tokens"], ["asked"], keepdims=0),
        helper.make_node("ReduceSum", ["passage", "tokens"], ["given"], keepdims=0),
        helper.make_node("Mul", ["asked", "given"], ["shared"]),
        helper.make_node("ReduceSum", ["shared", "numbers"], ["logits"], keepdims=1),
    ]
    inputs = [
        helper.make_tensor_value_info(each, TensorProto.INT64, ["b", "s"]) for each in ("input_ids", "token_type_ids")
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", 1])]
    stored = [numpy_helper.from_array(value, each) for each, value in constants.items()]
    graph = helper.make_graph(nodes, "cross_encoder", inputs, outputs, stored)
    save(helper.make_model(graph, **_VERSIONS), str(directory / "model.onnx"))
    return directory


def _write_tokenizer(directory: Path, words: Sequence[str]) -> list[str]:
    directory.mkdir(parents=True, exist_ok=True)
    letters = sorted({letter for word in words for letter in word})
    pieces = dict.fromkeys([*SPECIAL, *words, *letters, *(f"##{letter}" for letter in letters)])
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="<unk>", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> $B:1 </s>:1",
        special_tokens=[("<s>", vocabulary["<s>"]), ("</s>", vocabulary["</s>"])],
    )
    tokenizer.save(str(directory / "tokenizer.json"))
    return list(pieces)


def _vectors(words: Sequence[str], dimension: int) -> Any:
    """Of each word the sum over its n-grams of 3 to 5 letters, its beginning and end marked, of length 1."""
    # Of each n-gram a row of noise, by its hash; that a few share one does not matter.
    noise = np.random.default_rng(7).standard_normal((_ROWS, dimension)).astype(np.float32)
    vectors = np.zeros((len(words), dimension), np.float32)
    for place, word in enumerate(words):
        marked = f"<{word}>"
        grams = {marked[at : at + size] for size in (3, 4, 5) for at in range(max(1, len(marked) - size + 1))}
        vectors[place] = noise[[zlib.crc32(gram.encode()) % _ROWS for gram in grams]].sum(axis=0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
