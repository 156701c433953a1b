"""Bases that nobody chose an embedder for get the local one, once it is there."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.platform.context import Platform

ADOPT_JOB: Final = "knowledge.adopt_embedder"


async def defer_adoption(
    session: AsyncSession, platform: Platform, organization_id: UUID, base_id: UUID | None
) -> None:
    """Has a new base, or with None all of the organisation, get the local embedder if nobody has chosen before."""
    base = None if base_id is None else str(base_id)
    await platform.jobs.defer(session, ADOPT_JOB, organization_id=str(organization_id), base_id=base)
