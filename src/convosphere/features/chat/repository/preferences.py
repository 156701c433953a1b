"""What people and organisations want of the chat."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import ChatPreference


async def list_preferences(session: AsyncSession, subject_ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Whether people, or the organisation for all of them, want suggestions; who never said is missing."""
    query = select(ChatPreference).where(ChatPreference.subject_id.in_(subject_ids))
    return {row.subject_id: row.suggestions for row in await session.scalars(query)}


async def put_preference(session: AsyncSession, organization_id: UUID, subject_id: UUID, *, suggestions: bool) -> None:
    """What a person wants from now on, or what holds for the organisation."""
    statement = insert(ChatPreference).values(
        organization_id=organization_id, subject_id=subject_id, suggestions=suggestions
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[ChatPreference.organization_id, ChatPreference.subject_id],
            set_={"suggestions": suggestions},
        )
    )
