"""A stand-in for the dense leg, for tests: it needs no download, and knows nothing of what words mean.

A small ONNX model over the collection's own words. A word's vector is made of its stem and its character n-grams, rare
words weigh more, a text is the mean over its words. So it finds inflected, compound and misspelt words, which the
lexical leg may miss, and it finds no synonyms and nothing across languages, which a trained model would.
"""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.factories.onnx_models import words_in, write_embedder

DIMENSION = 512
_PLAIN = b'{"name": "stand-in", "query_prefix": "", "passage_prefix": "", "max_tokens": 512}'


def write_stand_in(directory: Path, texts: Sequence[str]) -> Path:
    """Makes it for a collection; returns the directory, which `LocalEmbedder` reads like any other."""
    standing = Counter(word for text in texts for word in set(words_in([text])))
    weights = {word: math.log(len(texts) / count) ** 2 + 0.05 for word, count in standing.items()}
    write_embedder(directory, list(standing), dimension=DIMENSION, weights=weights)
    (directory / "convosphere.json").write_bytes(_PLAIN)
    return directory
