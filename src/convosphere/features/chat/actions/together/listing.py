"""Conversations as a reader sees them: what is the reader's, what is somebody else's."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.present import present_conversation
from convosphere.features.chat.repository import Reached
from convosphere.features.chat.schemas import ConversationOut


async def show_conversations(session: AsyncSession, actor: Actor, found: Sequence[Reached]) -> list[ConversationOut]:
    """As the API shows them to the actor: one statement for all joint ones, none without any."""
    joint = [each.conversation.id for each in found if each.conversation.member_count]
    marks = await repository.marks_of(session, actor.person_id, joint)
    return [present_conversation(each.conversation, each.access, marks.get(each.conversation.id)) for each in found]


async def show_conversation(session: AsyncSession, actor: Actor, reached: Reached) -> ConversationOut:
    """One of them."""
    return (await show_conversations(session, actor, [reached]))[0]
