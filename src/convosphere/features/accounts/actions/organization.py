"""The organisation's own settings."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.present import present_organization
from convosphere.features.accounts.events import OrganizationChanged
from convosphere.features.accounts.repository import login_directory, organizations
from convosphere.features.accounts.schemas import OrganizationOut, OrganizationPatch
from convosphere.features.accounts.types import Actor
from convosphere.platform.clock import Clock
from convosphere.platform.events import publish


async def get_organization(session: AsyncSession, actor: Actor) -> OrganizationOut:
    """The actor's organisation."""
    actor.require("organization.read")
    return present_organization(await organizations.get_organization(session, actor.organization_id))


async def change_organization(
    session: AsyncSession, clock: Clock, actor: Actor, patch: OrganizationPatch
) -> OrganizationOut:
    """Changes name and registration policy."""
    actor.require("organization.manage")
    organization = await organizations.get_organization(session, actor.organization_id, lock=True)
    wanted = patch.model_dump(exclude_none=True)
    after = {name: value for name, value in wanted.items() if getattr(organization, name) != value}
    if not after:
        return present_organization(organization)
    before = {name: getattr(organization, name) for name in after}
    for name, value in after.items():
        setattr(organization, name, value)
    organization.updated_at = clock.now()
    publish(
        session,
        OrganizationChanged(
            organization_id=organization.id,
            actor_id=actor.person_id,
            subject_type="organization",
            subject_id=str(organization.id),
            address=actor.address,
            before=before,
            after=after,
        ),
    )
    return present_organization(organization)


async def list_organization_ids(session: AsyncSession) -> Sequence[UUID]:
    """Every organisation with people: for work by the clock, which then binds a transaction to each in turn."""
    return await login_directory.list_organization_ids(session)
