"""Who is in a group."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.errors import PersonDeactivatedError
from convosphere.features.accounts.events import GroupMemberAdded, GroupMemberRemoved, GroupMembershipChanged
from convosphere.features.accounts.repository import groups, people
from convosphere.features.accounts.schemas import GroupMemberItem, GroupMemberPage, PageQuery
from convosphere.features.accounts.tables import Group, Person
from convosphere.features.accounts.types import Actor
from convosphere.platform.clock import Clock
from convosphere.platform.events import publish


async def list_members(session: AsyncSession, actor: Actor, group_id: UUID, query: PageQuery) -> GroupMemberPage:
    """The group's people, by name.

    Raises:
        NotFoundError: there is no such group.
    """
    actor.require("groups.read")
    await groups.get_group(session, group_id)
    page = await groups.list_members(session, group_id, limit=query.limit, cursor=query.cursor)
    return GroupMemberPage(
        items=[
            GroupMemberItem(
                id=person.id,
                name=person.name,
                email=person.email,
                active=person.deactivated_at is None,
                added_at=added_at,
            )
            for person, added_at in page.items
        ],
        next_cursor=page.next_cursor,
    )


async def add_member(session: AsyncSession, clock: Clock, actor: Actor, group_id: UUID, person_id: UUID) -> None:
    """Takes a person into a group; who is in already stays in.

    Raises:
        NotFoundError: there is no such group or person.
        PersonDeactivatedError: the account is closed.
    """
    actor.require("groups.manage")
    group = (await groups.get_group(session, group_id, lock=True)).group
    person = await people.get_person(session, person_id)
    if person.deactivated_at is not None:
        raise PersonDeactivatedError
    if await groups.add_member(session, group, person.id, clock.now()):
        _record(session, actor, GroupMemberAdded, group, person)


async def remove_member(session: AsyncSession, actor: Actor, group_id: UUID, person_id: UUID) -> None:
    """Takes a person out of a group; who is not in stays out.

    Raises:
        NotFoundError: there is no such group or person.
    """
    actor.require("groups.manage")
    group = (await groups.get_group(session, group_id, lock=True)).group
    person = await people.get_person(session, person_id)
    if await groups.remove_member(session, group.id, person.id):
        _record(session, actor, GroupMemberRemoved, group, person)


def _record(
    session: AsyncSession,
    actor: Actor,
    kind: type[GroupMemberAdded | GroupMemberRemoved],
    group: Group,
    person: Person,
) -> None:
    publish(
        session,
        kind(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="group",
            subject_id=str(group.id),
            address=actor.address,
            name=group.name,
            person=person.name,
            person_id=str(person.id),
        ),
    )
    publish(
        session,
        GroupMembershipChanged(
            organization_id=actor.organization_id,
            group_id=group.id,
            person_ids=(person.id,),
            came=kind is GroupMemberAdded,
        ),
    )
