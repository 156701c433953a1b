"""A question comes in: stored together with its pending answer and the job that will write it."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import message_event, tell_conversation, tell_owner
from convosphere.features.chat.errors import (
    AnswerRunningError,
    IdTakenError,
    MessageTooLongError,
    NotAnswerableError,
)
from convosphere.features.chat.rules import title_from
from convosphere.features.chat.schemas import MessageCreate
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import RUNNING, MessageRole, MessageStatus
from convosphere.features.models.actions import require_model
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError
from convosphere.platform.ids import new_id

ANSWER_JOB = "chat.answer"


async def send_message(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, wanted: MessageCreate
) -> tuple[Message, Message]:
    """The question and its answer on the way; the ones that exist if this id was sent before.

    Raises:
        NotFoundError: no such conversation, no such parent in it, or no such model.
        AnswerRunningError: an answer is being written here.
        MessageTooLongError, IdTakenError: see there.
    """
    actor.require("chat.write")
    limit = platform.settings.limits.message_characters
    if len(wanted.content) > limit:
        raise MessageTooLongError(field="body.content", limit=limit, given=len(wanted.content))
    conversation = await repository.get_conversation(session, actor.person_id, conversation_id, lock=True)
    if wanted.id is not None:
        known = await _sent_before(session, conversation.id, wanted.id)
        if known is not None:
            return known
    if conversation.running_answer_id is not None:
        raise AnswerRunningError
    parent_id = await _parent(session, conversation, wanted.parent_id)
    question = Message(
        id=wanted.id or new_id(),
        organization_id=actor.organization_id,
        conversation_id=conversation.id,
        parent_id=parent_id,
        role=MessageRole.USER,
        status=MessageStatus.COMPLETED,
        content=wanted.content,
        author_id=actor.person_id,
        author_name=actor.name,
        created_at=platform.clock.now(),
        completed_at=platform.clock.now(),
    )
    session.add(question)
    if not conversation.title:
        conversation.title = title_from(question.content)
    conversation.last_message_at = question.created_at
    if wanted.model_id is not None and wanted.model_id != conversation.model_id:
        await require_model(session, actor.organization_id, wanted.model_id, field="body.model_id")
        conversation.model_id = wanted.model_id
    answer = await _begin_answer(session, platform, actor, conversation, question)
    return question, answer


async def retry_answer(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> Message:
    """Another answer to the question of an answer that has ended; the old one stays beside it.

    Raises:
        NotAnswerableError: the message is no answer, or is still being written.
        AnswerRunningError: another answer is being written in this conversation.
    """
    actor.require("chat.write")
    conversation = await repository.get_conversation(session, actor.person_id, conversation_id, lock=True)
    old = await repository.get_message(session, conversation.id, message_id)
    if old.role != MessageRole.ASSISTANT or old.status in RUNNING or old.parent_id is None:
        raise NotAnswerableError(field="path.message_id")
    if conversation.running_answer_id is not None:
        raise AnswerRunningError
    question = await repository.get_message(session, conversation.id, old.parent_id)
    return await _begin_answer(session, platform, actor, conversation, question, tell_question=False)


async def _sent_before(
    session: AsyncSession, conversation_id: UUID, message_id: UUID
) -> tuple[Message, Message] | None:
    question = await repository.find_by_id(session, message_id)
    if question is None:
        return None
    if question.conversation_id != conversation_id or question.role != MessageRole.USER:
        raise IdTakenError(field="body.id")
    answer = await repository.find_answer_to(session, conversation_id, message_id)
    if answer is None:
        raise IdTakenError(field="body.id")
    return question, answer


async def _parent(session: AsyncSession, conversation: Conversation, wanted: UUID | None) -> UUID | None:
    if wanted is None:
        return conversation.leaf_id
    parent = await repository.find_message(session, conversation.id, wanted)
    if parent is None or parent.role != MessageRole.ASSISTANT:
        raise NotFoundError(field="body.parent_id")
    return parent.id


async def _begin_answer(
    session: AsyncSession,
    platform: Platform,
    actor: Actor,
    conversation: Conversation,
    question: Message,
    *,
    tell_question: bool = True,
) -> Message:
    answer = Message(
        id=new_id(),
        organization_id=actor.organization_id,
        conversation_id=conversation.id,
        parent_id=question.id,
        role=MessageRole.ASSISTANT,
        status=MessageStatus.PENDING,
        content="",
        created_at=platform.clock.now(),
        model_id=conversation.model_id,
        locale=actor.locale,
        attempt=0,
        event_number=0,
    )
    session.add(answer)
    conversation.leaf_id = answer.id
    conversation.running_answer_id = answer.id
    conversation.updated_at = answer.created_at
    try:
        await session.flush()
    except IntegrityError as error:
        # The id names a message that the database hides: another organisation's.
        raise IdTakenError(field="body.id") from error
    await platform.jobs.defer(
        session,
        ANSWER_JOB,
        organization_id=str(answer.organization_id),
        conversation_id=str(conversation.id),
        message_id=str(answer.id),
        person_id=str(actor.person_id),
    )
    shown = [question, answer] if tell_question else [answer]
    events = [message_event("message.created", message, actor.locale) for message in shown]
    tell_conversation(session, platform.log, conversation.id, events)
    tell_owner(session, platform.log, conversation, "conversation.updated")
    return answer


__all__ = ["ANSWER_JOB", "retry_answer", "send_message"]
