"""What people may do in conversations of others."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.errors import ConversationOwnerOnlyError
from convosphere.features.chat.repository import Reached
from convosphere.features.chat.types import Access


def require_authorship(reached: Reached, actor: Actor, author_id: UUID | None) -> None:
    """Everybody changes what they wrote themselves; the conversation's owner, what anybody did.

    Raises:
        ConversationOwnerOnlyError: somebody else wrote it, or a model did.
    """
    if reached.access is not Access.OWNER and author_id != actor.person_id:
        raise ConversationOwnerOnlyError


async def access_to(session: AsyncSession, actor: Actor, conversation_ids: Collection[UUID]) -> dict[UUID, Access]:
    """What the actor may do now with conversations that they follow; those closed to them are missing."""
    return await repository.access_to(session, actor, conversation_ids)
