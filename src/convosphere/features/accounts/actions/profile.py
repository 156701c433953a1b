"""What a person sees and sets about themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.present import present_person
from convosphere.features.accounts.events import PersonChanged
from convosphere.features.accounts.repository import organizations, people
from convosphere.features.accounts.schemas import MePatch, PersonOut
from convosphere.features.accounts.types import Actor, RolePermissions
from convosphere.platform.clock import Clock
from convosphere.platform.events import publish


async def get_me(session: AsyncSession, roles: RolePermissions, actor: Actor) -> PersonOut:
    """The actor; `permissions` are those of the role, whatever an API key's scopes leave of them."""
    actor.require("account.read")
    person = await people.get_person(session, actor.person_id)
    organization = await organizations.get_organization(session, actor.organization_id)
    return present_person(person, organization, roles)


async def change_me(
    session: AsyncSession, clock: Clock, roles: RolePermissions, actor: Actor, patch: MePatch
) -> PersonOut:
    """Changes the actor's profile."""
    actor.require("account.manage")
    person = await people.get_person(session, actor.person_id, lock=True)
    for name, value in patch.model_dump(exclude_none=True).items():
        setattr(person, name, value)
    person.updated_at = clock.now()
    publish(session, PersonChanged(organization_id=actor.organization_id, person_id=actor.person_id))
    organization = await organizations.get_organization(session, actor.organization_id)
    return present_person(person, organization, roles)
