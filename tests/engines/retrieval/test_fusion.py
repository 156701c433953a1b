"""Two legs become one list, outside of a database."""

from uuid import UUID

import pytest

from convosphere.engines.retrieval import Fusion, FusionKind
from convosphere.engines.retrieval.fusion import Candidate, fuse

A, B, C, SPACE, OTHER = (UUID(int=number) for number in range(1, 6))


def test_scores_are_weighed_by_where_they_lie_in_their_leg() -> None:
    candidates = [Candidate(A, SPACE, 8.0, 0.70), Candidate(B, SPACE, 4.0, 0.90), Candidate(C, SPACE, None, 0.80)]
    fused = fuse(candidates, Fusion(lexical_weight=0.5), by_words=True, by_vectors=True)
    assert [each.candidate.chunk_id for each in fused] == [B, A, C]
    assert [each.score for each in fused] == pytest.approx([0.75, 0.5, 0.25])
    assert [(each.lexical_rank, each.dense_rank) for each in fused] == [(2, 1), (1, 3), (None, 2)]
    # One leg alone counts all.
    assert fuse(candidates, Fusion(), by_words=False, by_vectors=True)[0].score == 1.0
    assert fuse([], Fusion(), by_words=True, by_vectors=True) == []


def test_ranks_are_reciprocal_and_each_chunk_comes_once() -> None:
    candidates = [Candidate(A, SPACE, 8.0, 0.7), Candidate(A, OTHER, 8.0, 0.1), Candidate(B, SPACE, None, 0.9)]
    fused = fuse(candidates, Fusion(FusionKind.RRF, 0.5), by_words=True, by_vectors=True)
    assert [each.candidate.chunk_id for each in fused] == [A, B]
    assert fused[0].score == pytest.approx(1.0)
    assert fused[1].score == pytest.approx(0.5)


def test_what_has_no_vector_is_weighed_by_its_words() -> None:
    candidates = [Candidate(A, None, 5.0, None), Candidate(B, SPACE, 10.0, 0.2), Candidate(C, SPACE, None, 0.9)]
    scores = {
        each.candidate.chunk_id: each.score
        for each in fuse(candidates, Fusion(lexical_weight=0.5), by_words=True, by_vectors=True)
    }
    assert scores == {A: pytest.approx(0.5), B: pytest.approx(0.5), C: pytest.approx(0.5)}
