"""Questions that wait; the caller has locked the conversation, except to read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import QueuedQuestion
from convosphere.platform.errors import NotFoundError


async def list_queue(session: AsyncSession, conversation_id: UUID) -> Sequence[QueuedQuestion]:
    """All that wait in a conversation, the next one first."""
    query = select(QueuedQuestion).where(QueuedQuestion.conversation_id == conversation_id)
    return (await session.scalars(query.order_by(QueuedQuestion.place))).all()


async def find_queued(session: AsyncSession, question_id: UUID) -> QueuedQuestion | None:
    """One of any conversation of the organisation; the caller checks whose it is."""
    return (await session.scalars(select(QueuedQuestion).where(QueuedQuestion.id == question_id))).one_or_none()


async def get_queued(session: AsyncSession, conversation_id: UUID, question_id: UUID) -> QueuedQuestion:
    """One that waits in this conversation.

    Raises:
        NotFoundError: there is none, or its turn has come.
    """
    found = await find_queued(session, question_id)
    if found is None or found.conversation_id != conversation_id:
        raise NotFoundError(field="path.question_id")
    return found


async def delete_queued(session: AsyncSession, question_id: UUID) -> None:
    """It waits no longer."""
    await session.execute(delete(QueuedQuestion).where(QueuedQuestion.id == question_id))
