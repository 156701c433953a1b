"""What is to be removed for good."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.tables import Document, KnowledgeBase


async def doomed_documents(session: AsyncSession, before: datetime, most: int) -> Sequence[UUID]:
    """Documents deleted before a moment, by themselves or with their base."""
    gone = select(KnowledgeBase.id).where(KnowledgeBase.deleted_at <= before)
    query = select(Document.id).where(or_(Document.deleted_at <= before, Document.base_id.in_(gone)))
    return (await session.scalars(query.limit(most))).all()


async def delete_documents(session: AsyncSession, document_ids: Sequence[UUID]) -> None:
    """Forgets documents whose content is gone, with their versions and chunks."""
    await session.execute(delete(Document).where(Document.id.in_(document_ids)))


async def delete_empty_bases(session: AsyncSession, before: datetime) -> None:
    """Forgets bases deleted before a moment whose documents are gone."""
    left = exists().where(Document.base_id == KnowledgeBase.id)
    await session.execute(delete(KnowledgeBase).where(KnowledgeBase.deleted_at <= before, ~left))
