"""Sending a question: answered at once, or it waits."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.attachments import require_files, show_queued
from convosphere.features.chat.actions.send.asked import Asked
from convosphere.features.chat.actions.send.begin import begin_question
from convosphere.features.chat.actions.send.limits import require_length
from convosphere.features.chat.actions.send.queueing import enqueue
from convosphere.features.chat.actions.showing import show_messages
from convosphere.features.chat.actions.together.rights import require_authorship
from convosphere.features.chat.errors import AnswerRunningError, IdTakenError
from convosphere.features.chat.schemas import MessageCreate, MessageSent, QueuedQuestionOut
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import Access, MessageRole, WhenBusy
from convosphere.features.models.actions import require_model
from convosphere.platform.context import Platform


async def send_message(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, wanted: MessageCreate
) -> MessageSent:
    """The question and what is on its way, or the question as it waits; what exists if this id was sent before.

    Raises:
        NotFoundError: no such conversation, no such parent in it, or no such model.
        AnswerRunningError: an answer is being written here, and the question does not want to wait.
        ConversationOwnerOnlyError: it edits what somebody else wrote.
        MessageTooLongError, IdTakenError, QueueFullError, AttachmentError: see there.
    """
    actor.require("chat.write")
    require_length(platform, wanted.content)
    reached = await repository.reach_conversation(session, actor, conversation_id, need=Access.WRITER, lock=True)
    conversation = reached.conversation
    # Held to the end: who looks for one of these again finds it in the session.
    at_hand = await repository.find_by_ids(session, _needed(conversation, wanted))
    if wanted.id is not None:
        known = await _sent_before(session, actor, conversation, wanted.id, at_hand.get(wanted.id))
        if known is not None:
            return known
    busy = conversation.running_answer_id is not None
    if busy and wanted.when_busy is WhenBusy.REFUSE:
        raise AnswerRunningError
    await _require_models(session, actor, conversation, wanted)
    if wanted.edits is not None and reached.access is not Access.OWNER:
        edited = await repository.get_message(session, conversation.id, wanted.edits, field="body.edits")
        require_authorship(reached, actor, edited.author_id)
    await require_files(session, actor.person_id, wanted.attachment_ids)
    asked = Asked.by(actor, wanted)
    if busy:
        return _queued(await enqueue(session, platform, conversation, asked, steer=wanted.when_busy is WhenBusy.STEER))
    return await begin_question(session, platform, conversation, asked)


async def _require_models(
    session: AsyncSession, actor: Actor, conversation: Conversation, wanted: MessageCreate
) -> None:
    if wanted.model_id is not None and wanted.model_id != conversation.model_id:
        await require_model(session, actor, wanted.model_id, field="body.model_id")
    for place, model_id in enumerate(wanted.model_ids):
        await require_model(session, actor, model_id, field=f"body.model_ids.{place}")


def _needed(conversation: Conversation, wanted: MessageCreate) -> list[UUID]:
    """What may stand under the question's id already, and what it follows."""
    follows = conversation.leaf_id if wanted.parent_id is None and wanted.edits is None else None
    return [each for each in (wanted.id, follows) if each is not None]


async def _sent_before(
    session: AsyncSession, actor: Actor, conversation: Conversation, message_id: UUID, question: Message | None
) -> MessageSent | None:
    if question is None:
        waiting = None
        if conversation.running_answer_id is not None:
            waiting = await repository.find_queued(session, message_id)
        if waiting is None:
            return None
        if waiting.conversation_id != conversation.id:
            raise IdTakenError(field="body.id")
        return _queued((await show_queued(session, [waiting], actor.locale))[0])
    if question.conversation_id != conversation.id or question.role != MessageRole.USER:
        raise IdTakenError(field="body.id")
    answers = await repository.first_answers_to(session, conversation.id, message_id)
    shown = await show_messages(session, conversation.id, [question, *answers], actor.locale)
    return MessageSent(question=shown[0], answer=shown[1] if answers else None, answers=shown[1:], queued=None)


def _queued(question: QueuedQuestionOut) -> MessageSent:
    return MessageSent(question=None, answer=None, answers=[], queued=question)
