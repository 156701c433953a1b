"""The paces of programs in PostgreSQL, so that all processes count together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.assistants.tables import ApiPace

# One statement decides and counts, so that many at once cannot slip through. What is lost in a crash is the pace of
# the last moment, so that nobody waits for the disk.
_STEP = text(
    """
INSERT INTO api_paces AS p (api_key_id, organization_id, rested_at)
VALUES (:api_key_id, :organization_id, CAST(:now AS timestamptz) + CAST(:step AS interval))
ON CONFLICT (api_key_id) DO UPDATE
   SET rested_at = greatest(p.rested_at, :now) + CAST(:step AS interval)
 WHERE greatest(p.rested_at, :now) + CAST(:step AS interval) <= CAST(:now AS timestamptz) + CAST(:span AS interval)
RETURNING rested_at, set_config('synchronous_commit', 'off', true)
"""
)


@dataclass(frozen=True, slots=True)
class Step:
    """A request, counted or not: `rested_at` is when the key has all of its span again."""

    allowed: bool
    rested_at: datetime


async def take_step(
    session: AsyncSession, organization_id: UUID, api_key_id: UUID, now: datetime, *, step: timedelta, span: timedelta
) -> Step:
    """Counts a request that takes `step` of the `span` that a key has, unless that is used up."""
    values = {
        "organization_id": organization_id,
        "api_key_id": api_key_id,
        "now": now,
        "step": step,
        "span": span,
    }
    row = (await session.execute(_STEP, values)).one_or_none()
    if row is not None:
        return Step(allowed=True, rested_at=row.rested_at)
    rested_at = await session.scalar(select(ApiPace.rested_at).where(ApiPace.api_key_id == api_key_id))
    return Step(allowed=False, rested_at=rested_at or now)
