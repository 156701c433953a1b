"""What an import writes: whole conversations whose rows somebody else has made."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, Message, MessageRating
from convosphere.features.chat.tables.attachments import MessageAttachment


async def own_ids(session: AsyncSession, owner_id: UUID, conversation_ids: Collection[UUID]) -> set[UUID]:
    """Which of these are conversations of this person."""
    if not conversation_ids:
        return set()
    query = select(Conversation.id).where(Conversation.owner_id == owner_id, Conversation.id.in_(conversation_ids))
    return set((await session.scalars(query)).all())


@dataclass(slots=True)
class History:
    """Whole conversations: `messages`, `ratings` and `attachments` are rows, each list with the same columns in all."""

    conversations: list[Conversation] = field(default_factory=list)
    # Parents before children: messages arrive in this order.
    messages: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)


async def add_histories(session: AsyncSession, history: History) -> None:
    """Stores conversations, all new, with what is in them."""
    session.add_all(history.conversations)
    await session.flush()
    # One by one inside the driver: numbers of arrival follow the order. Nulls are written, too: rows whose columns
    # differ would be a statement each.
    for table, rows in (
        (Message, history.messages),
        (MessageRating, history.ratings),
        (MessageAttachment, history.attachments),
    ):
        if rows:
            await session.execute(insert(table), rows, execution_options={"render_nulls": True})
