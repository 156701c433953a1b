"""Answering again beside an answer that has ended, and going on with one that was cut off."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import history_changed, message_event, tell_conversation, tell_lists
from convosphere.features.chat.actions.send.answers import have_written, pending_answers
from convosphere.features.chat.actions.send.place import make_end
from convosphere.features.chat.actions.showing import show_message
from convosphere.features.chat.errors import AnswerRunningError, NotAnswerableError, NotContinuableError
from convosphere.features.chat.schemas import MessageOut
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import RUNNING, Access, MessageRole, MessageStatus
from convosphere.features.models.actions import require_model
from convosphere.platform.context import Platform

CUT_BY_LENGTH = "length"


async def retry_answer(
    session: AsyncSession,
    platform: Platform,
    actor: Actor,
    conversation_id: UUID,
    message_id: UUID,
    *,
    model_id: UUID | None = None,
) -> MessageOut:
    """Another answer to the question of an answer that has ended; the old one stays beside it.

    In a comparison that is open the new answer takes the old one's place.

    Raises:
        NotAnswerableError: the message is no answer to a question, or is still being written.
        AnswerRunningError: another answer is being written in this conversation.
        ModelNotFoundError: there is no such model.
    """
    conversation, old = await _ended_answer(session, actor, conversation_id, message_id)
    if model_id is not None:
        await require_model(session, actor, model_id, field="body.model_id")
    question = await _question_of(session, old)
    if question is None:
        raise NotAnswerableError(field="path.message_id")
    comparison_id = old.comparison_id if old.shown else None
    if comparison_id is None:
        afresh = await make_end(session, conversation, question)
    else:
        afresh = True
        model_id = model_id or old.wanted_model_id
        old.comparison_id, old.shown = None, False
    answers = pending_answers(
        session,
        platform,
        conversation,
        question.id,
        locale=actor.locale,
        models=[model_id or conversation.model_id],
        comparison_id=comparison_id,
    )
    if comparison_id is None or conversation.leaf_id == old.id:
        conversation.leaf_id = answers[0].id
    await session.flush()
    await have_written(session, platform, answers, actor.person_id, api_key_id=actor.api_key_id)
    shown = await show_message(session, answers[0], actor.locale)
    events = [message_event("message.created", shown)]
    if afresh:
        events.append(history_changed(conversation.leaf_id))
    tell_conversation(session, platform.log, conversation.id, events)
    await tell_lists(session, platform, conversation)
    return shown


async def continue_answer(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> MessageOut:
    """Has an answer that was cut off go on behind its text.

    Raises:
        NotAnswerableError: the message is no answer, or is still being written.
        NotContinuableError: it came to its end, or the conversation has gone on behind it.
        AnswerRunningError: another answer is being written in this conversation.
    """
    conversation, answer = await _ended_answer(session, actor, conversation_id, message_id)
    cut_off = answer.status == MessageStatus.STOPPED or answer.finish_reason == CUT_BY_LENGTH
    if not cut_off or await _question_of(session, answer) is None:
        raise NotContinuableError(field="path.message_id")
    if await repository.newest_below(session, conversation.id, answer.id) != answer.id:
        raise NotContinuableError(field="path.message_id")
    afresh = not answer.shown
    if afresh:
        conversation.leaf_id = await repository.show_way_to(session, conversation.id, answer)
    answer.status = MessageStatus.PENDING
    answer.finish_reason = answer.error_code = answer.error_params = None
    answer.stop_requested_at = answer.completed_at = answer.suggestions = None
    conversation.running_answer_id = answer.id
    conversation.updated_at = platform.clock.now()
    await session.flush()
    await have_written(session, platform, [answer], actor.person_id, api_key_id=actor.api_key_id)
    shown = await show_message(session, answer, actor.locale)
    events = [message_event("message.updated", shown)]
    if afresh:
        events.append(history_changed(conversation.leaf_id))
    tell_conversation(session, platform.log, conversation.id, events)
    await tell_lists(session, platform, conversation)
    return shown


async def _ended_answer(
    session: AsyncSession, actor: Actor, conversation_id: UUID, message_id: UUID
) -> tuple[Conversation, Message]:
    actor.require("chat.write")
    conversation = await repository.get_conversation(session, actor, conversation_id, need=Access.WRITER, lock=True)
    answer = await repository.get_message(session, conversation.id, message_id)
    if answer.role != MessageRole.ASSISTANT or answer.status in RUNNING:
        raise NotAnswerableError(field="path.message_id")
    if conversation.running_answer_id is not None:
        raise AnswerRunningError
    return conversation, answer


async def _question_of(session: AsyncSession, answer: Message) -> Message | None:
    """The question that an answer answers; None: it was deleted."""
    if answer.parent_id is None:
        return None
    parent = await repository.get_message(session, answer.conversation_id, answer.parent_id)
    return parent if parent.role == MessageRole.USER else None
