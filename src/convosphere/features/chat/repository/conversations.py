"""Conversations in the database. Every read takes whose conversations it may see."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, select, true, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased, undefer

from convosphere.features.chat.schemas import ConversationFilter, ConversationQuery
from convosphere.features.chat.tables import Conversation, ConversationTag
from convosphere.platform.database import Page, decode_cursor, decode_text_cursor, encode_cursor, encode_text_cursor

_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def conditions(owner_id: UUID, wanted: ConversationFilter) -> list[ColumnElement[bool]]:
    """What a filter means: each an index of its own, or cheap beside one."""
    found: list[ColumnElement[bool]] = [
        Conversation.owner_id == owner_id,
        Conversation.temporary.is_(False),
        (Conversation.archived_at.is_(None)) == (not wanted.archived),
    ]
    if wanted.folder == "none":
        found.append(Conversation.folder_id.is_(None))
    elif wanted.folder is not None:
        found.append(Conversation.folder_id == wanted.folder)
    if wanted.pinned is not None:
        found.append(Conversation.pinned_at.is_not(None) if wanted.pinned else Conversation.pinned_at.is_(None))
    if wanted.tag is not None:
        tagged = select(ConversationTag.conversation_id).where(ConversationTag.tag_id == wanted.tag)
        found.append(Conversation.id.in_(tagged))
    return found + titled(wanted.q)


def titled(part: str | None) -> list[ColumnElement[bool]]:
    """What it means that a title has this in it; nothing if that is nothing."""
    if part is None or not part.strip():
        return []
    return [Conversation.title_key.like(f"%{part.strip().lower().translate(_ESCAPED)}%")]


async def list_conversations(session: AsyncSession, owner_id: UUID, wanted: ConversationQuery) -> Page[Conversation]:
    """A page of a person's conversations in the order wanted."""
    if wanted.sort == "title":
        query = _by_title(select(Conversation).where(*conditions(owner_id, wanted)), wanted.cursor)
    elif wanted.tag is not None:
        query = _by_time(
            _of_tag(owner_id, wanted), wanted, ConversationTag.last_message_at, ConversationTag.conversation_id
        )
    else:
        query = select(Conversation).where(*conditions(owner_id, wanted))
        query = _by_time(query, wanted, Conversation.last_message_at, Conversation.id)
    rows = (await session.scalars(query.limit(wanted.limit + 1))).all()
    items = rows[: wanted.limit]
    if len(rows) <= wanted.limit:
        return Page(items, None)
    last = items[-1]
    if wanted.sort == "title":
        return Page(items, encode_text_cursor(last.title_key, last.id))
    return Page(items, encode_cursor(last.last_message_at, last.id))


def _of_tag(owner_id: UUID, wanted: ConversationQuery) -> Select[Any]:
    """Walks the tag's own index, which has the order of the list, and looks at each conversation.

    The offset keeps PostgreSQL from turning this round: without statistics it would read all of the person's.
    """
    others = conditions(owner_id, wanted.model_copy(update={"tag": None}))
    tagged = Conversation.id == ConversationTag.conversation_id
    one = select(Conversation).where(tagged, *others).correlate(ConversationTag).offset(0).lateral()
    return (
        select(aliased(Conversation, one))
        .select_from(ConversationTag)
        .join(one, true())
        .where(ConversationTag.tag_id == wanted.tag, ConversationTag.archived == wanted.archived)
    )


def _by_time(
    query: Select[Any],
    wanted: ConversationQuery,
    moment: InstrumentedAttribute[datetime],
    row_id: InstrumentedAttribute[UUID],
) -> Select[Any]:
    if wanted.sort == "oldest":
        query = query.order_by(moment, row_id)
        return (
            query
            if wanted.cursor is None
            else query.where(tuple_(moment, row_id) > tuple_(*decode_cursor(wanted.cursor)))
        )
    query = query.order_by(moment.desc(), row_id.desc())
    return (
        query if wanted.cursor is None else query.where(tuple_(moment, row_id) < tuple_(*decode_cursor(wanted.cursor)))
    )


def _by_title(query: Select[Any], cursor: str | None) -> Select[Any]:
    query = query.options(undefer(Conversation.title_key)).order_by(Conversation.title_key, Conversation.id)
    if cursor is None:
        return query
    return query.where(tuple_(Conversation.title_key, Conversation.id) > tuple_(*decode_text_cursor(cursor)))


async def find_own(session: AsyncSession, owner_id: UUID, conversation_id: UUID) -> Conversation | None:
    """A person's own conversation."""
    query = select(Conversation).where(Conversation.id == conversation_id, Conversation.owner_id == owner_id)
    return (await session.scalars(query)).one_or_none()


async def add_conversation(session: AsyncSession, conversation: Conversation) -> bool:
    """Stores it unless its id is taken; says whether it did."""
    statement = (
        insert(Conversation)
        .values(
            id=conversation.id,
            organization_id=conversation.organization_id,
            owner_id=conversation.owner_id,
            title=conversation.title,
            model_id=conversation.model_id,
            folder_id=conversation.folder_id,
            temporary=conversation.temporary,
            title_origin=conversation.title_origin,
            created_at=conversation.created_at,
            updated_at=conversation.updated_at,
            last_message_at=conversation.last_message_at,
        )
        .on_conflict_do_nothing(index_elements=[Conversation.id])
        .returning(Conversation.id)
    )
    return (await session.scalar(statement)) is not None


async def delete_conversations(session: AsyncSession, conversation_ids: list[UUID]) -> None:
    """Removes them with their messages."""
    await session.execute(delete(Conversation).where(Conversation.id.in_(conversation_ids)))
