"""Tags: made, renamed, coloured, removed. A person has at most `MOST_TAGS`, so that all are listed at once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.order.telling import tell_order_changed
from convosphere.features.chat.errors import TagNameTakenError, TooManyTagsError
from convosphere.features.chat.schemas import TagCreate, TagPatch
from convosphere.features.chat.tables import Tag
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

MOST_TAGS = 200


async def list_tags(session: AsyncSession, actor: Actor) -> Sequence[Tag]:
    """All of the actor's tags, by name."""
    actor.require("chat.read")
    return await repository.list_tags(session, actor.person_id)


async def create_tag(session: AsyncSession, platform: Platform, actor: Actor, wanted: TagCreate) -> Tag:
    """A new tag.

    Raises:
        TagNameTakenError, TooManyTagsError: see there.
    """
    actor.require("chat.write")
    if len(await repository.list_tags(session, actor.person_id)) >= MOST_TAGS:
        raise TooManyTagsError(limit=MOST_TAGS)
    now = platform.clock.now()
    tag = Tag(
        id=new_id(),
        organization_id=actor.organization_id,
        owner_id=actor.person_id,
        name=wanted.name,
        colour=wanted.colour,
        created_at=now,
        updated_at=now,
    )
    session.add(tag)
    await _store(session, platform, actor)
    return tag


async def change_tag(session: AsyncSession, platform: Platform, actor: Actor, tag_id: UUID, patch: TagPatch) -> Tag:
    """Renames and colours; fields that were not sent stay.

    Raises:
        NotFoundError: there is no such tag.
        TagNameTakenError: see there.
    """
    actor.require("chat.write")
    tag = await repository.get_tag(session, actor.person_id, tag_id)
    if patch.name is not None:
        tag.name = patch.name
    if "colour" in patch.model_fields_set:
        tag.colour = patch.colour
    tag.updated_at = platform.clock.now()
    await _store(session, platform, actor)
    return tag


async def delete_tag(session: AsyncSession, platform: Platform, actor: Actor, tag_id: UUID) -> None:
    """Takes it off all conversations and removes it; the conversations stay.

    Raises:
        NotFoundError: there is no such tag.
    """
    actor.require("chat.write")
    tag = await repository.get_tag(session, actor.person_id, tag_id)
    await repository.delete_tag(session, tag.id)
    tell_order_changed(session, platform.log, actor.person_id)


async def _store(session: AsyncSession, platform: Platform, actor: Actor) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise TagNameTakenError(field="body.name") from error
    tell_order_changed(session, platform.log, actor.person_id)
