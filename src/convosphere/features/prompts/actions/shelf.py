"""What prompts and templates have in common: how they are made, replaced and removed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.prompts import repository
from convosphere.features.prompts.actions.ownership import require_edit, require_room, require_visibility
from convosphere.features.prompts.repository import Owned
from convosphere.features.prompts.schemas import PromptIn, TemplateIn
from convosphere.platform.clock import Clock
from convosphere.platform.ids import new_id


async def find_on_shelf(session: AsyncSession, actor: Actor, kind: type[Owned], row_id: UUID, field: str) -> Owned:
    """One that the actor sees.

    Raises:
        NotFoundError: there is none, or it is private to someone else.
    """
    actor.require("chat.read")
    return await repository.get_visible(session, kind, actor.person_id, row_id, field=field)


async def put_on_shelf(
    session: AsyncSession, clock: Clock, actor: Actor, kind: type[Owned], wanted: PromptIn | TemplateIn
) -> Owned:
    """A new one, not written yet.

    Raises:
        ForbiddenError: it is to be shared, and the actor may not share.
        TooManyPromptsError: see there.
    """
    actor.require("chat.write")
    require_visibility(actor, wanted.visibility)
    await require_room(session, actor, kind)
    now = clock.now()
    row = kind(
        id=new_id(),
        organization_id=actor.organization_id,
        owner_id=actor.person_id,
        created_at=now,
        updated_at=now,
        **wanted.model_dump(),
    )
    session.add(row)
    return row


def write_anew(clock: Clock, actor: Actor, row: Owned, wanted: PromptIn | TemplateIn) -> None:
    """Makes one what is sent; whose it is stays.

    Raises:
        ForbiddenError: it is someone else's, or it is to be shared, and the actor may not do that.
    """
    require_edit(actor, row)
    # Also where it is shared already: what is written there everybody reads.
    require_visibility(actor, wanted.visibility)
    for name, value in wanted.model_dump().items():
        setattr(row, name, value)
    row.updated_at = clock.now()


async def take_off_shelf(session: AsyncSession, actor: Actor, row: Owned) -> None:
    """Removes one.

    Raises:
        ForbiddenError: it is someone else's, and the actor does not look after what is shared.
    """
    require_edit(actor, row)
    await session.delete(row)
