"""Messages in the database; the caller has checked whose conversation it is."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Message
from convosphere.features.chat.types import MessageRole
from convosphere.platform.errors import NotFoundError

# How far back an answer looks; the context window is fitted later.
HISTORY_MESSAGES = 200


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


_SOME = select(Message).where(Message.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))


async def find_by_ids(session: AsyncSession, message_ids: Sequence[UUID]) -> dict[UUID, Message]:
    """As `find_by_id`, several at once; those that are not there are missing."""
    if not message_ids:
        return {}
    return {row.id: row for row in await session.scalars(_SOME, {"ids": list(message_ids)})}


# Written out: the query builder takes longer to build a recursive query than PostgreSQL to answer it. A parent always
# came before its child; the condition on the position also ends any cycle that bad data could hold.
# `OFFSET 0` makes each step one look into the index. What lies further back than the branch is followed is looked at
# only for pinned messages, on the branch that is shown.
_HISTORY = text(
    """
    WITH RECURSIVE branch AS (
        SELECT id, parent_id, position, role, content, pinned, 1 AS number
          FROM messages WHERE id = :leaf AND conversation_id = :conversation
         UNION ALL
        SELECT parent.id, parent.parent_id, parent.position, parent.role, parent.content, parent.pinned,
               branch.number + 1
          FROM branch CROSS JOIN LATERAL (
               SELECT id, parent_id, conversation_id, position, role, content, pinned FROM messages
                WHERE messages.id = branch.parent_id OFFSET 0) AS parent
         WHERE parent.conversation_id = :conversation AND parent.position < branch.position
           AND branch.number < :most)
    SELECT id, role, content, pinned, false AS apart, position,
           role = 'user' AND (SELECT true FROM message_attachments WHERE message_id = branch.id LIMIT 1) IS NOT NULL
      FROM branch
     UNION ALL
    SELECT id, role, content, true, true, position,
           role = 'user' AND (SELECT true FROM message_attachments WHERE message_id = messages.id LIMIT 1) IS NOT NULL
      FROM messages
     WHERE conversation_id = :conversation AND pinned AND shown
       AND position < (SELECT min(position) FROM branch) AND (SELECT count(*) FROM branch) = :most
     ORDER BY position
    """
)


class Past(NamedTuple):
    """A message of a branch. `apart`: it lies further back than the branch was followed. `carries`: it has files."""

    id: UUID
    role: str
    content: str
    pinned: bool
    apart: bool
    carries: bool


async def history(session: AsyncSession, conversation_id: UUID, leaf_id: UUID) -> list[Past]:
    """The branch that ends in `leaf_id`, oldest first, at most `HISTORY_MESSAGES`; and before them what is pinned of
    what came earlier.
    """
    rows = await session.execute(_HISTORY, {"leaf": leaf_id, "conversation": conversation_id, "most": HISTORY_MESSAGES})
    return [Past(row[0], row[1], row[2], row[3], row[4], row[6]) for row in rows]


# Whoever wants more has misunderstood what they are for; each answer pays for all of them.
MOST_PINS = 50


async def count_pinned(session: AsyncSession, conversation_id: UUID) -> int:
    """How many messages of a conversation are pinned, on all its branches."""
    query = select(func.count()).where(Message.conversation_id == conversation_id, Message.pinned)
    return (await session.scalars(query)).one()


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
