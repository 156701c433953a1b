"""Messages in the database; the caller has checked whose conversation it is."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Message, MessageRating
from convosphere.features.chat.types import MessageRole
from convosphere.platform.errors import InvalidInputError, NotFoundError

# How far back an answer looks; the context window is fitted later.
HISTORY_MESSAGES = 200


Rows = list[tuple[Message, MessageRating | None]]


@dataclass(frozen=True, slots=True)
class MessageWindow:
    """A piece of the shown branch, oldest first, each message with its reader's rating; and where older and newer
    messages begin, if there are any.
    """

    rows: Rows
    older: str | None
    newer: str | None

    @property
    def items(self) -> list[Message]:
        """The messages alone."""
        return [message for message, _ in self.rows]


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


async def _before(session: AsyncSession, reading: Reading, position: int | None, most: int) -> Rows:
    query = _shown(reading).order_by(Message.position.desc()).limit(most)
    if position is not None:
        query = query.where(Message.position < position)
    return [(row[0], row[1]) for row in await session.execute(query)]


async def _after(session: AsyncSession, reading: Reading, position: int, most: int) -> Rows:
    query = _shown(reading).where(Message.position > position).order_by(Message.position).limit(most)
    return [(row[0], row[1]) for row in await session.execute(query)]


def _shown(reading: Reading) -> Select[Message, MessageRating]:
    own = (MessageRating.message_id == Message.id) & (MessageRating.person_id == reading.reader_id)
    query = select(Message, MessageRating).outerjoin(MessageRating, own)
    return query.where(Message.conversation_id == reading.conversation_id, Message.shown)


def _place(row: tuple[Message, MessageRating | None]) -> str:
    return str(row[0].position)


def _position(cursor: str, field: str) -> int:
    if not cursor.isdecimal() or len(cursor) > 18:  # noqa: PLR2004 - the digits of a bigint
        raise InvalidInputError(field=field, reason="invalid_cursor")
    return int(cursor)


async def find_message(session: AsyncSession, conversation_id: UUID, message_id: UUID) -> Message | None:
    """A message of a conversation that the caller has checked."""
    query = select(Message).where(Message.id == message_id, Message.conversation_id == conversation_id)
    return (await session.scalars(query)).one_or_none()


async def get_message(
    session: AsyncSession, conversation_id: UUID, message_id: UUID, *, field: str = "path.message_id"
) -> Message:
    """As `find_message`; `field` names the input to blame.

    Raises:
        NotFoundError: there is none in this conversation.
    """
    message = await find_message(session, conversation_id, message_id)
    if message is None:
        raise NotFoundError(field=field)
    return message


async def first_answers_to(session: AsyncSession, conversation_id: UUID, question_id: UUID) -> list[Message]:
    """The first answer to a question; of a comparison that is still open all its answers."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.parent_id == question_id)
        .order_by(Message.position)
    )
    rows = (await session.scalars(query)).all()
    return [row for row in rows if row is rows[0] or (row.comparison_id and row.comparison_id == rows[0].comparison_id)]


async def find_by_id(session: AsyncSession, message_id: UUID) -> Message | None:
    """A message of any conversation of the organisation; the caller checks whose it is."""
    return (await session.scalars(select(Message).where(Message.id == message_id))).one_or_none()


# Written out: the query builder takes longer to build a recursive query than PostgreSQL to answer it. A parent always
# came before its child; the condition on the position also ends any cycle that bad data could hold.
# `OFFSET 0` makes each step one look into the index.
_HISTORY = text(
    """
    WITH RECURSIVE branch AS (
        SELECT id, parent_id, position, role, content, 1 AS number
          FROM messages WHERE id = :leaf AND conversation_id = :conversation
         UNION ALL
        SELECT parent.id, parent.parent_id, parent.position, parent.role, parent.content, branch.number + 1
          FROM branch CROSS JOIN LATERAL (
               SELECT id, parent_id, conversation_id, position, role, content FROM messages
                WHERE messages.id = branch.parent_id OFFSET 0) AS parent
         WHERE parent.conversation_id = :conversation AND parent.position < branch.position
           AND branch.number < :most)
    SELECT id, role, content FROM branch ORDER BY position DESC
    """
)


async def history(session: AsyncSession, conversation_id: UUID, leaf_id: UUID) -> list[tuple[UUID, str, str]]:
    """Id, role and text of the branch that ends in `leaf_id`, oldest first, at most `HISTORY_MESSAGES`."""
    rows = await session.execute(_HISTORY, {"leaf": leaf_id, "conversation": conversation_id, "most": HISTORY_MESSAGES})
    return [(row[0], row[1], row[2]) for row in reversed(rows.all())]


async def count_questions_before(session: AsyncSession, conversation_id: UUID, message_id: UUID) -> int:
    """How many questions of the shown branch came before one of its messages."""
    position = select(Message.position).where(Message.id == message_id).scalar_subquery()
    query = select(func.count()).where(
        Message.conversation_id == conversation_id,
        Message.shown,
        Message.role == MessageRole.USER,
        Message.position < position,
    )
    return (await session.scalars(query)).one()
