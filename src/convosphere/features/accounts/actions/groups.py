"""Groups and who is in them: administrators decide, the staff sees."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.errors import GroupNameTakenError, TooManyGroupsError
from convosphere.features.accounts.events import GroupChanged, GroupCreated, GroupDeleted, GroupMembershipChanged
from convosphere.features.accounts.repository import groups
from convosphere.features.accounts.rules import MAX_GROUPS
from convosphere.features.accounts.schemas import GroupIn, GroupOut, GroupPage, GroupPatch, GroupsQuery
from convosphere.features.accounts.tables import Group
from convosphere.features.accounts.types import Actor
from convosphere.platform.clock import Clock
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id


async def list_groups(session: AsyncSession, actor: Actor, query: GroupsQuery) -> GroupPage:
    """The organisation's groups, by name."""
    actor.require("groups.read")
    page = await groups.list_groups(session, search=query.q, limit=query.limit, cursor=query.cursor)
    return GroupPage(
        items=[_present(counted.group, counted.member_count) for counted in page.items], next_cursor=page.next_cursor
    )


async def get_group(session: AsyncSession, actor: Actor, group_id: UUID) -> GroupOut:
    """One group.

    Raises:
        NotFoundError: there is no such group.
    """
    actor.require("groups.read")
    counted = await groups.get_group(session, group_id)
    return _present(counted.group, counted.member_count)


async def create_group(session: AsyncSession, clock: Clock, actor: Actor, wish: GroupIn) -> GroupOut:
    """A new group with nobody in it.

    Raises:
        GroupNameTakenError: there is one of this name.
        TooManyGroupsError: there are as many as there can be.
    """
    actor.require("groups.manage")
    if await groups.count_groups(session) >= MAX_GROUPS:
        raise TooManyGroupsError(limit=MAX_GROUPS)
    now = clock.now()
    group = Group(
        id=new_id(),
        organization_id=actor.organization_id,
        name=wish.name,
        description=wish.description,
        created_at=now,
        updated_at=now,
    )
    try:
        await groups.add_group(session, group)
    except IntegrityError as error:
        raise GroupNameTakenError(field="body.name") from error
    publish(
        session,
        GroupCreated(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="group",
            subject_id=str(group.id),
            address=actor.address,
            name=group.name,
        ),
    )
    return _present(group, 0)


async def change_group(
    session: AsyncSession, clock: Clock, actor: Actor, group_id: UUID, patch: GroupPatch
) -> GroupOut:
    """Changes name and description.

    Raises:
        NotFoundError: there is no such group.
        GroupNameTakenError: another one has the name.
    """
    actor.require("groups.manage")
    counted = await groups.get_group(session, group_id, lock=True)
    group = counted.group
    wanted = patch.model_dump(exclude_none=True)
    after = {name: value for name, value in wanted.items() if getattr(group, name) != value}
    if not after:
        return _present(group, counted.member_count)
    before = {name: getattr(group, name) for name in after}
    for name, value in after.items():
        setattr(group, name, value)
    group.updated_at = clock.now()
    try:
        await session.flush()
    except IntegrityError as error:
        raise GroupNameTakenError(field="body.name") from error
    publish(
        session,
        GroupChanged(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="group",
            subject_id=str(group.id),
            address=actor.address,
            name=group.name,
            before=before,
            after=after,
        ),
    )
    return _present(group, counted.member_count)


async def delete_group(session: AsyncSession, actor: Actor, group_id: UUID) -> None:
    """Deletes the group; its people stay, and lose what was opened to it.

    Raises:
        NotFoundError: there is no such group.
    """
    actor.require("groups.manage")
    group = (await groups.get_group(session, group_id, lock=True)).group
    person_ids = tuple(await groups.list_member_ids(session, group.id))
    publish(
        session,
        GroupDeleted(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="group",
            subject_id=str(group.id),
            address=actor.address,
            name=group.name,
            members=len(person_ids),
        ),
    )
    if person_ids:
        publish(
            session,
            GroupMembershipChanged(
                organization_id=actor.organization_id, group_id=group.id, person_ids=person_ids, came=False
            ),
        )
    await session.delete(group)


def _present(group: Group, member_count: int) -> GroupOut:
    return GroupOut(id=group.id, name=group.name, description=group.description, member_count=member_count)
