"""Answers a question: looks at what is asked and who may read how much, then ranks in one query."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval.analysis import asked_terms
from convosphere.engines.retrieval.bm25 import asked_weights, number_of
from convosphere.engines.retrieval.permission import permitted
from convosphere.engines.retrieval.postgres.forgiving import correct
from convosphere.engines.retrieval.postgres.staging import sparse
from convosphere.engines.retrieval.postgres.statements import Plan, statement
from convosphere.engines.retrieval.spaces import check_dimensions
from convosphere.engines.retrieval.types import Correction, Found, Hit, Query
from convosphere.engines.retrieval.vectors import as_text, checked

# So many chunks are ranked by their words at most; chosen by the rarest words of the question.
MOST_RANKED: Final = 4_000
# Up to here comparing all permitted vectors costs less than walking through the index past those that are not: where
# a share of 1/n is permitted the walk sees n times what it is to find, and each costs it about five times as much.
_LEAST_EXACT: Final = 2_000
_FEW: Final = 100
_MOST_EXACT: Final = 50_000
_WALK_FACTOR: Final = 500
# Who may read more documents than that may read much; counting on would cost more than it saves.
_LOOKED_AT: Final = 4_000
_INDEXED_DIMENSIONS: Final = frozenset({256, 384, 512, 768, 1024, 1536, 3072})
_LONGEST_QUESTION: Final = 10_000
_MOST_ASKED: Final = 100

# What PostgreSQL is told for this transaction: no time for compiling, plans for these very values, and an index that
# goes on until it has found enough of what is permitted.
_LOOK = """
    SELECT coalesce((SELECT chunks FROM retrieval_totals WHERE organization_id = :organization_id), 0),
           (SELECT array_agg(term) FROM counted), (SELECT array_agg(chunks) FROM counted),
           (SELECT array_agg(space_id) FROM spaces), (SELECT array_agg(dimension) FROM spaces),
           readable.chunks, readable.documents,
           (SELECT reltuples FROM pg_class WHERE oid = CAST('retrieval_vectors' AS regclass)),
           set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true),
           set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', :ef_search, true),
           set_config('hnsw.max_scan_tuples', :max_scan, true), set_config('enable_seqscan', 'off', true)
      FROM (SELECT coalesce(sum(chunks), 0) AS chunks, count(*) AS documents
              FROM (SELECT chunks FROM retrieval_documents AS document
                     WHERE {permitted} LIMIT :look) AS counted_ones) AS readable
"""
_WITH = """
    WITH counted AS MATERIALIZED (
        SELECT term, chunks FROM retrieval_terms WHERE organization_id = :organization_id AND term = ANY(:asked_terms)),
    spaces AS MATERIALIZED (
        SELECT space_id, dimension FROM retrieval_spaces
         WHERE organization_id = :organization_id AND space_id = ANY(:space_ids))
"""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the first look tells. `readable`: chunks permitted; None: more than are worth counting."""

    chunks: int
    chunks_with: dict[int, int]
    dimensions: dict[UUID, int]
    readable: int | None
    vectors: int


async def search(session: AsyncSession, query: Query) -> Found:
    """Two statements, some more for a word that is rare or a slip.

    The caller has seen to it that there is something to look for and someone who may read.
    """
    asked = {
        number_of(query.organization_id, term): weight
        for term, weight in sorted(
            asked_terms(query.text[:_LONGEST_QUESTION], query.language).items(), key=lambda term: -term[1]
        )[:_MOST_ASKED]
    }
    vectors = {space_id: checked(vector) for space_id, vector in query.vectors.items()}
    if not asked and not vectors:
        return Found(())
    condition, values = permitted(query)
    seen = await _look(session, query, condition, values, asked)
    check_dimensions(vectors, seen.dimensions)
    # A space that has no vector yet finds nothing.
    vectors = {space_id: vector for space_id, vector in vectors.items() if space_id in seen.dimensions}
    if not asked and not vectors:
        return Found(())
    corrections: Sequence[Correction] = ()
    if query.forgiving and asked:
        every = seen.readable is not None and seen.readable >= seen.chunks
        corrections = await correct(session, query, (condition, values), asked, seen.chunks_with, all_readable=every)
    weights = asked_weights(asked, seen.chunks_with, seen.chunks)
    plan, terms, total = _planned(query, condition, seen, weights, vectors)
    lexical_weight, dense_weight = _leg_weights(query, plan)
    values |= terms | {
        "asked": sparse(weights),
        "most": MOST_RANKED,
        "candidates": query.candidates,
        "limit": query.limit,
        "lexical_weight": lexical_weight,
        "dense_weight": dense_weight,
    }
    for number, (space_id, vector) in enumerate(vectors.items()):
        values |= {f"space_{number}": space_id, f"vector_{number}": as_text(vector)}
    rows = (await session.execute(statement(plan), values)).all()
    return Found([Hit(*row[:8]) for row in rows], total, corrections)


