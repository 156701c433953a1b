"""A document's chunks: looked through, edited, switched on and off; and a preview of how something would be cut."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.documents import Block, BlockKind, Chunk, chunk, estimate_tokens
from convosphere.engines.documents import Document as ReadDocument
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest.cutting import as_cut
from convosphere.features.knowledge.actions.ingest.staging import put_into_index
from convosphere.features.knowledge.actions.ingest.work import parse
from convosphere.features.knowledge.actions.notify import tell_document
from convosphere.features.knowledge.actions.rights import get_base, require_document
from convosphere.features.knowledge.errors.documents import DocumentNotReadyError
from convosphere.features.knowledge.repository import chunks, spaces, versions
from convosphere.features.knowledge.schemas.reading import (
    ChunkOut,
    ChunkPage,
    ChunkPatch,
    ChunkQuery,
    Preview,
    PreviewChunk,
    PreviewIn,
)
from convosphere.features.knowledge.tables import Chunk as ChunkRow
from convosphere.features.knowledge.tables import DocumentVersion
from convosphere.features.knowledge.types import BaseRole
from convosphere.features.knowledge.types.spaces import Space
from convosphere.platform.context import Platform
from convosphere.platform.errors import InvalidInputError, NotFoundError

REINDEX_JOB: Final = "knowledge.reindex"
_MOST_SHOWN: Final = 100


async def list_chunks(session: AsyncSession, actor: Actor, document_id: UUID, query: ChunkQuery) -> ChunkPage:
    """Chunks of the version that is found; for everybody who may read the document."""
    document = (await require_document(session, actor, document_id)).document
    if document.current_version_id is None:
        return ChunkPage(items=[], next_cursor=None)
    after = -1
    if query.cursor is not None:
        if not query.cursor.isdigit():
            raise InvalidInputError(field="query.cursor", reason="invalid_cursor")
        after = int(query.cursor[:9])
    rows = await chunks.list_chunks(
        session, document.current_version_id, after=after, limit=query.limit + 1, enabled=query.enabled
    )
    items = [_present(row) for row in rows[: query.limit]]
    return ChunkPage(items=items, next_cursor=str(items[-1].ordinal) if len(rows) > query.limit else None)


async def change_chunk(
    session: AsyncSession, platform: Platform, actor: Actor, document_id: UUID, chunk_id: UUID, *, patch: ChunkPatch
) -> ChunkOut:
    """Another text, or none of it in searches. What is found shows the new text at once; the index follows.

    Raises:
        NotFoundError: no such document for the actor, or no such chunk in what is found of it.
    """
    document = (await require_document(session, actor, document_id, need=BaseRole.EDITOR)).document
    row = await chunks.find_chunk(session, document.current_version_id, chunk_id)
    if row is None:
        raise NotFoundError(field="path.chunk_id")
    if patch.text is not None and patch.text != row.text:
        row.text = patch.text
        row.tokens = estimate_tokens(patch.text)
        row.edited_at = platform.clock.now()
    if patch.enabled is not None:
        row.enabled = patch.enabled
    await session.flush()
    await platform.jobs.defer(session, REINDEX_JOB, organization_id=str(row.organization_id), chunk_ids=[str(row.id)])
    tell_document(session, platform, document)
    return _present(row)


async def reindex(desk: Desk, organization_id: UUID, chunk_ids: Sequence[UUID]) -> None:
    """Brings the index to single chunks as they are now.

    Raises:
        IndexUnavailableError, EmbeddingFailedError: try again later.
    """
    written: set[tuple[UUID, str, bool]] = set()
    version: DocumentVersion | None = None
    while True:
        before = version
        async with desk.platform.database.transaction(organization_id) as session:
            rows = await chunks.chunks_by_id(session, chunk_ids)
            version = await versions.find_version(session, rows[0].version_id) if rows else None
            wanted = [] if version is None else await spaces.spaces_to_fill(session, version.base_id)
        if version is None:
            if before is not None:
                # Another version has taken its place meanwhile, and its clean-up may have come before what was written.
                await desk.index.discard(organization_id, before.document_id, before.id)
            return
        now = {(row.id, row.text, row.enabled) for row in rows}
        # Whoever changed it meanwhile has a job of their own, which may have been through before this one wrote.
        if now == written:
            return
        await _write(desk, version, wanted, rows)
        written = now


async def _write(desk: Desk, version: DocumentVersion, wanted: Sequence[Space], rows: Sequence[ChunkRow]) -> None:
    searched = [row for row in rows if row.indexed]
    if searched:
        await put_into_index(desk, version, wanted, searched)
    for on in (True, False):
        switched = [row.id for row in searched if row.enabled is on]
        if switched:
            await desk.index.switch(version.organization_id, switched, on=on)


async def preview_chunks(platform: Platform, actor: Actor, base_id: UUID, wanted: PreviewIn) -> Preview:
    """How a text, or a document of the base, would be cut. Nothing is stored. No transaction may be open.

    Raises:
        InvalidInputError: neither is given, or both.
        DocumentNotReadyError: the document has no text yet.
    """
    if (wanted.text is None) == (wanted.document_id is None):
        raise InvalidInputError(field="body.text")
    version_id = None
    async with platform.database.transaction(actor.organization_id) as session:
        await get_base(session, actor, base_id, need=BaseRole.EDITOR)
        if wanted.document_id is not None:
            document = (await require_document(session, actor, wanted.document_id)).document
            if document.base_id != base_id:
                raise NotFoundError(field="body.document_id")
            version_id = document.current_version_id
            if version_id is None:
                raise DocumentNotReadyError(field="body.document_id")
    if version_id is None:
        read = _plain(wanted.text or "")
    else:
        data = await platform.storage.get(places.text(actor.organization_id, version_id))
        read = await asyncio.to_thread(parse, data)
    pieces = await asyncio.to_thread(chunk, read, as_cut(wanted.strategy))
    return Preview(
        items=[_preview(piece) for piece in pieces[:_MOST_SHOWN]],
        total=len(pieces),
        tokens=sum(piece.tokens for piece in pieces),
    )


def _plain(text: str) -> ReadDocument:
    """Pasted text: headings as Markdown marks them, paragraphs between blank lines."""
    blocks = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        stripped = part.strip()
        marks = len(stripped) - len(stripped.lstrip("#"))
        if 0 < marks <= 6 and stripped[marks : marks + 1] == " " and "\n" not in stripped:  # noqa: PLR2004 - as HTML has
            blocks.append(Block(BlockKind.HEADING, stripped[marks:].strip(), level=marks))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, part))
    return ReadDocument.of(blocks)


def _preview(piece: Chunk) -> PreviewChunk:
    return PreviewChunk(
        ordinal=piece.ordinal,
        text=piece.text,
        heading_path=list(piece.heading_path),
        first_page=piece.first_page,
        last_page=piece.last_page,
        tokens=piece.tokens,
        kind=piece.kind,
        parent=piece.parent,
    )


def _present(row: ChunkRow) -> ChunkOut:
    return ChunkOut.model_validate(row, from_attributes=True)
