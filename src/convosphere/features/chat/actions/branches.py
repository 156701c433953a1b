"""Walking the tree of a conversation, and pruning it: show, choose, delete."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import (
    conversation_updated,
    history_changed,
    tell_conversation,
    tell_lists,
)
from convosphere.features.chat.actions.stop import stop_running
from convosphere.features.chat.actions.together.rights import require_authorship
from convosphere.features.chat.errors import AnswerRunningError, NothingToChooseError
from convosphere.features.chat.repository import Reached
from convosphere.features.chat.repository.summaries import drop_summary
from convosphere.features.chat.rules import Beside, next_shown
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import RUNNING, Access
from convosphere.platform.context import Platform


async def show_branch(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> Reached:
    """Switches to the branch through a message, down to its newest descendant. An answer being written goes on."""
    reached = await _locked(session, actor, conversation_id)
    conversation = reached.conversation
    message = await repository.get_message(session, conversation.id, message_id)
    before = conversation.leaf_id
    await _show(session, conversation, message.id)
    if conversation.leaf_id != before:
        tell_conversation(session, platform.log, conversation.id, [history_changed(conversation.leaf_id)])
    return reached


async def choose_answer(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> Reached:
    """Goes on with one answer of a comparison: the others become siblings of it, those still written are stopped.

    Its model becomes the conversation's.

    Raises:
        NothingToChooseError: the message is no answer of an open comparison.
        AnswerRunningError: it is still being written.
    """
    reached = await _locked(session, actor, conversation_id)
    conversation = reached.conversation
    chosen = await repository.get_message(session, conversation.id, message_id)
    if chosen.comparison_id is None:
        raise NothingToChooseError(field="path.message_id")
    if chosen.status in RUNNING:
        raise AnswerRunningError
    await repository.close_comparison(session, conversation.id, chosen.comparison_id, chosen.id)
    set_committed_value(chosen, "comparison_id", None)
    await repository.show_way_to(session, conversation.id, chosen)
    await stop_running(session, platform, conversation)
    conversation.leaf_id = chosen.id
    conversation.model_id = chosen.model_id
    conversation.updated_at = platform.clock.now()
    await session.flush()
    events = [history_changed(chosen.id), conversation_updated(conversation)]
    tell_conversation(session, platform.log, conversation.id, events)
    await tell_lists(session, platform, conversation)
    return reached


async def delete_message(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> None:
    """Removes one message; what followed it follows its parent. In somebody else's conversation: one's own question.

    Was it the end of what is shown, the sibling before it is shown instead, else what there is beside it, else its
    parent is the end.

    Raises:
        AnswerRunningError: an answer is being written in this conversation.
        ConversationOwnerOnlyError: somebody else wrote it, or a model did.
    """
    reached = await _locked(session, actor, conversation_id)
    conversation = reached.conversation
    message = await repository.get_message(session, conversation.id, message_id)
    require_authorship(reached, actor, message.author_id)
    if conversation.running_answer_id is not None:
        raise AnswerRunningError
    goes_on = await repository.lift_children(session, message)
    await session.delete(message)
    await session.flush()
    await drop_summary(session, conversation.id)
    if message.shown and not goes_on:
        await _show_instead(session, conversation, message)
    conversation.updated_at = platform.clock.now()
    tell_conversation(session, platform.log, conversation.id, [history_changed(conversation.leaf_id)])


async def _locked(session: AsyncSession, actor: Actor, conversation_id: UUID) -> Reached:
    actor.require("chat.write")
    return await repository.reach_conversation(session, actor, conversation_id, need=Access.WRITER, lock=True)


async def _show(session: AsyncSession, conversation: Conversation, message_id: UUID) -> None:
    leaf_id = await repository.newest_below(session, conversation.id, message_id)
    leaf = await repository.get_message(session, conversation.id, leaf_id)
    conversation.leaf_id = await repository.show_way_to(session, conversation.id, leaf)


async def _show_instead(session: AsyncSession, conversation: Conversation, gone: Message) -> None:
    beside = await repository.children_of(session, conversation.id, gone.parent_id)
    compared = [each for each in beside if gone.comparison_id is not None and each.comparison_id == gone.comparison_id]
    if compared:
        await _narrow(session, conversation, gone, compared)
        return
    found = next_shown(beside, gone.role, gone.position)
    if found is None:
        conversation.leaf_id = gone.parent_id
    else:
        await _show(session, conversation, found)


async def _narrow(session: AsyncSession, conversation: Conversation, gone: Message, compared: Sequence[Beside]) -> None:
    """A comparison with an answer less; one that is left alone is an ordinary answer."""
    if gone.comparison_id is not None and len(compared) == 1:
        await repository.close_comparison(session, conversation.id, gone.comparison_id, compared[0].id)
    if conversation.leaf_id == gone.id:
        conversation.leaf_id = compared[0].id
