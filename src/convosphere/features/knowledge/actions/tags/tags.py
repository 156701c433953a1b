"""Tags: listed, made, renamed, merged, deleted."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.notify import tell_base
from convosphere.features.knowledge.actions.operations.begin import begin_tag_removal
from convosphere.features.knowledge.actions.operations.tagging import MOST_AT_ONCE, take_tag
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.errors.documents import NameTakenError
from convosphere.features.knowledge.errors.order import TagGoingError, TooManyTagsError
from convosphere.features.knowledge.repository import bases, operations, order
from convosphere.features.knowledge.schemas.operations import OperationOut
from convosphere.features.knowledge.schemas.order import BaseTagIn, BaseTagList, BaseTagMerged, BaseTagOut, BaseTagPatch
from convosphere.features.knowledge.schemas.texts import MOST_TAGS
from convosphere.features.knowledge.tables import KnowledgeTag
from convosphere.features.knowledge.types import BaseRole
from convosphere.platform.context import Platform
from convosphere.platform.errors import InvalidInputError, NotFoundError
from convosphere.platform.ids import new_id


async def list_tags(session: AsyncSession, actor: Actor, base_id: UUID) -> BaseTagList:
    """All tags by name, with how many documents have each that the actor may read."""
    await get_base(session, actor, base_id)
    rows = await order.counted_tags(session, actor, base_id)
    return BaseTagList(items=[_present(row, count) for row, count in rows])


async def create_tag(
    session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID, wanted: BaseTagIn
) -> BaseTagOut:
    """A new tag.

    Raises:
        NameTakenError, TooManyTagsError: see there.
    """
    await get_base(session, actor, base_id, need=BaseRole.EDITOR, lock=True)
    if len(await order.list_tags(session, base_id)) >= MOST_TAGS:
        raise TooManyTagsError(limit=MOST_TAGS)
    if await order.tag_name_taken(session, base_id, wanted.name):
        raise NameTakenError(field="body.name", name=wanted.name)
    row = KnowledgeTag(
        id=new_id(),
        organization_id=actor.organization_id,
        base_id=base_id,
        name=wanted.name,
        colour=wanted.colour,
        created_at=platform.clock.now(),
    )
    await bases.add(session, row)
    tell_base(session, platform, base_id)
    return _present(row, 0)


async def change_tag(
    session: AsyncSession, platform: Platform, actor: Actor, tag_id: UUID, patch: BaseTagPatch
) -> BaseTagOut:
    """Another name or colour.

    Raises:
        NameTakenError: see there.
    """
    row = await _reach(session, actor, tag_id)
    if patch.name is not None and await order.tag_name_taken(session, row.base_id, patch.name, but=row.id):
        raise NameTakenError(field="body.name", name=patch.name)
    row.name = patch.name or row.name
    if "colour" in patch.model_fields_set:
        row.colour = patch.colour
    await session.flush()
    tell_base(session, platform, row.base_id)
    return await _counted(session, actor, row)


async def merge_tag(session: AsyncSession, desk: Desk, actor: Actor, tag_id: UUID, into: UUID) -> BaseTagMerged:
    """Gives another tag the documents of this one, which goes; where there are many, in the background.

    Raises:
        NotFoundError: no such tag in the same base.
        TagGoingError: one of them is on its way out.
    """
    row = await _reach(session, actor, tag_id)
    if into == tag_id:
        raise InvalidInputError(field="body.into")
    await order.require_tags(session, row.base_id, [into], field="body.into")
    if await operations.takes_tag_away(session, row.base_id, into):
        raise TagGoingError(field="body.into")
    operation = await _take_away(session, desk, actor, row, into)
    target = await order.find_tag(session, into)
    if target is None:
        raise NotFoundError(field="body.into")
    return BaseTagMerged(operation=operation, tag=await _counted(session, actor, target))


async def delete_tag(session: AsyncSession, desk: Desk, actor: Actor, tag_id: UUID) -> OperationOut | None:
    """Documents lose it; where there are many, in the background.

    Raises:
        TagGoingError: it is on its way out already.
    """
    return await _take_away(session, desk, actor, await _reach(session, actor, tag_id), None)


async def _take_away(
    session: AsyncSession, desk: Desk, actor: Actor, row: KnowledgeTag, into: UUID | None
) -> OperationOut | None:
    if await operations.takes_tag_away(session, row.base_id, row.id):
        raise TagGoingError
    total = await order.count_having(session, row.id)
    if total > MOST_AT_ONCE:
        return await begin_tag_removal(session, desk.platform, actor, row, into=into, total=total)
    ids = await order.having(session, row.id, MOST_AT_ONCE)
    await take_tag(session, desk, row.base_id, row.id, ids=ids, into=[] if into is None else [into])
    await session.delete(row)
    await session.flush()
    tell_base(session, desk.platform, row.base_id)
    return None


async def _reach(session: AsyncSession, actor: Actor, tag_id: UUID) -> KnowledgeTag:
    row = await order.find_tag(session, tag_id)
    if row is None:
        raise NotFoundError(field="path.tag_id")
    await get_base(session, actor, row.base_id, need=BaseRole.EDITOR)
    return row


async def _counted(session: AsyncSession, actor: Actor, row: KnowledgeTag) -> BaseTagOut:
    counted = await order.counted_tags(session, actor, row.base_id, only=row.id)
    return _present(row, counted[0][1] if counted else 0)


def _present(row: KnowledgeTag, count: int) -> BaseTagOut:
    return BaseTagOut(id=row.id, name=row.name, colour=row.colour, document_count=count)
