"""Conversations in the database. Every read takes whose conversations it may see."""

from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation
from convosphere.platform.database import Page, decode_cursor, encode_cursor
from convosphere.platform.errors import NotFoundError


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
