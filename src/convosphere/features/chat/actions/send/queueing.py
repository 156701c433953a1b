"""Questions that come while an answer is being written: they wait, and the next one starts when it ends."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.attachments import show_queued
from convosphere.features.chat.actions.notify import encode, tell_conversation
from convosphere.features.chat.actions.send.asked import Asked
from convosphere.features.chat.actions.send.begin import begin_question
from convosphere.features.chat.actions.send.limits import require_length
from convosphere.features.chat.actions.send.place import find_parent
from convosphere.features.chat.actions.stop import stop_running
from convosphere.features.chat.actions.together.rights import require_authorship
from convosphere.features.chat.errors import IdTakenError, QueueFullError
from convosphere.features.chat.schemas import QueuedQuestionOut
from convosphere.features.chat.tables import Conversation, Message, QueuedQuestion
from convosphere.features.chat.types import Access
from convosphere.platform.context import Platform
from convosphere.platform.errors import FieldProblem, InvalidInputError
from convosphere.platform.ids import new_id

MOST_WAITING = 20


async def enqueue(
    session: AsyncSession, platform: Platform, conversation: Conversation, asked: Asked, *, steer: bool
) -> QueuedQuestionOut:
    """Has a question wait in a locked conversation that is busy; `steer`: before all others, and stops what runs.

    Raises:
        QueueFullError: too many wait already.
        NotFoundError: see `find_parent`.
    """
    await find_parent(session, conversation, parent_id=asked.parent_id, edits=asked.edits)
    waiting = await repository.list_queue(session, conversation.id)
    if len(waiting) >= MOST_WAITING:
        raise QueueFullError(limit=MOST_WAITING)
    places = [each.place for each in waiting] or [0]
    row = QueuedQuestion(
        id=asked.id or new_id(),
        organization_id=asked.organization_id,
        conversation_id=conversation.id,
        place=min(places) - 1 if steer else max(places) + 1,
        author_id=asked.author_id,
        author_name=asked.author_name,
        locale=asked.locale,
        content=asked.content,
        parent_id=asked.parent_id,
        edits=asked.edits,
        model_id=asked.model_id,
        model_ids=list(asked.model_ids),
        attachment_ids=list(asked.attachment_ids),
        api_key_id=asked.api_key_id,
        created_at=platform.clock.now(),
    )
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise IdTakenError(field="body.id") from error
    shown = (await show_queued(session, [row], row.locale))[0]
    tell_conversation(session, platform.log, conversation.id, [encode("question.queued", question=shown)])
    if steer:
        await stop_running(session, platform, conversation)
    return shown


async def start_next(session: AsyncSession, platform: Platform, conversation: Conversation, ended: Message) -> bool:
    """Asks what waits longest, behind the answer that has just ended; says whether something waited.

    In the transaction that ends the answer: a conversation is never free while something waits.
    """
    row = None
    for waiting in await repository.list_queue(session, conversation.id):
        await session.delete(waiting)
        unqueued = encode("question.unqueued", question_id=waiting.id)
        tell_conversation(session, platform.log, conversation.id, [unqueued])
        # Whoever may no longer write here is not asked for any more, either.
        if waiting.author_id == conversation.owner_id or await repository.may_write(
            session, conversation.id, waiting.author_id
        ):
            row = waiting
            break
    if row is None:
        return False
    # A message may have taken the id while the question waited; the end of an answer must not fail for that.
    taken = await repository.find_by_id(session, row.id) is not None
    parent_id = row.parent_id
    if parent_id is None and row.edits is None:
        parent_id = conversation.leaf_id if ended.shown else ended.id
    asked = Asked.waited(row, id=new_id() if taken else row.id, parent_id=parent_id)
    await begin_question(session, platform, conversation, asked)
    return True


async def change_queued(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, question_id: UUID, *, content: str
) -> QueuedQuestionOut:
    """Has a waiting question ask something else.

    Raises:
        NotFoundError: it does not wait here, or not any more.
        ConversationOwnerOnlyError: it is somebody else's question, in somebody else's conversation.
        MessageTooLongError: see there.
        InvalidInputError: it would ask nothing: no words, and no files.
    """
    require_length(platform, content)
    _, row = await _locked(session, actor, conversation_id, question_id)
    if not content and not row.attachment_ids:
        raise InvalidInputError(problems=[FieldProblem("body.content", "question_empty", "Write something.")])
    row.content = content
    await session.flush()
    shown = (await show_queued(session, [row], row.locale))[0]
    tell_conversation(session, platform.log, conversation_id, [encode("question.changed", question=shown)])
    return shown


async def withdraw_queued(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, question_id: UUID
) -> None:
    """Takes a waiting question back.

    Raises:
        NotFoundError: it does not wait here, or not any more.
        ConversationOwnerOnlyError: it is somebody else's question, in somebody else's conversation.
    """
    _, row = await _locked(session, actor, conversation_id, question_id)
    await session.delete(row)
    tell_conversation(session, platform.log, conversation_id, [encode("question.unqueued", question_id=question_id)])


async def steer_queued(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, question_id: UUID
) -> QueuedQuestionOut:
    """Stops what runs and asks a waiting question next.

    Raises:
        NotFoundError: it does not wait here, or not any more.
        ConversationOwnerOnlyError: it is somebody else's question, in somebody else's conversation.
    """
    conversation, row = await _locked(session, actor, conversation_id, question_id)
    waiting = await repository.list_queue(session, conversation_id)
    if waiting[0].id != row.id:
        row.place = waiting[0].place - 1
        await session.flush()
    await stop_running(session, platform, conversation)
    shown = (await show_queued(session, [row], row.locale))[0]
    tell_conversation(session, platform.log, conversation_id, [encode("question.changed", question=shown)])
    return shown


async def _locked(
    session: AsyncSession, actor: Actor, conversation_id: UUID, question_id: UUID
) -> tuple[Conversation, QueuedQuestion]:
    actor.require("chat.write")
    reached = await repository.reach_conversation(session, actor, conversation_id, need=Access.WRITER, lock=True)
    row = await repository.get_queued(session, conversation_id, question_id)
    require_authorship(reached, actor, row.author_id)
    return reached.conversation, row
