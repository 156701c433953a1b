"""What administrators do with people: list them, change their role, close and open accounts, help with passwords."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.api_keys import revoke_all_api_keys
from convosphere.features.accounts.actions.ending import end_sessions
from convosphere.features.accounts.actions.invitations import revoke_invitations_by
from convosphere.features.accounts.actions.links import reset_link
from convosphere.features.accounts.actions.passwords import issue_reset
from convosphere.features.accounts.actions.present import present_item
from convosphere.features.accounts.errors import LastOwnerError, OwnersOnlyError, PersonDeactivatedError
from convosphere.features.accounts.events import (
    PersonChanged,
    PersonDeactivated,
    PersonReactivated,
    PersonRoleChanged,
)
from convosphere.features.accounts.repository import password_resets, people
from convosphere.features.accounts.rules import HANDED_RESET_LIFETIME, may_decide_about
from convosphere.features.accounts.schemas import LinkOut, PeopleQuery, PersonItem, PersonPage, PersonPatch
from convosphere.features.accounts.tables import Person
from convosphere.features.accounts.types import Actor, Role
from convosphere.platform.clock import Clock
from convosphere.platform.context import Platform
from convosphere.platform.events import publish


async def list_people(session: AsyncSession, actor: Actor, query: PeopleQuery) -> PersonPage:
    """The organisation's people, the newest first."""
    actor.require("people.read")
    page = await people.list_people(
        session,
        search=query.q,
        role=query.role,
        active=query.active,
        limit=query.limit,
        cursor=query.cursor,
    )
    return PersonPage(items=[present_item(person) for person in page.items], next_cursor=page.next_cursor)


async def change_person(
    session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID, patch: PersonPatch
) -> PersonItem:
    """Changes a person's role, closes or opens their account; effective with the commit, on every replica.

    Raises:
        NotFoundError: nobody in the organisation has the id.
        OwnersOnlyError: the person is an owner or is to be one, and the actor is none.
        LastOwnerError: nobody would be owner any more.
    """
    actor.require("people.manage")
    # First, always: whoever changes anything about owners queues here.
    owners = await people.lock_active_owners(session)
    person = await people.get_person(session, person_id, lock=True)
    role = patch.role or Role(person.role)
    active = person.deactivated_at is None if patch.active is None else patch.active
    if not may_decide_about(actor.role, Role(person.role), role):
        raise OwnersOnlyError
    if owners == {person.id} and (role is not Role.OWNER or not active):
        raise LastOwnerError
    now, before = clock.now(), person.role
    if role != before:
        _set_role(session, actor, person, role)
    if role is not Role.OWNER and role != before:
        await revoke_invitations_by(session, now, person.id, actor)
    if active != (person.deactivated_at is None):
        await _set_active(session, actor, person, now, active=active)
    person.updated_at = now
    return present_item(person)


async def create_reset_link(
    platform: Platform, session: AsyncSession, actor: Actor, person_id: UUID, base_url: str
) -> LinkOut:
    """A link by which the person sets a new password, for the actor to hand over.

    Raises:
        NotFoundError: nobody in the organisation has the id.
        OwnersOnlyError: it would let an administrator become an owner.
        PersonDeactivatedError: the account is closed.
    """
    actor.require("people.manage")
    person = await people.get_person(session, person_id, lock=True)
    if not may_decide_about(actor.role, Role(person.role)):
        raise OwnersOnlyError
    if person.deactivated_at is not None:
        raise PersonDeactivatedError
    token, expires_at = await issue_reset(
        platform, session, person, via="administrator", lifetime=HANDED_RESET_LIFETIME, actor=actor
    )
    return LinkOut(url=reset_link(base_url, token), expires_at=expires_at)


def _set_role(session: AsyncSession, actor: Actor, person: Person, role: Role) -> None:
    publish(
        session,
        PersonRoleChanged(
            organization_id=person.organization_id,
            actor_id=actor.person_id,
            subject_type="person",
            subject_id=str(person.id),
            address=actor.address,
            before=person.role,
            after=role,
        ),
    )
    publish(session, PersonChanged(organization_id=person.organization_id, person_id=person.id))
    person.role = role


async def _set_active(session: AsyncSession, actor: Actor, person: Person, now: datetime, *, active: bool) -> None:
    kind = PersonReactivated if active else PersonDeactivated
    publish(
        session,
        kind(
            organization_id=person.organization_id,
            actor_id=actor.person_id,
            subject_type="person",
            subject_id=str(person.id),
            address=actor.address,
        ),
    )
    person.deactivated_at = None if active else now
    if not active:
        await end_sessions(session, person.organization_id, person.id, now)
        await revoke_all_api_keys(session, now, person.id, actor)
        await revoke_invitations_by(session, now, person.id, actor)
        await password_resets.forget_resets(session, person.id)
