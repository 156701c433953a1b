"""Writes chunks: their words once, their vectors for each space."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval.bm25 import TERMS, chunk_weights
from convosphere.engines.retrieval.postgres.statistics import NOTE_CHANGE, NOTE_GONE
from convosphere.engines.retrieval.types import ChunkEntry, VersionChunks
from convosphere.engines.retrieval.vectors import as_text, checked

# Sorted, so that two who write the same chunks wait for each other and do not block each other.
_KNOWN = text(
    """
    SELECT chunk_id, version_id, terms, CAST(weights AS text) FROM retrieval_chunks
     WHERE organization_id = :organization_id AND chunk_id = ANY(:chunk_ids) ORDER BY chunk_id FOR UPDATE
    """
)
_CHUNKS = text(
    """
    INSERT INTO retrieval_chunks AS known (chunk_id, organization_id, document_id, version_id, words, terms, weights)
    SELECT chunk_id, :organization_id, document_id, version_id, words, CAST(terms AS integer[]),
           CAST(weights AS sparsevec)
      FROM unnest(CAST(:chunk_ids AS uuid[]), CAST(:document_ids AS uuid[]), CAST(:version_ids AS uuid[]),
                  CAST(:words AS integer[]), string_to_array(:terms, ';'), string_to_array(:weights, ';'))
           AS given (chunk_id, document_id, version_id, words, terms, weights)
    ON CONFLICT (chunk_id) DO UPDATE SET document_id = excluded.document_id, version_id = excluded.version_id,
        words = excluded.words, terms = excluded.terms, weights = excluded.weights
    WHERE known.organization_id = excluded.organization_id
    """
)
_VECTORS = text(
    """
    INSERT INTO retrieval_vectors AS known
        (chunk_id, space_id, organization_id, document_id, version_id, dimension, embedding)
    SELECT chunk_id, :space_id, :organization_id, document_id, version_id, :dimension, CAST(embedding AS halfvec)
      FROM unnest(CAST(:chunk_ids AS uuid[]), CAST(:document_ids AS uuid[]), CAST(:version_ids AS uuid[]),
                  string_to_array(:vectors, ';')) AS given (chunk_id, document_id, version_id, embedding)
    ON CONFLICT (chunk_id, space_id) DO UPDATE SET document_id = excluded.document_id,
        version_id = excluded.version_id, dimension = excluded.dimension, embedding = excluded.embedding
    WHERE known.organization_id = excluded.organization_id
      AND (known.document_id, known.version_id, known.embedding)
          IS DISTINCT FROM (excluded.document_id, excluded.version_id, excluded.embedding)
    """
)
_GONE = """
    WITH gone AS (DELETE FROM retrieval_chunks WHERE organization_id = :organization_id AND {which}
                  RETURNING chunk_id, terms),
    off AS (DELETE FROM retrieval_switched_off WHERE organization_id = :organization_id
               AND chunk_id IN (SELECT chunk_id FROM gone)),
    vectors AS (DELETE FROM retrieval_vectors WHERE organization_id = :organization_id AND {which})
    {note}
