"""Conversations of others that are opened to somebody, and what lists say about joint ones."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.repository.access import OPENED_TO_ME, Reached, who
from convosphere.features.chat.repository.conversations import titled
from convosphere.features.chat.schemas import ConversationQuery
from convosphere.features.chat.tables import Conversation, ConversationMember
from convosphere.features.chat.types import Access
from convosphere.platform.database import Page, decode_cursor, decode_text_cursor, encode_cursor, encode_text_cursor


async def list_joined(session: AsyncSession, actor: Actor, wanted: ConversationQuery) -> Page[Reached]:
    """A page of what others have opened to the actor or to their groups, in the order wanted."""
    opened = (
        select(ConversationMember.conversation_id, func.max(ConversationMember.role, type_=Text()).label("access"))
        .where(OPENED_TO_ME)
        .group_by(ConversationMember.conversation_id)
        .subquery()
    )
    query = (
        select(Conversation, opened.c.access)
        .join(opened, opened.c.conversation_id == Conversation.id)
        .where(Conversation.owner_id != actor.person_id, *titled(wanted.q))
    )
    query = _sorted(query, wanted).limit(wanted.limit + 1)
    found = [Reached(row[0], Access(row[1])) for row in await session.execute(query, who(actor))]
    if len(found) <= wanted.limit:
        return Page(found, None)
    items = found[: wanted.limit]
    last = items[-1].conversation
    if wanted.sort == "title":
        return Page(items, encode_text_cursor(last.title_key, last.id))
    return Page(items, encode_cursor(last.last_message_at, last.id))


def _sorted(query: Select[Any], wanted: ConversationQuery) -> Select[Any]:
    if wanted.sort == "title":
        query = query.options(undefer(Conversation.title_key)).order_by(Conversation.title_key, Conversation.id)
        if wanted.cursor is None:
            return query
        return query.where(tuple_(Conversation.title_key, Conversation.id) > tuple_(*decode_text_cursor(wanted.cursor)))
    key = tuple_(Conversation.last_message_at, Conversation.id)
    if wanted.sort == "oldest":
        query = query.order_by(Conversation.last_message_at, Conversation.id)
        return query if wanted.cursor is None else query.where(key > tuple_(*decode_cursor(wanted.cursor)))
    query = query.order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
    return query if wanted.cursor is None else query.where(key < tuple_(*decode_cursor(wanted.cursor)))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a list says about a joint conversation beside its row."""

    owner_name: str
    # None: not looked at.
    unread: bool | None
    # The newest message of those.
    unread_message_id: UUID | None = None


# Of a conversation in which nothing is unread the walk goes over what the reader wrote since: next to nothing.
_MARKS = text(
    """
    SELECT conversation.id, person.name, (
               SELECT message.id FROM messages message
                WHERE message.organization_id = conversation.organization_id
                  AND message.conversation_id = conversation.id AND message.shown
                  AND message.position > coalesce(receipt.read_position, 0)
                  AND message.author_id IS DISTINCT FROM :me AND message.status NOT IN ('pending', 'streaming')
                ORDER BY message.position DESC LIMIT 1)
      FROM conversations conversation
      JOIN people person ON person.id = conversation.owner_id
      LEFT JOIN conversation_receipts receipt
        ON receipt.conversation_id = conversation.id AND receipt.person_id = :me
     WHERE conversation.id = ANY(:conversations)
    """
)


async def marks_of(session: AsyncSession, reader_id: UUID, conversation_ids: Collection[UUID]) -> dict[UUID, Mark]:
    """Whose these are, and whether the reader has something new in them: one statement, none for none."""
    if not conversation_ids:
        return {}
    rows = await session.execute(_MARKS, {"me": reader_id, "conversations": list(conversation_ids)})
    return {row[0]: Mark(row[1], row[2] is not None, row[2]) for row in rows}
