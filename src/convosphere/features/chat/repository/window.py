"""Pages of the branch that is shown; the caller has checked whose conversation it is.

Opening a chat is asked for by everybody all day: the statements are built once, rows are values to read, and what most
messages do not have (something beside them, files) is only looked for where a page says that it is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, Uuid, and_, bindparam, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Message, MessageRating
from convosphere.features.chat.tables.attachments import MessageAttachment
from convosphere.platform.database import Plain
from convosphere.platform.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a page has it: to read, not to change."""

    message: Message
    # Its reader's.
    rating: MessageRating | None
    # Whether another message lies beside it, and whether it carries files.
    beside: bool
    carries: bool


@dataclass(frozen=True, slots=True)
class MessageWindow:
    """A piece of the shown branch, oldest first; and where older and newer messages begin, if there are any."""

    rows: Sequence[Shown]
    older: str | None
    newer: str | None

    @property
    def items(self) -> list[Message]:
        """The messages alone."""
        return [row.message for row in self.rows]


@dataclass(frozen=True, slots=True)
class Reading:
    """Which conversation is read, and by whom."""

    conversation_id: UUID
    reader_id: UUID


async def list_messages(
    session: AsyncSession, reading: Reading, *, limit: int, older: str | None = None, newer: str | None = None
) -> MessageWindow:
    """The newest messages of the shown branch, or those before `older`, or those behind `newer`."""
    if newer is not None:
        found = await _after(session, reading, _position(newer, "query.newer"), limit + 1)
        rows = found[:limit]
        return MessageWindow(rows, _place(rows[0]) if rows else newer, _place(rows[-1]) if len(found) > limit else None)
    start = None if older is None else _position(older, "query.cursor")
    found = await _before(session, reading, start, limit + 1)
    rows = found[:limit][::-1]
    end = None if older is None else _place(rows[-1]) if rows else older
    return MessageWindow(rows, _place(rows[0]) if len(found) > limit else None, end)


async def list_around(session: AsyncSession, reading: Reading, message: Message, *, limit: int) -> MessageWindow:
    """A shown message in the middle of what comes before and behind it."""
    before = await _before(session, reading, message.position, limit // 2 + 1)
    # From the message itself on.
    after = await _after(session, reading, message.position - 1, limit - limit // 2 + 1)
    rows = [*before[: limit // 2][::-1], *after[: limit - limit // 2]]
    return MessageWindow(
        rows,
        _place(rows[0]) if len(before) > limit // 2 else None,
        _place(rows[-1]) if len(after) > limit - limit // 2 else None,
    )


_message = Plain(Message, without=("stop_requested_at",))
_rating = Plain(MessageRating)
_Which = Literal["newest", "before", "after"]


@lru_cache(maxsize=3)
def _page(which: _Which) -> Select[*tuple[Any, ...]]:
    m, r, a = Message.__table__.c, MessageRating.__table__.c, MessageAttachment.__table__.c
    b = Message.__table__.alias("neighbour").c

    def exists(*where: ColumnElement[bool]) -> ColumnElement[bool]:
        # With a limit, it is one look into an index for each row of the page; PostgreSQL would read all there are of
        # the organisation first, if it took the whole conversation to be asked for.
        return func.coalesce(select(true()).where(*where).limit(1).scalar_subquery(), False)

    alike = (b.conversation_id == m.conversation_id, b.role == m.role, b.id != m.id)
    beside = or_(
        exists(b.parent_id == m.parent_id, *alike),
        and_(m.parent_id.is_(None), exists(b.parent_id.is_(None), *alike)),
    )
    own = and_(r.message_id == m.id, r.person_id == bindparam("reader", type_=Uuid()))
    query: Select[*tuple[Any, ...]] = (
        select(*_message.columns, *_rating.columns, beside, exists(a.message_id == m.id))
        .select_from(Message.__table__.outerjoin(MessageRating.__table__, own))
        .where(m.conversation_id == bindparam("conversation", type_=Uuid()), m.shown)
        .limit(bindparam("most", type_=Integer()))
    )
    place: ColumnElement[int] = bindparam("place", type_=BigInteger())
    if which == "after":
        return query.where(m.position > place).order_by(m.position)
    return (query if which == "newest" else query.where(m.position < place)).order_by(m.position.desc())


async def _before(session: AsyncSession, reading: Reading, position: int | None, most: int) -> list[Shown]:
    return await _read(session, "newest" if position is None else "before", reading, position, most)


async def _after(session: AsyncSession, reading: Reading, position: int, most: int) -> list[Shown]:
    return await _read(session, "after", reading, position, most)


async def _read(session: AsyncSession, which: _Which, reading: Reading, position: int | None, most: int) -> list[Shown]:
    values = {
        "conversation": reading.conversation_id,
        "reader": reading.reader_id,
        "place": position,
        "most": most,
    }
    first, end = len(_message.columns), len(_message.columns) + len(_rating.columns)
    found = []
    for row in await session.execute(_page(which), values):
        # An outer join: without a rating all its columns are missing.
        rating = None if row[first] is None else _rating.one(row[first:end])
        found.append(Shown(_message.one(row[:first]), rating, row[end], row[end + 1]))
    return found


def _place(row: Shown) -> str:
    return str(row.message.position)


def _position(cursor: str, field: str) -> int:
    if not cursor.isdecimal() or len(cursor) > 18:  # noqa: PLR2004 - the digits of a bigint
        raise InvalidInputError(field=field, reason="invalid_cursor")
    return int(cursor)
