"""What is attached to conversations; and what was found for answers. The caller has checked whose they are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, ConversationSource, Message
from convosphere.features.chat.types import MessageStatus


async def list_sources(session: AsyncSession, conversation_id: UUID) -> Sequence[ConversationSource]:
    """What is attached, in the order in which it came."""
    query = (
        select(ConversationSource)
        .where(ConversationSource.conversation_id == conversation_id)
        .order_by(ConversationSource.added_at, ConversationSource.source_id)
    )
    return (await session.scalars(query)).all()


async def replace_sources(
    session: AsyncSession, conversation_id: UUID, gone: Sequence[ConversationSource], new: Sequence[ConversationSource]
) -> None:
    """Takes some away and adds some; the caller keeps the conversation's count."""
    if gone:
        await session.execute(
            delete(ConversationSource).where(
                ConversationSource.conversation_id == conversation_id,
                ConversationSource.source_id.in_([each.source_id for each in gone]),
            )
        )
    if new:
        values = [
            {
                "organization_id": each.organization_id,
                "conversation_id": conversation_id,
                "kind": each.kind,
                "source_id": each.source_id,
                "added_by": each.added_by,
                "added_at": each.added_at,
            }
            for each in new
        ]
        await session.execute(insert(ConversationSource).values(values).on_conflict_do_nothing())


async def count_sources(session: AsyncSession, conversation_id: UUID, count: int) -> None:
    """Keeps the conversation's count."""
    await session.execute(update(Conversation).where(Conversation.id == conversation_id).values(source_count=count))


async def keep_grounding(session: AsyncSession, message_id: UUID, attempt: int, grounding: dict[str, Any]) -> bool:
    """Stores what was found for an answer; False: it is no longer this attempt's to write."""
    statement = (
        update(Message)
        .where(Message.id == message_id, Message.attempt == attempt, Message.status == MessageStatus.STREAMING)
        .values(grounding=grounding)
        .returning(Message.id)
    )
    return (await session.scalar(statement)) is not None
