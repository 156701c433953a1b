"""All SQL of the chat. Every read takes whose conversations it may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import RUNNING
from convosphere.platform.database import Page, decode_cursor, encode_cursor
from convosphere.platform.errors import InvalidInputError, NotFoundError

# How far back an answer looks; the context window is fitted later.
HISTORY_MESSAGES = 200


async def list_conversations(
    session: AsyncSession, owner_id: UUID, *, archived: bool, limit: int, cursor: str | None
) -> Page[Conversation]:
    """A page of a person's conversations, newest messages first."""
    query = (
        select(Conversation)
        .where(Conversation.owner_id == owner_id, (Conversation.archived_at.is_(None)) == (not archived))
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(tuple_(Conversation.last_message_at, Conversation.id) < tuple_(*decode_cursor(cursor)))
    rows = (await session.scalars(query)).all()
    more = len(rows) > limit
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1].last_message_at, items[-1].id) if more else None)


async def find_conversation(
    session: AsyncSession, owner_id: UUID, conversation_id: UUID, *, lock: bool = False
) -> Conversation | None:
    """A person's conversation; `lock` keeps others from changing it in this transaction."""
    query = select(Conversation).where(Conversation.id == conversation_id, Conversation.owner_id == owner_id)
    if lock:
        query = query.with_for_update()
    return (await session.scalars(query)).one_or_none()


async def get_conversation(
    session: AsyncSession, owner_id: UUID, conversation_id: UUID, *, lock: bool = False
) -> Conversation:
    """As `find_conversation`.

    Raises:
        NotFoundError: there is none, or it is someone else's.
    """
    conversation = await find_conversation(session, owner_id, conversation_id, lock=lock)
    if conversation is None:
        raise NotFoundError(field="path.conversation_id")
    return conversation


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
            created_at=conversation.created_at,
            updated_at=conversation.updated_at,
            last_message_at=conversation.last_message_at,
        )
        .on_conflict_do_nothing(index_elements=[Conversation.id])
        .returning(Conversation.id)
    )
    return (await session.scalar(statement)) is not None


async def delete_conversation(session: AsyncSession, conversation_id: UUID) -> None:
    """Removes it with its messages."""
    await session.execute(delete(Conversation).where(Conversation.id == conversation_id))


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


async def lock_answer(session: AsyncSession, message_id: UUID) -> Message | None:
    """An answer, for the worker that takes it on."""
    return (await session.scalars(select(Message).where(Message.id == message_id).with_for_update())).one_or_none()


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


async def request_stop(session: AsyncSession, message_id: UUID, at: datetime) -> bool:
    """Marks a running answer to be stopped; says whether it was running."""
    statement = (
        update(Message)
        .where(Message.id == message_id, Message.status.in_(RUNNING))
        .values(stop_requested_at=at)
        .returning(Message.id)
    )
    return (await session.scalar(statement)) is not None


async def release_conversation(
    session: AsyncSession, conversation_id: UUID, message_id: UUID, at: datetime
) -> Conversation | None:
    """The conversation is free for the next question; None if another answer holds it, or it is gone."""
    statement = (
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.running_answer_id == message_id)
        .values(running_answer_id=None, updated_at=at)
        .returning(Conversation)
    )
    return (await session.scalars(statement)).one_or_none()


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A running answer at one moment: its text is what the events up to `event_number` say."""

    message_id: UUID
    attempt: int
    content: str
    reasoning: str
    event_number: int


_SAVE_DRAFTS = text(
    """
    UPDATE messages
       SET content = draft.content, reasoning = NULLIF(draft.reasoning, ''), event_number = draft.event_number
      FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS int[]), CAST(:contents AS text[]),
                  CAST(:reasonings AS text[]), CAST(:numbers AS bigint[]))
           AS draft (id, attempt, content, reasoning, event_number)
     WHERE messages.id = draft.id AND messages.attempt = draft.attempt AND messages.status = 'streaming'
 RETURNING messages.id, messages.stop_requested_at IS NOT NULL
    """
)


async def save_drafts(session: AsyncSession, drafts: Sequence[SavedDraft]) -> dict[UUID, bool]:
    """Saves running answers in one statement.

    Returns:
        For each answer that is still the caller's to write: whether it is to be stopped. One that is missing was
        taken over, has ended, or is gone.
    """
    rows = await session.execute(
        _SAVE_DRAFTS,
        {
            "ids": [draft.message_id for draft in drafts],
            "attempts": [draft.attempt for draft in drafts],
            "contents": [draft.content for draft in drafts],
            "reasonings": [draft.reasoning for draft in drafts],
            "numbers": [draft.event_number for draft in drafts],
        },
    )
    return {row[0]: row[1] for row in rows}
