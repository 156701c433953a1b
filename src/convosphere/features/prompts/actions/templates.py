"""Chat templates: made, replaced, removed. Starting a chat from one is the chat's matter."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.models.actions import require_model
from convosphere.features.prompts import repository
from convosphere.features.prompts.actions.ownership import may_edit, require_edit
from convosphere.features.prompts.actions.shelf import find_on_shelf, put_on_shelf, take_off_shelf, write_anew
from convosphere.features.prompts.schemas import LibraryQuery, TemplateIn, TemplateOut
from convosphere.features.prompts.tables import ChatTemplate
from convosphere.platform.clock import Clock
from convosphere.platform.database import Page


def present_template(row: ChatTemplate, actor: Actor) -> TemplateOut:
    """A template for the one who asks."""
    stored = {name: getattr(row, name) for name in TemplateOut.model_fields if name != "editable"}
    return TemplateOut.model_validate(stored | {"editable": may_edit(actor, row)})


async def list_templates(session: AsyncSession, actor: Actor, wanted: LibraryQuery) -> Page[ChatTemplate]:
    """The actor's own and those that the organisation shares, by name."""
    actor.require("chat.read")
    return await repository.list_templates(session, actor.person_id, wanted)


async def get_template(session: AsyncSession, actor: Actor, template_id: UUID) -> ChatTemplate:
    """One that the actor sees.

    Raises:
        NotFoundError: there is none, or it is private to someone else.
    """
    return await find_on_shelf(session, actor, ChatTemplate, template_id, "path.template_id")


async def create_template(session: AsyncSession, clock: Clock, actor: Actor, wanted: TemplateIn) -> ChatTemplate:
    """A new template.

    Raises:
        ForbiddenError: it is to be shared, and the actor may not share.
        ModelNotFoundError: there is no such model.
        TooManyPromptsError: see there.
    """
    actor.require("chat.write")
    await _require_model(session, actor, wanted.model_id)
    row = await put_on_shelf(session, clock, actor, ChatTemplate, wanted)
    await session.flush()
    return row


async def replace_template(
    session: AsyncSession, clock: Clock, actor: Actor, template_id: UUID, wanted: TemplateIn
) -> ChatTemplate:
    """Makes a template what is sent; whose it is stays.

    Raises:
        NotFoundError: there is none, or it is private to someone else.
        ForbiddenError: it is someone else's, or it is to be shared, and the actor may not do that.
        ModelNotFoundError: there is no such model.
    """
    row = await get_template(session, actor, template_id)
    require_edit(actor, row)
    if wanted.model_id != row.model_id:
        await _require_model(session, actor, wanted.model_id)
    write_anew(clock, actor, row, wanted)
    await session.flush()
    return row


async def delete_template(session: AsyncSession, actor: Actor, template_id: UUID) -> None:
    """Removes a template; chats that began with it stay.

    Raises:
        NotFoundError: there is none, or it is private to someone else.
        ForbiddenError: it is someone else's, and the actor does not look after what is shared.
    """
    await take_off_shelf(session, actor, await get_template(session, actor, template_id))


async def _require_model(session: AsyncSession, actor: Actor, model_id: UUID | None) -> None:
    if model_id is not None:
        await require_model(session, actor, model_id, field="body.model_id")
