"""Temporary conversations, and conversations as the background work of an organisation sees them: whoever owns them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation


async def find_unowned(session: AsyncSession, conversation_id: UUID) -> Conversation | None:
    """A conversation of the organisation, for a job."""
    return (await session.scalars(select(Conversation).where(Conversation.id == conversation_id))).one_or_none()


async def lock_temporary_before(session: AsyncSession, moment: datetime, *, most: int) -> list[Conversation]:
    """Temporary conversations in which nothing was said since; those in other hands are left out."""
    query = (
        select(Conversation)
        .where(Conversation.temporary, Conversation.last_message_at <= moment)
        .order_by(Conversation.last_message_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return list((await session.scalars(query)).all())
