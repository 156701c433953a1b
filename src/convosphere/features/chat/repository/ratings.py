"""What people think of answers."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.tables import MessageRating


async def put_rating(session: AsyncSession, rating: MessageRating) -> None:
    """Stores it in place of what the person thought before."""
    changing = {
        "value": rating.value,
        "reasons": rating.reasons,
        "comment": rating.comment,
        "updated_at": rating.updated_at,
    }
    key = {
        "organization_id": rating.organization_id,
        "message_id": rating.message_id,
        "person_id": rating.person_id,
    }
    statement = insert(MessageRating).values(**key, **changing)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[MessageRating.message_id, MessageRating.person_id], set_=changing
        )
    )


async def delete_rating(session: AsyncSession, person_id: UUID, message_id: UUID) -> None:
    """Takes it back, if there is one."""
    await session.execute(
        delete(MessageRating).where(MessageRating.person_id == person_id, MessageRating.message_id == message_id)
    )
