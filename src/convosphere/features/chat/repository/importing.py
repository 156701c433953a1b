"""What an import writes: whole conversations whose rows somebody else has made."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, Message, MessageRating


async def own_ids(session: AsyncSession, owner_id: UUID, conversation_ids: Collection[UUID]) -> set[UUID]:
    """Which of these are conversations of this person."""
    if not conversation_ids:
        return set()
    query = select(Conversation.id).where(Conversation.owner_id == owner_id, Conversation.id.in_(conversation_ids))
    return set((await session.scalars(query)).all())


async def add_history(
    session: AsyncSession,
    conversation: Conversation,
    messages: Sequence[dict[str, Any]],
    ratings: Sequence[dict[str, Any]],
) -> None:
    """Stores a conversation with its messages, which arrive in the order given.

    Args:
        session: an open transaction.
        conversation: new.
        messages: rows of `Message`, all with the same columns; parents before children.
        ratings: rows of `MessageRating`.
    """
    session.add(conversation)
    await session.flush()
    if messages:
        # One by one inside the driver: numbers of arrival follow the order.
        await session.execute(insert(Message), list(messages))
    if ratings:
        await session.execute(insert(MessageRating), list(ratings))
