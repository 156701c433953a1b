"""Conversations in the database. Every read takes whose conversations it may see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Text,
    Uuid,
    bindparam,
    delete,
    literal,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from convosphere.features.chat.schemas import ConversationFilter, ConversationQuery
from convosphere.features.chat.schemas.order import Sort
from convosphere.features.chat.tables import Conversation, ConversationTag
from convosphere.platform.database import (
    Page,
    Plain,
    decode_cursor,
    decode_text_cursor,
    encode_cursor,
    encode_text_cursor,
)

_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})

# What lists show of a row. On the table's columns, not on the class: the list is asked for most of all.
_SHOWN = Plain(Conversation, without=("leaf_id", "title_origin"))
_c = Conversation.__table__.c
_t = ConversationTag.__table__.c


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a question decides about its statement; the rest are the statement's values."""

    archived: bool
    folder: Literal["none", "one"] | None
    pinned: bool | None
    tagged: bool
    titled: bool
    sort: Sort = "recent"
    further: bool = False


def conditions(owner_id: UUID, wanted: ConversationFilter) -> list[ColumnElement[bool]]:
    """What a filter means: each an index of its own, or cheap beside one."""
    return _conditions(_shape(wanted), _values(owner_id, wanted))


def titled(part: str | None) -> list[ColumnElement[bool]]:
    """What it means that a title has this in it; nothing if that is nothing."""
    pattern = _pattern(part)
    return [] if pattern is None else [Conversation.title_key.like(pattern)]


async def list_conversations(session: AsyncSession, owner_id: UUID, wanted: ConversationQuery) -> Page[Conversation]:
    """A page of a person's conversations in the order wanted, as values to read."""
    shape = replace(_shape(wanted), sort=wanted.sort, further=wanted.cursor is not None)
    values = _values(owner_id, wanted) | {"most": wanted.limit + 1}
    if wanted.cursor is not None:
        read = decode_text_cursor if wanted.sort == "title" else decode_cursor
        values["after"], values["after_id"] = read(wanted.cursor)
    rows = _SHOWN.read(await session.execute(_statement(shape), values))
    items = rows[: wanted.limit]
    if len(rows) <= wanted.limit:
        return Page(items, None)
    last = items[-1]
    if wanted.sort == "title":
        return Page(items, encode_text_cursor(last.title_key, last.id))
    return Page(items, encode_cursor(last.last_message_at, last.id))


def _shape(wanted: ConversationFilter) -> _Shape:
    folder: Literal["none", "one"] | None = None
    if wanted.folder is not None:
        folder = "none" if wanted.folder == "none" else "one"
    return _Shape(wanted.archived, folder, wanted.pinned, wanted.tag is not None, _pattern(wanted.q) is not None)


def _values(owner_id: UUID, wanted: ConversationFilter) -> dict[str, Any]:
    """Of these a statement takes those that it has a place for."""
    found = {"owner": owner_id, "folder": wanted.folder, "tag": wanted.tag, "title": _pattern(wanted.q)}
    return {name: value for name, value in found.items() if value not in (None, "none")}


def _pattern(part: str | None) -> str | None:
    if part is None or not part.strip():
        return None
    return f"%{part.strip().lower().translate(_ESCAPED)}%"


def _conditions(shape: _Shape, values: Mapping[str, Any] | None = None) -> list[ColumnElement[bool]]:
    """With the values in them, or with places for values."""

    def value(name: str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
        return bindparam(name, type_=kind) if values is None else literal(values[name], kind)

    found: list[ColumnElement[bool]] = [
        _c.owner_id == value("owner", Uuid()),
        _c.temporary.is_(False),
        (_c.archived_at.is_(None)) == (not shape.archived),
    ]
    if shape.folder is not None:
        nowhere = shape.folder == "none"
        found.append(_c.folder_id.is_(None) if nowhere else _c.folder_id == value("folder", Uuid()))
    if shape.pinned is not None:
        found.append(_c.pinned_at.is_not(None) if shape.pinned else _c.pinned_at.is_(None))
    if shape.tagged:
        found.append(_c.id.in_(select(_t.conversation_id).where(_t.tag_id == value("tag", Uuid()))))
    if shape.titled:
        found.append(_c.title_key.like(value("title", Text())))
    return found


@lru_cache(maxsize=256)
def _statement(shape: _Shape) -> Select[*tuple[Any, ...]]:
    """Built once for each shape: that takes the query builder longer than PostgreSQL to answer."""
    if shape.sort == "title":
        query = select(*_SHOWN.columns).where(*_conditions(shape))
        key: tuple[ColumnElement[Any], ...] = (_c.title_key, _c.id)
        after: ColumnElement[Any] = bindparam("after", type_=Text())
    else:
        after = bindparam("after", type_=DateTime(timezone=True))
        if shape.tagged:
            query, key = _of_tag(shape), (_t.last_message_at, _t.conversation_id)
        else:
            query, key = select(*_SHOWN.columns).where(*_conditions(shape)), (_c.last_message_at, _c.id)
    newest_first = shape.sort == "recent"
    if shape.further:
        here, there = tuple_(*key), tuple_(after, bindparam("after_id", type_=Uuid()))
        query = query.where(here < there if newest_first else here > there)
    query = query.order_by(*(each.desc() if newest_first else each for each in key))
    return query.limit(bindparam("most", type_=Integer()))


def _of_tag(shape: _Shape) -> Select[*tuple[Any, ...]]:
    """Walks the tag's own index, which has the order of the list, and looks at each conversation.

    The offset keeps PostgreSQL from turning this round: without statistics it would read all of the person's.
    """
    others = _conditions(replace(shape, tagged=False))
    one = (
        select(*_SHOWN.columns)
        .where(_c.id == _t.conversation_id, *others)
        .correlate(ConversationTag.__table__)
        .offset(0)
        .lateral()
    )
    return (
        select(*(one.c[column.name] for column in _SHOWN.columns))
        .select_from(ConversationTag.__table__)
        .join(one, true())
        .where(_t.tag_id == bindparam("tag", type_=Uuid()), _t.archived == shape.archived)
    )


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
