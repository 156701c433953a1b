"""Messages that stay in the context of models: everybody who may write decides, and all see it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import message_event, tell_conversation
from convosphere.features.chat.actions.showing import show_message
from convosphere.features.chat.errors import AnswerRunningError, TooManyPinsError
from convosphere.features.chat.schemas import MessageOut
from convosphere.features.chat.types import RUNNING, Access
from convosphere.platform.context import Platform


async def pin_message(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID, *, pinned: bool
) -> MessageOut:
    """Keeps a message in the context, or lets go of it; what is so already stays so, and nobody is told.

    Raises:
        NotFoundError: there is no such conversation for the actor, or no such message in it.
        AnswerRunningError: it is still being written.
        TooManyPinsError: as many are kept as may.
    """
    actor.require("chat.write")
    reached = await repository.reach_conversation(session, actor, conversation_id, need=Access.WRITER, lock=True)
    message = await repository.get_message(session, reached.conversation.id, message_id)
    changed = message.pinned != pinned
    if changed and pinned:
        if message.status in RUNNING:
            raise AnswerRunningError
        if await repository.count_pinned(session, conversation_id) >= repository.MOST_PINS:
            raise TooManyPinsError(limit=repository.MOST_PINS)
    message.pinned = pinned
    await session.flush()
    shown = await show_message(session, message, actor.locale)
    if changed:
        tell_conversation(session, platform.log, conversation_id, [message_event("message.updated", shown)])
    return shown
