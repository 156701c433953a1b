"""What could be asked next, by a small model."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import Gateway
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import message_event, tell_conversation
from convosphere.features.chat.actions.showing import show_answer
from convosphere.features.chat.actions.small.asking import SmallTask, Subject, ask_small_model
from convosphere.features.chat.rules import suggestions_said
from convosphere.features.chat.types import AnswerKey, MessageStatus
from convosphere.features.models.types import Purpose
from convosphere.platform.context import Platform


async def suggest_questions(
    platform: Platform, gateway: Gateway, key: AnswerKey, person_id: UUID, subject: Subject
) -> None:
    """Asks for suggestions and keeps them with the answer, unless the conversation has gone on meanwhile."""

    async def keep(session: AsyncSession, said: str) -> None:
        # Locked in the order in which everybody does.
        conversation = await repository.lock_conversation(session, key.conversation_id)
        held = await repository.lock_answer(session, key.message_id)
        if conversation is None or held is None or held.answer.status != MessageStatus.COMPLETED:
            return
        answer = held.answer
        if conversation.leaf_id != answer.id:
            return
        # None found is kept, too: it was asked for.
        answer.suggestions = suggestions_said(said)
        await session.flush()
        if answer.suggestions:
            shown = await show_answer(session, answer, beside=held.beside)
            tell_conversation(session, platform.log, conversation.id, [message_event("message.updated", shown)])

    await ask_small_model(platform, gateway, SmallTask(key, person_id, Purpose.SUGGESTIONS), subject, keep)
