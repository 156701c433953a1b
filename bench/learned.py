"""An embedder that is learned from the texts it is to search: latent semantic analysis (LSA) of passages.

What a passage holds are its words (stems, parts of compounds) and pieces of its words of three to five letters, rare
ones weighing more. A singular value decomposition keeps the directions in which the passages differ most: words that
stand together come to lie together, and so do their forms and spellings. It needs no download, is the same in each
run, takes seconds, and knows of meaning only what the texts show: few synonyms, next to nothing of a second language.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np

from convosphere.engines.retrieval.analysis import count_terms
from convosphere.engines.retrieval.analysis.folding import fold
from convosphere.engines.retrieval.analysis.stop_words import EITHER

DIMENSION: Final = 128
# Learned from so many passages, evenly taken, and so many features, the more frequent first: bounds time and memory.
_MOST_PASSAGES: Final = 1_500
_MOST_FEATURES: Final = 150_000
_SIZES: Final = (3, 4, 5)
_AT_ONCE: Final = 4_096
_WORD: Final = re.compile(r"\w+")
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")

_Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]
# One text's features of a kind, by name.
_Counts = Mapping[str, float]


class Learned:
    """Learns from documents (title, text); then texts become vectors of length 1."""

    def __init__(self, documents: Sequence[tuple[str, str]], dimension: int = DIMENSION) -> None:
        passages = [f"{title}\n{part}" for title, text in documents for part in _PARAGRAPHS.split(text) if part.strip()]
        step = max(1.0, len(passages) / _MOST_PASSAGES)
        passages = [passages[int(place * step)] for place in range(min(len(passages), _MOST_PASSAGES))]
        counted = [_features(text) for text in passages]
        self._number: dict[str, int] = {}
        rarity: list[float] = []
        for kind in (0, 1):
            standing = Counter(name for each in counted for name in each[kind])
            kept = sorted(standing, key=lambda name: (-standing[name], name))[:_MOST_FEATURES]
            self._number |= {name: len(rarity) + place for place, name in enumerate(kept)}
            rarity += [math.log(len(passages) / standing[name]) + 0.1 for name in kept]
        self._rarity = np.array(rarity, np.float32)
        self._directions = self._learn([self._row(each) for each in counted], dimension)

    def _learn(self, rows: Sequence[tuple[Any, Any]], dimension: int) -> _Matrix:
        """For each feature its place in the directions that are kept: those of the largest singular values."""
        products = np.zeros((len(rows), len(rows)), np.float64)
        for part in self._parts(rows):
            products += part @ part.T
        sizes, found = np.linalg.eigh(products)
        best = [place for place in np.argsort(-sizes)[:dimension] if sizes[place] > 1e-6 * sizes.max()]
        turned = (found[:, best] / np.sqrt(sizes[best])).astype(np.float32)
        return np.concatenate([part.T @ turned for part in self._parts(rows)])

    def _parts(self, rows: Sequence[tuple[Any, Any]]) -> Iterator[_Matrix]:
        """The passages' features, some columns at a time: all at once would be gigabytes."""
        places = np.concatenate([np.full(len(numbers), place) for place, (numbers, _) in enumerate(rows)])
        numbers = np.concatenate([numbers for numbers, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        order = np.argsort(numbers, kind="stable")
        places, numbers, weights = places[order], numbers[order], weights[order]
        for start in range(0, len(self._number), _AT_ONCE):
            among = slice(*np.searchsorted(numbers, (start, start + _AT_ONCE)))
            part = np.zeros((len(rows), min(_AT_ONCE, len(self._number) - start)), np.float32)
            part[places[among], numbers[among] - start] = weights[among]
            yield part

    def _row(self, counted: tuple[_Counts, _Counts]) -> tuple[Any, Any]:
        """The known features and their weights; words and pieces of words count alike, whatever their number."""
        numbers: list[Any] = []
        weights: list[Any] = []
        for counts in counted:
            known = [(self._number[name], count) for name, count in counts.items() if name in self._number]
            here = np.array([number for number, _ in known], np.int64)
            often = np.array([1 + math.log(max(count, 0.5)) for _, count in known], np.float32) * self._rarity[here]
            numbers.append(here)
            weights.append(often / max(float(np.linalg.norm(often)), 1e-9))
        return np.concatenate(numbers), np.concatenate(weights) / np.float32(math.sqrt(2))

    def _vector(self, text: str) -> Sequence[float]:
        numbers, weights = self._row(_features(text))
        vector = weights @ self._directions[numbers]
        length = float(np.linalg.norm(vector))
        # What shares nothing with the texts points nowhere in particular, but somewhere: it has to be compared.
        found: list[float] = (vector / length if length > 0 else np.full(len(vector), 1.0)).tolist()
        return found

    async def passages(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """Of what is searched in."""
        return [self._vector(text) for text in texts]

    async def questions(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """Of what is asked."""
        return [self._vector(text) for text in texts]


def _features(text: str) -> tuple[_Counts, _Counts]:
    """How often words, and pieces of words, stand in a text."""
    words, _ = count_terms(text, None)
    pieces: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        pieces.update(_pieces(word))
    return words, pieces


@lru_cache(100_000)
def _pieces(word: str) -> tuple[str, ...]:
    """With marks for where a word begins and ends; the first one tells a piece from a word of the same letters."""
    word = fold(word)
    if word in _LITTLE:
        return ()
    marked = f"<{word}>"
    return tuple(f"#{marked[at : at + size]}" for size in _SIZES for at in range(max(1, len(marked) - size + 1)))


_LITTLE: Final = frozenset(map(fold, EITHER))
