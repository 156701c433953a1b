"""Stopping an answer wherever it is being written."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.showing import show_message
from convosphere.features.chat.schemas import MessageOut
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import Access
from convosphere.platform.context import Platform
from convosphere.platform.events import after_commit

STOP_SIGNAL = "answer.stop"


async def stop_answer(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> MessageOut:
    """Asks the worker that writes the answer to stop; what is written so far stays. Twice does no harm.

    The worker hears the signal at once; should it be lost, it finds the mark at its next checkpoint.
    """
    actor.require("chat.write")
    await repository.get_conversation(session, actor, conversation_id, need=Access.WRITER)
    message = await repository.get_message(session, conversation_id, message_id)
    if await repository.request_stop(session, message_id, platform.clock.now()):
        signal_stop(session, platform, message_id)
    return await show_message(session, message, actor.locale)


async def stop_running(session: AsyncSession, platform: Platform, conversation: Conversation) -> None:
    """Asks for the end of everything that is being written in a locked conversation."""
    if conversation.running_answer_id is None:
        return
    for message_id in await repository.running_answers(session, conversation.id, conversation.running_answer_id):
        if await repository.request_stop(session, message_id, platform.clock.now()):
            signal_stop(session, platform, message_id)


def signal_stop(session: AsyncSession, platform: Platform, message_id: UUID) -> None:
    """Tells every process after the commit; the one that writes the answer acts."""

    async def signal() -> None:
        await platform.control.publish(STOP_SIGNAL, message_id=str(message_id))

    after_commit(session, signal)
