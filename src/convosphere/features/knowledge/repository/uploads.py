"""Uploads on their way into a base."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.repository.operations import OPEN
from convosphere.features.knowledge.tables import DocumentVersion, KnowledgeBase, KnowledgeUpload, Operation
from convosphere.features.knowledge.types import Stage
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


async def doomed_uploads(session: AsyncSession, before: datetime, gone_before: datetime, most: int) -> Sequence[UUID]:
    """Uploads that were announced before a moment, and whose pieces nothing waits for any more; and all into bases that
    were deleted before another one.

    A scanner may be away for longer, and what was deleted on its way is gone on with when it is brought back.
    """
    unchecked = exists().where(
        DocumentVersion.document_id == KnowledgeUpload.document_id, DocumentVersion.stage == Stage.CHECKING
    )
    unpacking = exists().where(Operation.id == KnowledgeUpload.operation_id, Operation.status.in_(OPEN))
    gone = select(KnowledgeBase.id).where(KnowledgeBase.deleted_at <= gone_before)
    over = and_(KnowledgeUpload.created_at < before, ~unchecked, ~unpacking)
    query = select(KnowledgeUpload.id).where(or_(over, KnowledgeUpload.base_id.in_(gone)))
    return (await session.scalars(query.limit(most))).all()


async def delete_uploads(session: AsyncSession, upload_ids: Sequence[UUID]) -> None:
    """Forgets uploads whose pieces are gone."""
    await session.execute(delete(KnowledgeUpload).where(KnowledgeUpload.id.in_(upload_ids)))
