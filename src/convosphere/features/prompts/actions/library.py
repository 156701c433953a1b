"""Prompts: made, replaced, removed."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.prompts import repository
from convosphere.features.prompts.actions.ownership import may_edit
from convosphere.features.prompts.actions.shelf import find_on_shelf, put_on_shelf, take_off_shelf, write_anew
from convosphere.features.prompts.errors import CommandTakenError
from convosphere.features.prompts.rules import variables_in
from convosphere.features.prompts.schemas import LibraryQuery, PromptIn, PromptOut
from convosphere.features.prompts.tables import Prompt
from convosphere.features.prompts.types import Visibility
from convosphere.platform.clock import Clock
from convosphere.platform.database import Page

_VISIBILITIES: dict[str, Visibility] = {"private": "private", "organization": "organization"}


def present_prompt(row: Prompt, actor: Actor) -> PromptOut:
    """A prompt for the one who asks."""
    return PromptOut(
        id=row.id,
        title=row.title,
        command=row.command,
        content=row.content,
        variables=variables_in(row.content),
        visibility=_VISIBILITIES[row.visibility],
        tags=row.tags,
        owner_id=row.owner_id,
        editable=may_edit(actor, row),
        updated_at=row.updated_at,
    )


async def list_prompts(session: AsyncSession, actor: Actor, wanted: LibraryQuery) -> Page[Prompt]:
    """The actor's own and those that the organisation shares, by title."""
    actor.require("chat.read")
    return await repository.list_prompts(session, actor.person_id, wanted)


async def get_prompt(session: AsyncSession, actor: Actor, prompt_id: UUID) -> Prompt:
    """One that the actor sees.

    Raises:
        NotFoundError: there is none, or it is private to someone else.
    """
    return await find_on_shelf(session, actor, Prompt, prompt_id, "path.prompt_id")


async def create_prompt(session: AsyncSession, clock: Clock, actor: Actor, wanted: PromptIn) -> Prompt:
    """A new prompt.

    Raises:
        ForbiddenError: it is to be shared, and the actor may not share.
        CommandTakenError, TooManyPromptsError: see there.
    """
    row = await put_on_shelf(session, clock, actor, Prompt, wanted)
    await _store(session)
    return row


async def replace_prompt(
    session: AsyncSession, clock: Clock, actor: Actor, prompt_id: UUID, wanted: PromptIn
) -> Prompt:
    """Makes a prompt what is sent; whose it is stays.

    Raises:
        NotFoundError: there is none, or it is private to someone else.
        ForbiddenError: it is someone else's, or it is to be shared, and the actor may not do that.
        CommandTakenError: see there.
    """
    row = await get_prompt(session, actor, prompt_id)
    write_anew(clock, actor, row, wanted)
    await _store(session)
    return row


async def delete_prompt(session: AsyncSession, actor: Actor, prompt_id: UUID) -> None:
    """Removes a prompt; chats that used it keep their texts.

    Raises:
        NotFoundError: there is none, or it is private to someone else.
        ForbiddenError: it is someone else's, and the actor does not look after what is shared.
    """
    await take_off_shelf(session, actor, await get_prompt(session, actor, prompt_id))


async def _store(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise CommandTakenError(field="body.command") from error
