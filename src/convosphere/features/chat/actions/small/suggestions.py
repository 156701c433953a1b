"""What could be asked next, by a small model."""

from uuid import UUID

from convosphere.engines.llm import Gateway
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import message_event, tell_conversation
from convosphere.features.chat.actions.showing import show_message
from convosphere.features.chat.actions.small.asking import SmallTask, ask_small_model
from convosphere.features.chat.rules import suggestions_said
from convosphere.features.chat.types import AnswerKey, MessageStatus
from convosphere.features.models.types import Purpose
from convosphere.platform.context import Platform


async def suggest_questions(platform: Platform, gateway: Gateway, key: AnswerKey, person_id: UUID) -> None:
    """Asks for suggestions and keeps them with the answer, unless the conversation has gone on meanwhile."""
    said = await ask_small_model(platform, gateway, SmallTask(key, person_id, Purpose.SUGGESTIONS))
    found = suggestions_said(said or "")
    if not found:
        return
    async with platform.database.transaction(key.organization_id) as session:
        # Locked in the order in which everybody does.
        conversation = await repository.lock_conversation(session, key.conversation_id)
        answer = await repository.lock_answer(session, key.message_id)
        if conversation is None or answer is None or answer.status != MessageStatus.COMPLETED:
            return
        if conversation.leaf_id != answer.id:
            return
        answer.suggestions = found
        await session.flush()
        shown = await show_message(session, answer, answer.locale or "en")
        tell_conversation(session, platform.log, conversation.id, [message_event("message.updated", shown)])
