"""Third stage: the text is cut into chunks."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from convosphere.engines.documents import Chunk, chunk
from convosphere.engines.documents import Document as ReadDocument
from convosphere.engines.documents import Strategy as Cut
from convosphere.engines.retrieval import ANALYSIS
from convosphere.features.knowledge.actions.ingest.publishing import announce
from convosphere.features.knowledge.actions.ingest.work import EndedError, Run, StageFailedError
from convosphere.features.knowledge.actions.notify import tell_version
from convosphere.features.knowledge.repository import chunks, spaces
from convosphere.features.knowledge.repository.versions import Work
from convosphere.features.knowledge.rules.keywords import keywords_of
from convosphere.features.knowledge.rules.similarity import signature_of
from convosphere.features.knowledge.schemas.bases import Strategy
from convosphere.features.knowledge.tables import Chunk as ChunkRow
from convosphere.features.knowledge.tables import DocumentVersion
from convosphere.features.knowledge.types import Stage

# What is embedded and staged between two looks at the clock; an index takes at most 500 at once.
MOST_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a text comes to."""

    chunks: list[Chunk]
    signature: int | None
    keywords: list[str]


async def cut(run: Run) -> None:
    """Ends with the chunks in the database.

    Raises:
        StageFailedError: there are none, or far too many.
    """
    version = run.work.version
    strategy = Strategy.model_validate(run.work.base.strategy)
    platform = run.desk.platform
    most = platform.settings.knowledge.document_chunks
    pieces = await asyncio.to_thread(pieces_of, await run.read_document(), strategy, most)
    rows = await asyncio.to_thread(rows_of, version, pieces.chunks)
    async with platform.database.transaction(run.key.organization_id) as session:
        changed = await run.store(
            session,
            **known_of(pieces),
        )
        if changed is None:
            raise EndedError
        await chunks.replace_chunks(session, version.id, rows)
        await announce(session, run.desk, [changed])
        if run.quick and len(rows) <= MOST_AT_ONCE:
            fresh = [ChunkRow(**row) for row in rows if row["indexed"]]
            run.fresh = fresh, await spaces.spaces_to_fill(session, version.base_id)
        else:
            await spaces.forget_embedded(session, version.id)
        tell_version(session, platform, changed)
    run.work = Work(changed, run.work.document, run.work.base)
    await run.stored()


def as_cut(strategy: Strategy) -> Cut:
    """As the engine takes it."""
    return Cut(**strategy.model_dump())


def chunk_id(version_id: UUID, ordinal: int) -> UUID:
    """Follows from the place, so that a second run writes the same chunks and index entries over the first ones."""
    return uuid5(version_id, str(ordinal))


def pieces_of(document: ReadDocument, strategy: Strategy, most: int) -> Pieces:
    """Cuts a text. Takes its time: not in the event loop.

    Raises:
        StageFailedError: there are no chunks, or more than `most`.
    """
    chunks_of_it = chunk(document, as_cut(strategy))
    if not chunks_of_it:
        raise StageFailedError("document_empty")
    if len(chunks_of_it) > most:
        raise StageFailedError("document_too_many_chunks", limit=most, count=len(chunks_of_it))
    text = document.text
    return Pieces(chunks_of_it, signature_of(text), keywords_of(text))


def known_of(pieces: Pieces) -> dict[str, Any]:
    """What is noted of a version that has been cut."""
    return {
        "stage": Stage.EMBEDDING,
        "percent": 35,
        "staged": 0,
        "staged_spaces": [],
        "chunk_count": len(pieces.chunks),
        "signature": pieces.signature,
        "keywords": pieces.keywords,
        "analysis": ANALYSIS,
    }


def rows_of(version: DocumentVersion, pieces: list[Chunk]) -> list[dict[str, Any]]:
    """Chunks as the table has them."""
    parents = {piece.parent for piece in pieces if piece.parent is not None}
    return [
        {
            "id": chunk_id(version.id, piece.ordinal),
            "organization_id": version.organization_id,
            "version_id": version.id,
            "document_id": version.document_id,
            "ordinal": piece.ordinal,
            "text": piece.text,
            "heading_path": list(piece.heading_path),
            "first_page": piece.first_page,
            "last_page": piece.last_page,
            "page_starts": [number for pair in piece.page_starts for number in pair] or None,
            "start": piece.start,
            "end": piece.end,
            "tokens": piece.tokens,
            "parent_id": None if piece.parent is None else chunk_id(version.id, piece.parent),
            "indexed": piece.ordinal not in parents,
            "kind": piece.kind,
            "language": piece.language or version.language,
            "enabled": True,
            "edited_at": None,
        }
        for piece in pieces
    ]
