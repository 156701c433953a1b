"""BM25 in two halves: what depends on the chunk lies with it, what depends on the collection comes with the question.

The inner product of the two is the score (docs/decisions/0006). Terms are numbers, made from the word and the
organisation: small, no words to read in a table without a policy, and every organisation has its own part of the index.
"""

import math
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from uuid import UUID

from convosphere.engines.retrieval.analysis import count_terms

# Places in a sparse vector.
TERMS: Final = 1_000_000_000
# Where more of a word stops counting, how much length counts, and the length (words without little ones) that is usual:
# fixed, so that a chunk's half never changes. Chunks are cut to about the same length anyway.
_SATURATION: Final = 1.2
_LENGTH_COUNTS: Final = 0.6
_USUAL_WORDS: Final = 120
# A title and the headings above are read with each chunk below them.
_HEADING: Final = 1.0
# A sparse vector holds 16,000 numbers; no chunk for searching has as many words.
_MOST_TERMS: Final = 4_000


@lru_cache(200_000)
def _number(organization: bytes, term: str) -> int:
    digest = blake2b(term.encode(), digest_size=8, key=organization).digest()
    return int.from_bytes(digest, "big") % TERMS + 1


def number_of(organization_id: UUID, term: str) -> int:
    """A term's number, 1 to `TERMS`. Two terms of an organisation share one about once in a thousand million pairs."""
    return _number(organization_id.bytes, term)


def chunk_weights(organization_id: UUID, heading: str, text: str, language: str | None) -> tuple[dict[int, float], int]:
    """The chunk's half, by the terms' numbers, and how many words it has."""
    counts, words = count_terms(text, language)
    above, _ = count_terms(heading, language)
    sums = dict(counts)
    for term, count in above.items():
        sums[term] = sums.get(term, 0.0) + count * _HEADING
    usual = _SATURATION * (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * words / _USUAL_WORDS)
    organization = organization_id.bytes
    weights = {_number(organization, term): count * (_SATURATION + 1) / (count + usual) for term, count in sums.items()}
    if len(weights) > _MOST_TERMS:
        heaviest = sorted(weights, key=lambda number: (-weights[number], number))[:_MOST_TERMS]
        weights = {number: weights[number] for number in heaviest}
    return weights, words


def asked_weights(asked: Mapping[int, float], chunks_with: Mapping[int, int], chunks: int) -> dict[int, float]:
    """The question's half: rare terms weigh more. `chunks_with`: in how many of all `chunks` each stands, if known."""
    found = {}
    for number, weight in asked.items():
        with_term = min(chunks_with.get(number, 0), chunks)
        found[number] = weight * math.log1p((chunks - with_term + 0.5) / (with_term + 0.5))
    return found
