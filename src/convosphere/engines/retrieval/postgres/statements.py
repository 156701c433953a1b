"""The one query of a search: the lexical leg, a dense leg for each space, their fusion.

Built from fixed pieces; what people wrote comes in as values only. Both legs ask for what `retrieval_documents`
permits, in the statement that ranks.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import TextClause, text

from convosphere.engines.retrieval.types import FusionKind

# The constant of reciprocal ranks, as in the paper that proposed them.
_RANK_OFFSET: Final = 60

# What switches single chunks off. Looked at for what ranks only.
_ON: Final = (
    "NOT EXISTS (SELECT FROM retrieval_switched_off AS off"
    " WHERE off.organization_id = :organization_id AND off.chunk_id = {row}.chunk_id)"
)

_PERMITTED: Final = """
permitted AS MATERIALIZED (
    SELECT document_id, version_id FROM retrieval_documents AS document WHERE {permitted})"""

# All chunks of the permitted documents, one by one.
_LEXICAL_EXACT: Final = """
lexical AS MATERIALIZED (
    SELECT chunk_id, document_id, version_id, score, row_number() OVER (ORDER BY score DESC, chunk_id) AS rank
      FROM (SELECT chunk.chunk_id, chunk.document_id, chunk.version_id,
                   -(chunk.weights <#> CAST(:asked AS sparsevec)) AS score
              FROM permitted CROSS JOIN LATERAL (
                   SELECT * FROM retrieval_chunks AS chunk
                    WHERE chunk.document_id = permitted.document_id AND chunk.version_id = permitted.version_id
                      AND chunk.organization_id = :organization_id OFFSET 0) AS chunk
             WHERE chunk.terms && CAST(:terms AS integer[]) AND {on}
             ORDER BY score DESC, chunk.chunk_id LIMIT :candidates) AS best)"""

# Those with the rarer words of the question, ranked; then, from the best on, those that are permitted.
_LEXICAL_INDEXED: Final = """
lexical AS MATERIALIZED (
    SELECT chunk_id, document_id, version_id, score, row_number() OVER (ORDER BY score DESC, chunk_id) AS rank
      FROM (SELECT chunk.*
              FROM (SELECT * FROM ({chosen}) AS chosen ORDER BY score DESC, chunk_id OFFSET 0) AS chunk
             {narrowed}
             WHERE {on}
             ORDER BY score DESC, chunk_id LIMIT :candidates) AS best)"""

_OF_PERMITTED: Final = """
             CROSS JOIN LATERAL (
                   SELECT FROM retrieval_documents AS document
                    WHERE document.document_id = {row}.document_id AND document.version_id = {row}.version_id
                      AND {permitted} OFFSET 0) AS document"""

_WITH_TERMS: Final = """
    (SELECT chunk.chunk_id, chunk.document_id, chunk.version_id,
            -(chunk.weights <#> CAST(:asked AS sparsevec)) AS score
       FROM retrieval_chunks AS chunk {narrowed}
      WHERE chunk.terms {operator} CAST(:{terms} AS integer[]) AND chunk.organization_id = :organization_id
      LIMIT :most)"""

_DENSE_EXACT: Final = """
dense_{number} AS MATERIALIZED (
    SELECT chunk_id, document_id, version_id, row_number() OVER (ORDER BY distance, chunk_id) AS rank
      FROM (SELECT vector.chunk_id, vector.document_id, vector.version_id,
                   vector.embedding::halfvec({dimension}) <=> CAST(:vector_{number} AS halfvec({dimension})) AS distance
              FROM permitted CROSS JOIN LATERAL (
                   SELECT * FROM retrieval_vectors AS vector
                    WHERE vector.document_id = permitted.document_id AND vector.version_id = permitted.version_id
                      AND vector.space_id = :space_{number} AND vector.organization_id = :organization_id OFFSET 0)
                   AS vector
             WHERE {on}
             ORDER BY distance, vector.chunk_id LIMIT :candidates) AS best)"""

# The index gives vectors from the nearest on until enough of them were permitted.
_DENSE_INDEXED: Final = """
dense_{number} AS MATERIALIZED (
    SELECT chunk_id, document_id, version_id, row_number() OVER (ORDER BY distance, chunk_id) AS rank
      FROM (SELECT vector.chunk_id, vector.document_id, vector.version_id,
                   vector.embedding::halfvec({dimension}) <=> CAST(:vector_{number} AS halfvec({dimension})) AS distance
              FROM retrieval_vectors AS vector
             {narrowed}
             WHERE vector.dimension = {dimension} AND vector.space_id = :space_{number}
               AND vector.organization_id = :organization_id AND {on}
             ORDER BY vector.embedding::halfvec({dimension}) <=> CAST(:vector_{number} AS halfvec({dimension}))
             LIMIT :candidates) AS best)"""

# What only one leg has found gets its score in the other one, too: a candidate is weighed by both.
_FOUND: Final = """
found AS ({union}),
weighed AS (
    SELECT found.*, {lexical} AS lexical, {lexical_rank} AS lexical_rank,
           vector.space_id, vector.dense, {dense_rank} AS dense_rank
      FROM found {joins}),
scored AS (
    SELECT *, {score} AS score FROM weighed),
one_each AS (
    SELECT DISTINCT ON (chunk_id) * FROM scored ORDER BY chunk_id, score DESC)
SELECT chunk_id, document_id, version_id, score, lexical, dense, lexical_rank, dense_rank,
       (SELECT count(*) FROM found) AS candidates
  FROM one_each ORDER BY score DESC, chunk_id LIMIT :limit"""

_LEXICAL_JOIN: Final = """
      JOIN retrieval_chunks AS chunk ON chunk.chunk_id = found.chunk_id
      LEFT JOIN lexical ON lexical.chunk_id = found.chunk_id"""
_VECTOR_JOIN: Final = """
      LEFT JOIN LATERAL (
           SELECT vector.space_id, CASE {distances} END AS dense FROM retrieval_vectors AS vector
            WHERE vector.chunk_id = found.chunk_id
              AND vector.version_id = found.version_id AND vector.space_id IN ({spaces})) AS vector ON true"""
_DISTANCE: Final = (
    "WHEN vector.space_id = :space_{number} AND vector.dimension = {dimension}"
    " THEN 1 - (vector.embedding::halfvec({dimension}) <=> CAST(:vector_{number} AS halfvec({dimension})))"
)

# Joined, not looked up: for each candidate all of a leg would be walked through.
_RANK: Final = "WHEN vector.space_id = :space_{number} THEN dense_{number}.rank"
_RANK_JOIN: Final = """
      LEFT JOIN dense_{number} ON dense_{number}.chunk_id = found.chunk_id"""
_OF_LEG: Final = "SELECT chunk_id, document_id, version_id FROM {leg}"

_LEXICAL_SHARE: Final = "coalesce(greatest(lexical, 0) / nullif(max(lexical) OVER (), 0), 0)"
# Cosines of a model lie close together; what counts is where they lie among the candidates of their space. What has no
# vector is weighed by its words alone.
_DENSE_SHARE: Final = """coalesce(CASE WHEN max(dense) OVER of_space > min(dense) OVER of_space
    THEN (dense - min(dense) OVER of_space) / (max(dense) OVER of_space - min(dense) OVER of_space)
    ELSE greatest(sign(dense), 0) END, {otherwise})"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question is answered. `dimensions`: of the asked spaces, in the order of their values."""

    permitted: str
    lexical: bool
    lexical_exact: bool
    # More hold the words than are ranked: only what is permitted is chosen from, and ...
    cut: bool
    # ... even the rarest word stands in too many: those with the two rarest are among the chosen.
    pairs_first: bool
    dimensions: tuple[int, ...]
    dense_exact: bool
    fusion: FusionKind


@lru_cache(500)
def statement(plan: Plan) -> TextClause:
    """The query; its values are named in its pieces."""
    parts = []
    if (plan.lexical and plan.lexical_exact) or (plan.dimensions and plan.dense_exact):
        parts.append(_PERMITTED.format(permitted=plan.permitted))
    legs = []
    if plan.lexical:
        parts.append(_lexical(plan))
        legs.append("lexical")
    of_permitted = _OF_PERMITTED.format(row="vector", permitted=plan.permitted)
    for number, dimension in enumerate(plan.dimensions):
        leg = _DENSE_EXACT if plan.dense_exact else _DENSE_INDEXED
        on = _ON.format(row="vector")
        parts.append(leg.format(narrowed=of_permitted, number=number, dimension=dimension, on=on))
        legs.append(f"dense_{number}")
    return text("WITH" + ",".join([*parts, _fused(plan, legs)]))


def _lexical(plan: Plan) -> str:
    on = _ON.format(row="chunk")
    if plan.lexical_exact:
        return _LEXICAL_EXACT.format(on=on)
    of_permitted = _OF_PERMITTED.format(row="chunk", permitted=plan.permitted)
    narrowed = of_permitted if plan.cut else ""
    chosen = _WITH_TERMS.format(operator="&&", terms="terms", narrowed=narrowed)
    if plan.pairs_first:
        pairs = _WITH_TERMS.format(operator="@>", terms="pair", narrowed=narrowed)
        chosen = f"{pairs} UNION {chosen}"
    return _LEXICAL_INDEXED.format(chosen=chosen, narrowed=of_permitted, on=on)


def _fused(plan: Plan, legs: list[str]) -> str:
    numbers = range(len(plan.dimensions))
    joins = _LEXICAL_JOIN if plan.lexical else ""
    if plan.dimensions:
        distances = " ".join(_DISTANCE.format(number=number, dimension=plan.dimensions[number]) for number in numbers)
        joins += _VECTOR_JOIN.format(distances=distances, spaces=", ".join(f":space_{number}" for number in numbers))
        joins += "".join(_RANK_JOIN.format(number=number) for number in numbers)
    else:
        joins += " CROSS JOIN (SELECT CAST(NULL AS uuid) AS space_id, CAST(NULL AS float) AS dense) AS vector"
    ranks = " ".join(_RANK.format(number=number) for number in numbers)
    return _FOUND.format(
        union=" UNION ".join(_OF_LEG.format(leg=leg) for leg in legs),
        lexical="nullif(-(chunk.weights <#> CAST(:asked AS sparsevec)), 0)" if plan.lexical else "CAST(NULL AS float)",
        lexical_rank="lexical.rank" if plan.lexical else "CAST(NULL AS bigint)",
        dense_rank=f"CASE {ranks} END" if ranks else "CAST(NULL AS bigint)",
        joins=joins,
        score=_score(plan.fusion),
    ).replace("FROM weighed)", "FROM weighed WINDOW of_space AS (PARTITION BY space_id))")


def _score(kind: FusionKind) -> str:
    if kind is FusionKind.SCORES:
        return (
            f"CAST(:lexical_weight AS float) * {_LEXICAL_SHARE}"
            f" + CAST(:dense_weight AS float) * {_DENSE_SHARE.format(otherwise=_LEXICAL_SHARE)}"
        )
    return (
        f"{_RANK_OFFSET + 1} * (CAST(:lexical_weight AS float) * coalesce(1.0 / ({_RANK_OFFSET} + lexical_rank), 0)"
        f" + CAST(:dense_weight AS float) * coalesce(1.0 / ({_RANK_OFFSET} + dense_rank), 0))"
    )
