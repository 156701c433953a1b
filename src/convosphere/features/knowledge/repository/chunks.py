"""Chunks: those of found passages, those of a version, single ones."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import MAY_READ, who
from convosphere.features.knowledge.tables import Chunk, Document, DocumentVersion, KnowledgeBase
from convosphere.features.knowledge.types import LoadedChunk
from convosphere.features.knowledge.types.chunks import ParentChunk

_Parent = aliased(Chunk)
_Found = aliased(Chunk)


def _loaded() -> Select[Chunk, Document, int, str, Chunk, datetime]:
    """Chunks of current versions that may be read, with all that is shown beside them."""
    return (
        select(
            Chunk,
            Document,
            DocumentVersion.number,
            KnowledgeBase.name,
            _Parent,
            func.coalesce(Document.document_date, Document.created_at),
        )
        .join(Document, Document.current_version_id == Chunk.version_id)
        .join(DocumentVersion, DocumentVersion.id == Chunk.version_id)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .outerjoin(_Parent, _Parent.id == Chunk.parent_id)
        .where(Document.deleted_at.is_(None), Chunk.enabled, MAY_READ)
    )


async def load_chunks(session: AsyncSession, actor: Actor, chunk_ids: Collection[UUID]) -> dict[UUID, LoadedChunk]:
    """Those of the chunks that the actor may read now, that are switched on, and whose version is current."""
    if not chunk_ids:
        return {}
    rows = await session.execute(_loaded().where(Chunk.id.in_(chunk_ids)), who(actor))
    return {row[0].id: _as_loaded(row) for row in rows}


async def neighbours(
    session: AsyncSession, actor: Actor, chunk_ids: Collection[UUID], before: int, after: int
) -> list[LoadedChunk]:
    """What stands around chunks in the same version, themselves included, in the documents' order."""
    if not chunk_ids:
        return []
    around = (
        select(Chunk.id)
        .join(
            _Found,
            (_Found.version_id == Chunk.version_id)
            & (Chunk.ordinal >= _Found.ordinal - before)
            & (Chunk.ordinal <= _Found.ordinal + after),
        )
        # A parent beside its own children would say everything twice.
        .where(_Found.id.in_(chunk_ids), or_(Chunk.indexed, Chunk.id == _Found.id))
    )
    query = _loaded().where(Chunk.id.in_(around)).order_by(Chunk.document_id, Chunk.ordinal)
    return [_as_loaded(row) for row in await session.execute(query, who(actor))]


def _as_loaded(row: Any) -> LoadedChunk:  # noqa: ANN401 - a row of `_loaded`
    chunk: Chunk = row[0]
    document: Document = row[1]
    parent: Chunk | None = row[4]
    return LoadedChunk(
        chunk_id=chunk.id,
        document_id=document.id,
        version_id=chunk.version_id,
        version_number=row[2],
        base_id=document.base_id,
        scope_id=document.scope_id,
        document_name=document.name,
        base_name=row[3],
        ordinal=chunk.ordinal,
        text=chunk.text,
        heading_path=tuple(chunk.heading_path),
        first_page=chunk.first_page,
        last_page=chunk.last_page,
        start=chunk.start,
        end=chunk.end,
        tokens=chunk.tokens,
        kind=chunk.kind,
        language=chunk.language,
        media_kind=document.media_kind,
        document_date=row[5],
        edited=chunk.edited_at is not None,
        parent_id=chunk.parent_id,
        pages=_pages(chunk),
        parent=None
        if parent is None
        else ParentChunk(parent.text, parent.start, parent.end, _pages(parent), edited=parent.edited_at is not None),
    )


def _pages(chunk: Chunk) -> tuple[tuple[int, int], ...]:
    if chunk.first_page is None:
        return ()
    further = iter(chunk.page_starts or ())
    return ((chunk.start, chunk.first_page), *zip(further, further, strict=True))


async def replace_chunks(session: AsyncSession, version_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """The chunks of a version from now on."""
    await replace_many(session, [version_id], rows)


async def replace_many(session: AsyncSession, version_ids: Collection[UUID], rows: Sequence[dict[str, Any]]) -> None:
    """The chunks of versions from now on."""
    await session.execute(delete(Chunk).where(Chunk.version_id.in_(version_ids)))
    for start in range(0, len(rows), 1_000):
        await session.execute(insert(Chunk), rows[start : start + 1_000])


async def list_chunks(
    session: AsyncSession,
    version_id: UUID,
    *,
    after: int = -1,
    limit: int,
    indexed_only: bool = False,
    enabled: bool | None = None,
) -> Sequence[Chunk]:
    """The next chunks of a version behind an ordinal, in their order."""
    query = select(Chunk).where(Chunk.version_id == version_id, Chunk.ordinal > after)
    if indexed_only:
        query = query.where(Chunk.indexed)
    if enabled is not None:
        query = query.where(Chunk.enabled == enabled)
    return (await session.scalars(query.order_by(Chunk.ordinal).limit(limit))).all()


async def find_chunk(session: AsyncSession, version_id: UUID | None, chunk_id: UUID) -> Chunk | None:
    """A chunk of a version."""
    query = select(Chunk).where(Chunk.id == chunk_id, Chunk.version_id == version_id)
    return (await session.scalars(query.with_for_update())).one_or_none()


async def chunks_by_id(session: AsyncSession, chunk_ids: Collection[UUID]) -> Sequence[Chunk]:
    """Chunks of the organisation, for a worker."""
    return (await session.scalars(select(Chunk).where(Chunk.id.in_(chunk_ids)))).all()


async def forget_chunks(session: AsyncSession, document_id: UUID, current: UUID) -> None:
    """Removes the chunks of a document's versions that were found before the current one."""
    number = select(DocumentVersion.number).where(DocumentVersion.id == current).scalar_subquery()
    old = select(DocumentVersion.id).where(DocumentVersion.document_id == document_id, DocumentVersion.number < number)
    await session.execute(delete(Chunk).where(Chunk.version_id.in_(old)))
