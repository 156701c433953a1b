"""Versions that are found by terms of an earlier analysis."""

from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.tables import Document, DocumentVersion, KnowledgeBase


async def earlier_analysed(session: AsyncSession, number: int, after: UUID, limit: int) -> list[DocumentVersion]:
    """The next versions by id that are found by what an analysis before `number` made of them."""
    query = (
        select(DocumentVersion)
        .join(Document, Document.current_version_id == DocumentVersion.id)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(
            DocumentVersion.analysis < number,
            DocumentVersion.id > after,
            Document.deleted_at.is_(None),
            KnowledgeBase.deleted_at.is_(None),
        )
        .order_by(DocumentVersion.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def is_found(session: AsyncSession, version_id: UUID) -> bool:
    """Whether it is still the one of its document that is found."""
    return bool(await session.scalar(select(exists().where(Document.current_version_id == version_id))))


async def note_analysed(session: AsyncSession, version_id: UUID, number: int) -> None:
    """All its chunks are found by what this analysis makes of them."""
    newest = func.greatest(DocumentVersion.analysis, number)
    await session.execute(update(DocumentVersion).where(DocumentVersion.id == version_id).values(analysis=newest))
