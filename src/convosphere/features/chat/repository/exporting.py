"""What an export reads. Temporary conversations do not exist for it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import Conversation, Message, MessageRating
from convosphere.features.chat.types import ExportScope


def _conditions(owner_id: UUID, scope: ExportScope) -> list[ColumnElement[bool]]:
    found = [Conversation.owner_id == owner_id, Conversation.temporary.is_(False)]
    if scope.conversation_ids is not None:
        found.append(Conversation.id.in_(scope.conversation_ids))
    if scope.folder_ids is not None:
        found.append(Conversation.folder_id.in_(scope.folder_ids))
    return found


async def count_exportable(session: AsyncSession, owner_id: UUID, scope: ExportScope) -> int:
    """How many of a person's conversations a scope has."""
    query = select(func.count()).select_from(Conversation).where(*_conditions(owner_id, scope))
    return await session.scalar(query) or 0


async def exportable_ids(
    session: AsyncSession, owner_id: UUID, scope: ExportScope, after: UUID | None, most: int
) -> Sequence[UUID]:
    """The next conversations of a scope behind one, by id."""
    query = select(Conversation.id).where(*_conditions(owner_id, scope)).order_by(Conversation.id).limit(most)
    if after is not None:
        query = query.where(Conversation.id > after)
    return (await session.scalars(query)).all()


async def find_exportable(session: AsyncSession, owner_id: UUID, conversation_id: UUID) -> Conversation | None:
    """A person's conversation, unless it went meanwhile."""
    scope = ExportScope(conversation_ids=(conversation_id,))
    return (await session.scalars(select(Conversation).where(*_conditions(owner_id, scope)))).one_or_none()


async def all_messages(session: AsyncSession, conversation_id: UUID) -> Sequence[Message]:
    """Every message of every branch, in the order of arrival."""
    query = select(Message).where(Message.conversation_id == conversation_id).order_by(Message.position)
    return (await session.scalars(query)).all()


async def ratings_in(session: AsyncSession, person_id: UUID, conversation_id: UUID) -> dict[UUID, MessageRating]:
    """A person's ratings in a conversation, by message."""
    query = (
        select(MessageRating)
        .join(Message, Message.id == MessageRating.message_id)
        .where(Message.conversation_id == conversation_id, MessageRating.person_id == person_id)
    )
    return {row.message_id: row for row in (await session.scalars(query)).all()}