@lru_cache(500)
def _first_look(condition: str) -> TextClause:
    return text(_WITH + _LOOK.format(permitted=condition))


async def _look(
    session: AsyncSession, query: Query, condition: str, values: dict[str, Any], asked: dict[int, float]
) -> _Seen:
    row = (
        await session.execute(
            _first_look(condition),
            values
            | {
                "asked_terms": list(asked),
                "space_ids": list(query.vectors),
                "look": _LOOKED_AT,
                "ef_search": str(min(1_000, max(40, query.candidates))),
                "max_scan": str(100_000),
            },
        )
    ).one()
    return _Seen(
        chunks=row[0],
        chunks_with=dict(zip(row[1] or (), row[2] or (), strict=True)),
        dimensions=dict(zip(row[3] or (), row[4] or (), strict=True)),
        readable=row[5] if row[6] < _LOOKED_AT else None,
        vectors=max(0, int(row[7])),
    )


def _planned(
    query: Query, condition: str, seen: _Seen, weights: Mapping[int, float], vectors: Mapping[UUID, Sequence[float]]
) -> tuple[Plan, dict[str, Any], int]:
    """The plan, the terms that choose what is ranked, and about how many passages hold words of the question."""
    # What is in no chunk yet counted may still be in some: it chooses, too, but not alone.
    counted = sorted((seen.chunks_with[number], number) for number in weights if seen.chunks_with.get(number, 0) > 0)
    chosen = [number for number in weights if seen.chunks_with.get(number, 0) <= 0]
    holding = 0
    for with_term, number in counted:
        if holding and holding + with_term > MOST_RANKED:
            break
        chosen.append(number)
        holding += with_term
    exact_up_to = min(_MOST_EXACT, max(_LEAST_EXACT, math.isqrt(_WALK_FACTOR * seen.vectors)))
    dimensions = tuple(len(vector) for vector in vectors.values())
    # Whichever looks at less: what may be read, or what holds the words.
    lexical_exact = seen.readable is not None and seen.readable <= max(_FEW, min(holding, MOST_RANKED))
    plan = Plan(
        permitted=condition,
        lexical=bool(weights),
        lexical_exact=lexical_exact,
        cut=holding > MOST_RANKED,
        pairs_first=holding > MOST_RANKED and len(counted) > 1,
        dimensions=dimensions,
        dense_exact=(seen.readable is not None and seen.readable <= exact_up_to)
        or not _INDEXED_DIMENSIONS.issuperset(dimensions),
        fusion=query.fusion.kind,
    )
    total = min(sum(seen.chunks_with.get(number, 0) for number in weights), seen.chunks)
    terms = {"terms": list(weights) if lexical_exact else chosen, "pair": [number for _, number in counted[:2]]}
    return plan, terms, total if seen.readable is None else min(total, seen.readable)


def _leg_weights(query: Query, plan: Plan) -> tuple[float, float]:
    """What each leg counts; one alone counts all."""
    if not plan.dimensions:
        return 1.0, 0.0
    if not plan.lexical:
        return 0.0, 1.0
    weight = min(1.0, max(0.0, query.fusion.lexical_weight))
    return weight, 1.0 - weight
