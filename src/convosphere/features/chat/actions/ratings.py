"""What people think of answers: each their own, seen by nobody else here."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.errors import NotRateableError
from convosphere.features.chat.schemas import RatingIn
from convosphere.features.chat.tables import Message, MessageRating
from convosphere.features.chat.types import RUNNING, MessageRole
from convosphere.platform.context import Platform


async def rate_answer(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID, *, given: RatingIn
) -> MessageRating:
    """Stores what the actor thinks of an answer, in place of what they thought before.

    Raises:
        NotRateableError: it is no answer, or is still being written.
    """
    message = await _message(session, actor, conversation_id, message_id)
    if message.role != MessageRole.ASSISTANT or message.status in RUNNING:
        raise NotRateableError(field="path.message_id")
    rating = MessageRating(
        organization_id=actor.organization_id,
        message_id=message.id,
        person_id=actor.person_id,
        value=given.value,
        reasons=given.reasons,
        comment=given.comment,
        updated_at=platform.clock.now(),
    )
    await repository.put_rating(session, rating)
    return rating


async def unrate_answer(session: AsyncSession, actor: Actor, conversation_id: UUID, message_id: UUID) -> None:
    """Takes the actor's rating back; none is fine too."""
    message = await _message(session, actor, conversation_id, message_id)
    await repository.delete_rating(session, actor.person_id, message.id)


async def _message(session: AsyncSession, actor: Actor, conversation_id: UUID, message_id: UUID) -> Message:
    actor.require("chat.write")
    await repository.get_conversation(session, actor, conversation_id)
    return await repository.get_message(session, conversation_id, message_id)
