"""Fourth stage: chunks are embedded and written into the index, where nobody finds them before they are published."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from convosphere.engines.retrieval import ANALYSIS, ChunkEntry, InvalidVectorError, VectorDimensionError
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest.cutting import MOST_AT_ONCE
from convosphere.features.knowledge.actions.ingest.work import Run, StageFailedError
from convosphere.features.knowledge.errors.embedding import EmbeddingFailedError
from convosphere.features.knowledge.repository import chunks, spaces
from convosphere.features.knowledge.tables import Chunk, DocumentVersion
from convosphere.features.knowledge.types import Stage
from convosphere.features.knowledge.types.spaces import Space

_FROM, _TO = 35, 95

_log = structlog.get_logger(__name__)


async def stage(run: Run) -> None:
    """Ends with every chunk in the index, by its words and in the spaces that the base wants.

    Raises:
        StageFailedError: the embedder refuses, or its vectors do not fit.
        IndexUnavailableError, EmbeddingFailedError: try again later.
    """
    if run.fresh is not None:
        fresh, run.embedded = run.fresh
        run.fresh = None
        await _put(run, run.embedded, fresh)
        # Not stored: the next stage is at hand, and this one begins anew after an interruption.
        run.work.version.stage = Stage.INDEXING
        return
    version = run.work.version
    key = run.key
    async with run.desk.platform.database.transaction(key.organization_id) as session:
        wanted = await spaces.missing_spaces(session, version.base_id, version.id)
    names = sorted(str(space.id) for space in wanted)
    # An interrupted run goes on where it was, unless other vectors are wanted by now.
    staged = version.staged if names == version.staged_spaces else 0
    while True:
        async with run.desk.platform.database.transaction(key.organization_id) as session:
            batch = await chunks.list_chunks(
                session, version.id, after=staged - 1, limit=MOST_AT_ONCE, indexed_only=True
            )
        if not batch:
            break
        await _put(run, wanted, batch)
        staged = batch[-1].ordinal + 1
        percent = _FROM + (_TO - _FROM) * staged // max(1, version.chunk_count)
        await run.progress(percent, staged=staged, staged_spaces=names)
    if wanted:
        async with run.desk.platform.database.transaction(key.organization_id) as session:
            for space in wanted:
                await spaces.note_embedded(session, key.organization_id, space.id, version.id)
    # Of two releases side by side the older one may have had a hand in it.
    analysis = min(version.analysis, ANALYSIS)
    await run.step(stage=Stage.INDEXING, percent=_TO, staged=staged, staged_spaces=names, analysis=analysis)


async def _put(run: Run, wanted: Sequence[Space], batch: Sequence[Chunk]) -> None:
    try:
        await put_into_index(run.desk, run.work.version, wanted, batch)
    except (VectorDimensionError, InvalidVectorError) as error:
        _log.warning("vectors_refused", reason=str(error))
        raise StageFailedError("document_vectors_do_not_fit") from error
    except EmbeddingFailedError as error:
        if error.retryable:
            raise
        raise StageFailedError(error.code, **error.params) from error


async def put_into_index(desk: Desk, version: DocumentVersion, wanted: Sequence[Space], batch: Sequence[Chunk]) -> None:
    """Writes chunks of a version into the index, in each of the spaces or by their words alone. No transaction may be
    open.
    """
    entries = [entry_of(version, chunk) for chunk in batch]
    place = (version.organization_id, version.document_id, version.id)
    if not wanted:
        await desk.index.stage(*place, None, entries)
    for space in wanted:
        await desk.index.stage(*place, space.id, await embedded(desk, space, entries, version.created_by))


async def embedded(
    desk: Desk, space: Space, entries: Sequence[ChunkEntry], person_id: UUID | None
) -> Sequence[ChunkEntry]:
    """Entries with their vectors. No transaction may be open.

    Raises:
        EmbeddingFailedError: see there.
    """
    texts = [f"{entry.heading}\n{entry.text}" if entry.heading else entry.text for entry in entries]
    vectors = await desk.embed(space, texts, person_id=person_id)
    return [
        ChunkEntry(entry.chunk_id, entry.ordinal, entry.heading, entry.text, entry.language, vector)
        for entry, vector in zip(entries, vectors, strict=True)
    ]


def entry_of(version: DocumentVersion, chunk: Chunk) -> ChunkEntry:
    """A chunk as the index takes it, without a vector."""
    heading = heading_of(version, chunk.heading_path)
    return ChunkEntry(chunk.id, chunk.ordinal, heading, chunk.text, chunk.language)


def heading_of(version: DocumentVersion, path: Sequence[str]) -> str:
    """What is read with a chunk: the title, and the headings above it."""
    title = version.title or version.name
    return " › ".join([title, *(part for part in path if part != title)])
