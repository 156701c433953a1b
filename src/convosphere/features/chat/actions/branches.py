"""Walking the tree of a conversation, and pruning it: show, choose, delete."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import encode, history_changed, tell_conversation, tell_owner
from convosphere.features.chat.actions.present import present_conversation
from convosphere.features.chat.actions.stop import stop_running
from convosphere.features.chat.errors import AnswerRunningError, NothingToChooseError
from convosphere.features.chat.rules import Beside, next_shown
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import RUNNING
from convosphere.platform.context import Platform


async def show_branch(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> Conversation:
    """Switches to the branch through a message, down to its newest descendant. An answer being written goes on."""
    actor.require("chat.write")
    conversation = await repository.get_conversation(session, actor.person_id, conversation_id, lock=True)
    message = await repository.get_message(session, conversation.id, message_id)
    before = conversation.leaf_id
    await _show(session, conversation, message.id)
    if conversation.leaf_id != before:
        tell_conversation(session, platform.log, conversation.id, [history_changed(conversation.leaf_id)])
    return conversation


async def choose_answer(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> Conversation:
    """Goes on with one answer of a comparison: the others become siblings of it, those still written are stopped.

    Its model becomes the conversation's.

    Raises:
        NothingToChooseError: the message is no answer of an open comparison.
        AnswerRunningError: it is still being written.
    """
    actor.require("chat.write")
    conversation = await repository.get_conversation(session, actor.person_id, conversation_id, lock=True)
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
    events = [
        history_changed(chosen.id),
        encode("conversation.updated", conversation=present_conversation(conversation)),
    ]
    tell_conversation(session, platform.log, conversation.id, events)
    tell_owner(session, platform.log, conversation, "conversation.updated")
    return conversation


async def delete_message(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, message_id: UUID
) -> None:
    """Removes one message; what followed it follows its parent.

    Was it the end of what is shown, the sibling before it is shown instead, else what there is beside it, else its
    parent is the end.

    Raises:
        AnswerRunningError: an answer is being written in this conversation.
    """
    actor.require("chat.write")
    conversation = await repository.get_conversation(session, actor.person_id, conversation_id, lock=True)
    message = await repository.get_message(session, conversation.id, message_id)
    if conversation.running_answer_id is not None:
        raise AnswerRunningError
    goes_on = await repository.lift_children(session, message)
    await session.delete(message)
    await session.flush()
    if message.shown and not goes_on:
        await _show_instead(session, conversation, message)
    conversation.updated_at = platform.clock.now()
    tell_conversation(session, platform.log, conversation.id, [history_changed(conversation.leaf_id)])


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
