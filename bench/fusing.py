"""Which fusion is best, asked of questions that did not choose it; and whether a difference may be chance."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from convosphere.engines.retrieval import Fusion, FusionKind, Hit
from convosphere.engines.retrieval.fusion import Candidate, fuse

WEIGHTS: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
FUSIONS: Final = tuple(Fusion(kind, weight) for kind in FusionKind for weight in WEIGHTS)
_FOLDS: Final = 5
_TURNS: Final = 10
_SHUFFLES: Final = 10_000


def fused_anew(hits: Sequence[Hit], space_id: UUID, fusion: Fusion) -> list[Hit]:
    """All candidates of a search, in the order that another fusion would have given them."""
    by_id = {hit.chunk_id: hit for hit in hits}
    candidates = [
        Candidate(hit.chunk_id, space_id if hit.dense is not None else None, hit.lexical, hit.dense)
        for hit in (hits if fusion.kind is FusionKind.SCORES else map(_ranked_only, hits))
    ]
    return [by_id[each.candidate.chunk_id] for each in fuse(candidates, fusion, by_words=True, by_vectors=True)]


def _ranked_only(hit: Hit) -> Hit:
    """A rank is a leg's own: what only the other leg has found is weighed by its score, but has no rank."""
    return replace(
        hit,
        lexical=hit.lexical if hit.lexical_rank is not None else None,
        dense=hit.dense if hit.dense_rank is not None else None,
    )


def cross_validated(measured: Mapping[Fusion, Sequence[float]]) -> float:
    """What choosing is worth: the best by four fifths of the questions, and its mean over the others; ten times.

    `measured`: of each fusion a figure for each question, in the same order.
    """
    count = len(next(iter(measured.values())))
    # Not for secrets: the same folds in each run.
    places = random.Random(46)
    total = 0.0
    for _ in range(_TURNS):
        order = places.sample(range(count), count)
        for fold in range(_FOLDS):
            held = set(order[fold::_FOLDS])
            best = max(
                measured, key=lambda choice: sum(each for at, each in enumerate(measured[choice]) if at not in held)
            )
            total += sum(measured[best][at] for at in held)
    return total / (_TURNS * count)


def by_chance(one: Sequence[float], other: Sequence[float]) -> float:
    """How often swapping the two at random, question by question, makes as large a difference of means."""
    differences = [first - second for first, second in zip(one, other, strict=True) if first != second]
    seen = abs(sum(differences)) - 1e-9
    places = random.Random(46)
    as_large = 0
    for _ in range(_SHUFFLES):
        signs = places.getrandbits(len(differences) or 1)
        swapped = sum(each if signs >> at & 1 else -each for at, each in enumerate(differences))
        as_large += abs(swapped) >= seen
    return as_large / _SHUFFLES
