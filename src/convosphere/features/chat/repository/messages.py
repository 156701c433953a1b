"""Messages in the database; the caller has checked whose conversation it is."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Message
from convosphere.platform.database import Page
from convosphere.platform.errors import InvalidInputError, NotFoundError

# How far back an answer looks; the context window is fitted later.
HISTORY_MESSAGES = 200


async def list_messages(
    session: AsyncSession, conversation_id: UUID, *, limit: int, cursor: str | None
) -> Page[Message]:
    """The newest messages before `cursor`, oldest first."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.position.desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        if not cursor.isdecimal() or len(cursor) > 18:  # noqa: PLR2004 - the digits of a bigint
            raise InvalidInputError(field="query.cursor", reason="invalid_cursor")
        query = query.where(Message.position < int(cursor))
    rows = (await session.scalars(query)).all()
    more = len(rows) > limit
    items = list(reversed(rows[:limit]))
    return Page(items, str(items[0].position) if more else None)


async def find_message(session: AsyncSession, conversation_id: UUID, message_id: UUID) -> Message | None:
    """A message of a conversation that the caller has checked."""
    query = select(Message).where(Message.id == message_id, Message.conversation_id == conversation_id)
    return (await session.scalars(query)).one_or_none()


async def get_message(session: AsyncSession, conversation_id: UUID, message_id: UUID) -> Message:
    """As `find_message`.

    Raises:
        NotFoundError: there is none in this conversation.
    """
    message = await find_message(session, conversation_id, message_id)
    if message is None:
        raise NotFoundError(field="path.message_id")
    return message


async def find_answer_to(session: AsyncSession, conversation_id: UUID, question_id: UUID) -> Message | None:
    """The first answer to a question."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.parent_id == question_id)
        .order_by(Message.position)
        .limit(1)
    )
    return (await session.scalars(query)).one_or_none()


async def find_by_id(session: AsyncSession, message_id: UUID) -> Message | None:
    """A message of any conversation of the organisation; the caller checks whose it is."""
    return (await session.scalars(select(Message).where(Message.id == message_id))).one_or_none()


# Written out: the query builder takes longer to build a recursive query than PostgreSQL to answer it. A parent always
# came before its child; the condition on the position also ends any cycle that bad data could hold.
_HISTORY = text(
    """
    WITH RECURSIVE branch AS (
        SELECT id, parent_id, position, role, content
          FROM messages WHERE id = :leaf AND conversation_id = :conversation
         UNION ALL
        SELECT parent.id, parent.parent_id, parent.position, parent.role, parent.content
          FROM branch
          JOIN messages parent ON parent.id = branch.parent_id
         WHERE parent.conversation_id = :conversation AND parent.position < branch.position)
    SELECT role, content FROM branch ORDER BY position DESC LIMIT :most
    """
)


async def history(session: AsyncSession, conversation_id: UUID, leaf_id: UUID) -> list[tuple[str, str]]:
    """Role and text of the branch that ends in `leaf_id`, oldest first, at most `HISTORY_MESSAGES`."""
    rows = await session.execute(_HISTORY, {"leaf": leaf_id, "conversation": conversation_id, "most": HISTORY_MESSAGES})
    return [(row[0], row[1]) for row in reversed(rows.all())]
