"""A new organisation comes into being."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.events import OrganizationCreated
from convosphere.features.accounts.repository import organizations
from convosphere.features.accounts.tables import Organization
from convosphere.platform.context import Platform
from convosphere.platform.events import publish


async def found_organization(
    platform: Platform,
    session: AsyncSession,
    organization_id: UUID,
    name: str,
    *,
    actor_id: UUID | None,
    address: str | None,
) -> Organization:
    """Founds an organisation in a transaction that is bound to its id."""
    organization = await organizations.add_organization(
        session, organization_id, name, platform.settings.accounts.registration, platform.clock.now()
    )
    publish(
        session,
        OrganizationCreated(
            organization_id=organization_id,
            actor_id=actor_id,
            subject_type="organization",
            subject_id=str(organization_id),
            address=address,
            name=name,
        ),
    )
    return organization
