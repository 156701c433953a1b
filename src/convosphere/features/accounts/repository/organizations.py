"""`organizations`: the one that the transaction is bound to is the only one visible."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import Organization
from convosphere.features.accounts.types import RegistrationPolicy
from convosphere.platform.errors import NotFoundError


async def add_organization(
    session: AsyncSession, organization_id: UUID, name: str, registration: RegistrationPolicy, now: datetime
) -> Organization:
    """A new tenant; the transaction must be bound to its id."""
    organization = Organization(
        id=organization_id, name=name, registration=registration, created_at=now, updated_at=now
    )
    session.add(organization)
    await session.flush()
    return organization


async def get_organization(session: AsyncSession, organization_id: UUID, *, lock: bool = False) -> Organization:
    """The organisation; with `lock` nobody changes it until the transaction ends.

    Raises:
        NotFoundError: the transaction is not bound to it, or it is gone.
    """
    query = select(Organization).where(Organization.id == organization_id)
    organization = await session.scalar(query.with_for_update() if lock else query)
    if organization is None:
        raise NotFoundError
    return organization
