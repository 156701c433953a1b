"""Uploads on their way into a base."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.tables import KnowledgeUpload
from convosphere.platform.errors import NotFoundError


async def get_upload(session: AsyncSession, owner_id: UUID, upload_id: UUID) -> KnowledgeUpload:
    """A person's upload.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    query = select(KnowledgeUpload).where(KnowledgeUpload.id == upload_id, KnowledgeUpload.owner_id == owner_id)
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError(field="path.upload_id")
    return row


async def count_open(session: AsyncSession, owner_id: UUID) -> int:
    """A person's uploads that have not ended."""
    query = select(func.count()).where(
        KnowledgeUpload.owner_id == owner_id, KnowledgeUpload.uploaded < KnowledgeUpload.size
    )
    return await session.scalar(query) or 0


async def old_uploads(session: AsyncSession, before: datetime, most: int) -> Sequence[UUID]:
    """Uploads that were announced before a moment."""
    query = select(KnowledgeUpload.id).where(KnowledgeUpload.created_at < before).limit(most)
    return (await session.scalars(query)).all()


async def delete_uploads(session: AsyncSession, upload_ids: Sequence[UUID]) -> None:
    """Forgets uploads whose pieces are gone."""
    await session.execute(delete(KnowledgeUpload).where(KnowledgeUpload.id.in_(upload_ids)))
