"""`installation`: whether the first person has come."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import Installation

# Any constant will do, as long as nobody else takes it.
_FOUNDING_LOCK = 0x436F6E76_666F756E


async def find_default_organization_id(session: AsyncSession) -> UUID | None:
    """The organisation that newcomers join; None: nobody has come yet."""
    return await session.scalar(select(Installation.default_organization_id))


async def lock_founding(session: AsyncSession) -> None:
    """Lets one transaction at a time decide who is the first; freed at its end."""
    await session.execute(select(func.pg_advisory_xact_lock(_FOUNDING_LOCK)))


async def set_default_organization(session: AsyncSession, organization_id: UUID) -> None:
    """Says which organisation newcomers join."""
    session.add(Installation(only_row=True, default_organization_id=organization_id))
    await session.flush()
