"""A question comes in: stored together with its pending answers and the jobs that will write them."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat import repository
from convosphere.features.chat.actions.attachments import attach_files
from convosphere.features.chat.actions.notify import News, history_changed, message_event, tell_conversation, tell_lists
from convosphere.features.chat.actions.present import present_message
from convosphere.features.chat.actions.send.answers import have_written, pending_answers
from convosphere.features.chat.actions.send.asked import Asked
from convosphere.features.chat.actions.send.place import find_parent, make_end
from convosphere.features.chat.errors import IdTakenError
from convosphere.features.chat.rules import title_from, title_of_file
from convosphere.features.chat.schemas import MessageSent, Siblings
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import MessageRole, MessageStatus
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id


async def begin_question(
    session: AsyncSession, platform: Platform, conversation: Conversation, asked: Asked
) -> MessageSent:
    """Puts a question to a locked conversation that is free.

    Raises:
        NotFoundError: there is no such parent, or nothing such to edit.
        IdTakenError: the id names a message that the database hides: another organisation's.
    """
    parent = await find_parent(session, conversation, parent_id=asked.parent_id, edits=asked.edits)
    alone = (None if parent is None else parent.id) == conversation.leaf_id
    afresh = await make_end(session, conversation, parent)
    question = _question(platform, conversation, asked, None if parent is None else parent.id)
    session.add(question)
    if asked.model_id is not None:
        conversation.model_id = asked.model_id
    if not conversation.title:
        conversation.title = title_from(question.content)
    conversation.last_message_at = question.created_at
    answers = pending_answers(
        session,
        platform,
        conversation,
        question.id,
        locale=asked.locale,
        models=asked.model_ids or [conversation.model_id],
        comparison_id=new_id() if asked.model_ids else None,
    )
    conversation.leaf_id = answers[0].id
    try:
        await session.flush()
    except IntegrityError as error:
        raise IdTakenError(field="body.id") from error
    attachments = await attach_files(session, question, asked.author_id, asked.attachment_ids, asked.locale)
    if not conversation.title and attachments:
        conversation.title = title_of_file(attachments[0].name)
    beside = {} if alone else await repository.siblings(session, conversation.id, [question])
    begun = MessageSent(
        question=present_message(question, asked.locale, beside.get(question.id), attachments),
        answers=[
            present_message(answer, asked.locale, place)
            for answer, place in zip(answers, _side_by_side(answers), strict=True)
        ],
        answer=None,
        queued=None,
    )
    begun.answer = begun.answers[0]
    await have_written(session, platform, answers, asked.author_id, api_key_id=asked.api_key_id)
    events = [message_event("message.created", each) for each in (begun.question, *begun.answers) if each is not None]
    if afresh:
        events.append(history_changed(conversation.leaf_id))
    tell_conversation(session, platform.log, conversation.id, events)
    await tell_lists(session, platform, conversation, News(question.id, by=asked.author_id))
    return begun


def _question(platform: Platform, conversation: Conversation, asked: Asked, parent_id: UUID | None) -> Message:
    now = platform.clock.now()
    return Message(
        id=asked.id or new_id(),
        organization_id=asked.organization_id,
        conversation_id=conversation.id,
        parent_id=parent_id,
        role=MessageRole.USER,
        status=MessageStatus.COMPLETED,
        content=asked.content,
        author_id=asked.author_id,
        author_name=asked.author_name,
        created_at=now,
        completed_at=now,
        shown=True,
        edited_from=asked.edits,
        # As of its answers: what has the same columns is stored by one statement.
        attempt=0,
        event_number=0,
    )


def _side_by_side(answers: list[Message]) -> list[Siblings]:
    """The places of the first answers to a new question."""
    ids = [None, *(answer.id for answer in answers), None]
    return [
        Siblings(index=index, count=len(answers), previous_id=ids[index - 1], next_id=ids[index + 1])
        for index in range(1, len(answers) + 1)
    ]