"""
_GONE_DOCUMENTS = text(_GONE.format(which="document_id = ANY(:document_ids)", note=NOTE_GONE))
_GONE_VERSIONS = text(
    _GONE.format(which="document_id = :document_id AND version_id = ANY(:version_ids)", note=NOTE_GONE)
)


@dataclass(frozen=True, slots=True)
class Analysed:
    """A chunk as it is written. `vector` as pgvector reads it."""

    chunk_id: UUID
    document_id: UUID
    version_id: UUID
    words: int
    terms: Sequence[int]
    weights: str
    vector: str | None
    dimension: int


def analyse(organization_id: UUID, parts: Iterable[VersionChunks]) -> list[Analysed]:
    """Takes the chunks apart, each of them once. Some milliseconds a hundred: not in the event loop.

    Raises:
        InvalidVectorError: a vector cannot be compared with others.
    """
    latest = {chunk.chunk_id: (part, chunk) for part in parts for chunk in part.chunks}
    return [_analysed(organization_id, *latest[chunk_id]) for chunk_id in sorted(latest)]


def _analysed(organization_id: UUID, part: VersionChunks, chunk: ChunkEntry) -> Analysed:
    weights, words = chunk_weights(organization_id, chunk.heading, chunk.text, chunk.language)
    vector = None if chunk.vector is None else checked(chunk.vector)
    return Analysed(
        chunk.chunk_id,
        part.document_id,
        part.version_id,
        words,
        sorted(weights),
        sparse(weights),
        None if vector is None else as_text(vector),
        0 if vector is None else len(vector),
    )


def sparse(weights: dict[int, float]) -> str:
    """As pgvector reads it."""
    return "{" + ",".join([f"{number}:{weights[number]:.5g}" for number in sorted(weights)]) + f"}}/{TERMS}"


async def write_chunks(
    session: AsyncSession, organization_id: UUID, chunks: Sequence[Analysed], *, known_only: bool = False
) -> None:
    """Writes the words of chunks, and what that changes in the counts. What is there already is not written again.

    `known_only`: nor what is not in the index.
    """
    known = {
        row[0]: tuple(row)
        for row in await session.execute(
            _KNOWN, {"organization_id": organization_id, "chunk_ids": [chunk.chunk_id for chunk in chunks]}
        )
    }
    wanted = [chunk for chunk in chunks if chunk.chunk_id in known] if known_only else chunks
    changed = [chunk for chunk in wanted if _differs(chunk, known.get(chunk.chunk_id))]
    if not changed:
        return
    given = _places(organization_id, changed) | {
        "words": [chunk.words for chunk in changed],
        "terms": ";".join([_numbers(chunk.terms) for chunk in changed]),
        "weights": ";".join([chunk.weights for chunk in changed]),
    }
    await session.execute(_CHUNKS, given)
    counts: Counter[int] = Counter()
    for chunk in changed:
        counts.update(chunk.terms)
        if chunk.chunk_id in known:
            counts.subtract(known[chunk.chunk_id][2])
    difference = {number: count for number, count in counts.items() if count}
    change = {
        "organization_id": organization_id,
        "chunks": sum(chunk.chunk_id not in known for chunk in changed),
        "terms": _numbers(difference),
        "counts": _numbers(difference.values()),
    }
    await session.execute(NOTE_CHANGE, change)


def _numbers(numbers: Iterable[int]) -> str:
    """As PostgreSQL reads an array: a list would be looked at number by number."""
    return "{" + ",".join(map(str, numbers)) + "}"


def _differs(chunk: Analysed, row: Sequence[Any] | None) -> bool:
    return row is None or (row[1], row[2], row[3]) != (chunk.version_id, chunk.terms, chunk.weights)


def _places(organization_id: UUID, chunks: Sequence[Analysed]) -> dict[str, Any]:
    return {
        "organization_id": organization_id,
        "chunk_ids": [chunk.chunk_id for chunk in chunks],
        "document_ids": [chunk.document_id for chunk in chunks],
        "version_ids": [chunk.version_id for chunk in chunks],
    }


async def write_vectors(
    session: AsyncSession, organization_id: UUID, space_id: UUID, chunks: Sequence[Analysed]
) -> None:
    """Writes the vectors of chunks that have one; all are of the same length."""
    values = _places(organization_id, chunks) | {
        "space_id": space_id,
        "dimension": chunks[0].dimension,
        "vectors": ";".join([chunk.vector or "" for chunk in chunks]),
    }
    await session.execute(_VECTORS, values)


async def take_versions_away(
    session: AsyncSession, organization_id: UUID, document_id: UUID, version_ids: Collection[UUID]
) -> None:
    """Deletes all chunks of these versions."""
    values = {"organization_id": organization_id, "document_id": document_id, "version_ids": list(version_ids)}
    await session.execute(_GONE_VERSIONS, values)


async def take_documents_away(session: AsyncSession, organization_id: UUID, document_ids: Collection[UUID]) -> None:
    """Deletes all chunks of these documents."""
    values = {"organization_id": organization_id, "document_ids": list(document_ids)}
    await session.execute(_GONE_DOCUMENTS, values)
