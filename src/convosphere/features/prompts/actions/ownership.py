"""Who may change what: one's own always, what is shared also administrators; sharing is for staff."""

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.prompts import repository
from convosphere.features.prompts.errors import TooManyPromptsError
from convosphere.features.prompts.tables import ChatTemplate, Prompt
from convosphere.features.prompts.types import Visibility
from convosphere.platform.errors import ForbiddenError

MOST_OWN = 1000


def may_edit(actor: Actor, row: Prompt | ChatTemplate) -> bool:
    """Whether the actor may change and delete something that they see."""
    return row.owner_id == actor.person_id or actor.may("prompts.manage")


def require_edit(actor: Actor, row: Prompt | ChatTemplate) -> None:
    """Lets only those pass who may change it.

    Raises:
        ForbiddenError: it is shared by someone else, and the actor does not look after what is shared.
    """
    actor.require("chat.write")
    if not may_edit(actor, row):
        raise ForbiddenError(permission="prompts.manage")


def require_visibility(actor: Actor, wanted: Visibility) -> None:
    """Lets only those share who may.

    Raises:
        ForbiddenError: it is to be shared, and the actor may not share.
    """
    if wanted == "organization":
        actor.require("prompts.share")


async def require_room(session: AsyncSession, actor: Actor, kind: type[Prompt] | type[ChatTemplate]) -> None:
    """Lets a person have only so many.

    Raises:
        TooManyPromptsError: they have as many as there can be.
    """
    if await repository.count_own(session, kind, actor.person_id) >= MOST_OWN:
        raise TooManyPromptsError(limit=MOST_OWN)
