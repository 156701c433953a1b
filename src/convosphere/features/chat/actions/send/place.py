"""Where in the tree something new is put, and what of it is shown from then on."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from convosphere.features.chat import repository
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import MessageRole
from convosphere.platform.errors import NotFoundError


async def find_parent(
    session: AsyncSession, conversation: Conversation, *, parent_id: UUID | None, edits: UUID | None
) -> Message | None:
    """The message that a question is to follow; None: it is to begin the conversation.

    Raises:
        NotFoundError: what it edits is no question here, or what it follows is no message here.
    """
    if edits is not None:
        edited = await repository.get_message(session, conversation.id, edits, field="body.edits")
        if edited.role != MessageRole.USER:
            raise NotFoundError(field="body.edits")
        parent_id = edited.parent_id
    elif parent_id is None:
        parent_id = conversation.leaf_id
    if parent_id is None:
        return None
    # Most often it was loaded a moment ago.
    parent = await session.get(Message, parent_id)
    if parent is None or parent.conversation_id != conversation.id:
        raise NotFoundError(field="body.parent_id")
    return parent


async def make_end(session: AsyncSession, conversation: Conversation, end: Message | None) -> bool:
    """Shows the way to a message and nothing behind it, so that something new can follow.

    Going on behind one answer of a comparison chooses it.

    Returns:
        Whether readers have to fetch afresh, because not only the end of what they show is gone.
    """
    if end is None:
        if conversation.leaf_id is not None:
            await repository.show_nothing_after(session, conversation.id, -1)
        return False
    afresh = not end.shown
    if end.comparison_id is not None:
        await repository.close_comparison(session, conversation.id, end.comparison_id, end.id)
        set_committed_value(end, "comparison_id", None)
        afresh = True
    if end.id != conversation.leaf_id:
        await repository.show_way_to(session, conversation.id, end)
    return afresh
