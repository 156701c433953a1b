"""Two legs become one list, for an index whose query does not do it, as `postgres/statements` does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from convosphere.engines.retrieval.types import Fusion, FusionKind

_RANK_OFFSET: Final = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the legs say of a chunk; `space_id` None: it has no vector in a space that was asked."""

    chunk_id: UUID
    space_id: UUID | None
    lexical: float | None
    dense: float | None


@dataclass(frozen=True, slots=True)
class Fused:
    """A candidate with its score (0 to 1) and its ranks (from 1) in the legs."""

    candidate: Candidate
    score: float
    lexical_rank: int | None
    dense_rank: int | None


def fuse(candidates: Sequence[Candidate], fusion: Fusion, *, by_words: bool, by_vectors: bool) -> list[Fused]:
    """Best first, each chunk once. A leg that was not asked counts nothing, and the other one all."""
    lexical_weight = min(1.0, max(0.0, fusion.lexical_weight)) if by_words and by_vectors else float(by_words)
    weights = lexical_weight, 1.0 - lexical_weight
    lexical_ranks = _ranks({(each.chunk_id, None): each.lexical for each in candidates})
    dense_ranks: dict[tuple[UUID, UUID | None], int] = {}
    for space_id in {each.space_id for each in candidates}:
        scores = {(each.chunk_id, space_id): each.dense for each in candidates if each.space_id == space_id}
        dense_ranks |= _ranks(scores)
    shares = _shares(candidates)
    best: dict[UUID, Fused] = {}
    for each, (lexical_share, dense_share) in zip(candidates, shares, strict=True):
        lexical_rank = lexical_ranks.get((each.chunk_id, None))
        dense_rank = dense_ranks.get((each.chunk_id, each.space_id))
        if fusion.kind is FusionKind.SCORES:
            score = weights[0] * lexical_share + weights[1] * dense_share
        else:
            score = weights[0] * _reciprocal(lexical_rank) + weights[1] * _reciprocal(dense_rank)
        known = best.get(each.chunk_id)
        if known is None or score > known.score:
            best[each.chunk_id] = Fused(each, score, lexical_rank, dense_rank)
    return sorted(best.values(), key=lambda each: (-each.score, each.candidate.chunk_id))


def _reciprocal(rank: int | None) -> float:
    return 0.0 if rank is None else (_RANK_OFFSET + 1) / (_RANK_OFFSET + rank)


def _ranks(
    scores: Mapping[tuple[UUID, UUID | None], float | None],
) -> dict[tuple[UUID, UUID | None], int]:
    ordered = sorted((-score, key) for key, score in scores.items() if score is not None)
    return {key: rank for rank, (_, key) in enumerate(ordered, start=1)}


def _shares(candidates: Sequence[Candidate]) -> list[tuple[float, float]]:
    """Each leg's scores as 0 to 1: words by the best, vectors by where they lie among those of their space."""
    most = max((each.lexical for each in candidates if each.lexical is not None), default=0.0)
    spaces: dict[UUID | None, list[float]] = {}
    for each in candidates:
        if each.dense is not None:
            spaces.setdefault(each.space_id, []).append(each.dense)
    found = []
    for each in candidates:
        lexical = max(each.lexical or 0.0, 0.0) / most if most > 0 else 0.0
        if each.dense is not None:
            low, high = min(spaces[each.space_id]), max(spaces[each.space_id])
            dense = (each.dense - low) / (high - low) if high > low else float(each.dense > 0)
        else:
            # Not compared at all: weighed by its words alone. Not among the nearest: nothing.
            dense = lexical if each.space_id is None else 0.0
        found.append((lexical, dense))
    return found
