"""Summaries of conversations; the caller has checked whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, ConversationSummary, Message


@dataclass(frozen=True, slots=True)
class Summary:
    """What a branch says from its first message up to and with one."""

    until_id: UUID
    text: str


async def find_summary(session: AsyncSession, conversation_id: UUID) -> Summary | None:
    """The summary of a conversation, of whichever branch it is."""
    query = select(ConversationSummary.until_id, ConversationSummary.text).where(
        ConversationSummary.conversation_id == conversation_id
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Summary(row[0], row[1])


async def put_summary(session: AsyncSession, conversation: Conversation, summary: Summary, now: datetime) -> None:
    """Keeps a summary in place of the one before."""
    row = {"until_id": summary.until_id, "text": summary.text, "updated_at": now}
    statement = insert(ConversationSummary).values(
        conversation_id=conversation.id, organization_id=conversation.organization_id, **row
    )
    await session.execute(
        statement.on_conflict_do_update(index_elements=[ConversationSummary.conversation_id], set_=row)
    )


async def drop_summary(session: AsyncSession, conversation_id: UUID) -> None:
    """Something that it may tell of is gone."""
    await session.execute(delete(ConversationSummary).where(ConversationSummary.conversation_id == conversation_id))


async def all_exist(session: AsyncSession, message_ids: Sequence[UUID]) -> bool:
    """Whether none of these messages was deleted."""
    query = select(func.count()).where(Message.id.in_(message_ids))
    return (await session.scalars(query)).one() == len(message_ids)
