"""What an import writes: whole conversations whose rows somebody else has made."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, Message, MessageRating
from convosphere.features.chat.tables.attachments import MessageAttachment

# Messages in one statement, and characters in them: the driver keeps a statement's rows several times.
_MOST_ROWS = 2_000
_MOST_CHARACTERS = 1_000_000


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
    # Parents before children: messages arrive in this order. Made while they are stored: a long chat's rows take
    # several times its texts.
    messages: Iterable[dict[str, Any]] = ()
    ratings: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)


async def add_histories(session: AsyncSession, history: History) -> None:
    """Stores conversations, all new, with what is in them."""
    session.add_all(history.conversations)
    await session.flush()
    # One by one inside the driver: numbers of arrival follow the order. Nulls are written, too: rows whose columns
    # differ would be a statement each.
    messages = iter(history.messages)
    while rows := _some(messages):
        await session.execute(insert(Message), rows, execution_options={"render_nulls": True})
    for table, others in ((MessageRating, history.ratings), (MessageAttachment, history.attachments)):
        if others:
            await session.execute(insert(table), others, execution_options={"render_nulls": True})


def _some(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    taken: list[dict[str, Any]] = []
    size = 0
    for row in islice(rows, _MOST_ROWS):
        taken.append(row)
        size += len(row["content"]) + len(row.get("reasoning") or "")
        if size >= _MOST_CHARACTERS:
            break
    return taken
