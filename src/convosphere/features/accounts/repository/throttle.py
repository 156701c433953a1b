"""`sign_in_attempts`: counters in PostgreSQL, so that all replicas count together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.rules import THROTTLE_WINDOW
from convosphere.features.accounts.tables import ThrottleCounter

# So many expired counters are removed with each attempt: more than come in, so they never pile up.
_SWEEP = 5


@dataclass(frozen=True, slots=True)
class Count:
    """How many attempts the window that began at `window_started_at` holds."""

    attempts: int
    window_started_at: datetime


async def count_attempt(session: AsyncSession, key: bytes, now: datetime) -> Count:
    """Counts one attempt before it is made, so that many at once cannot slip through, and returns the sum."""
    expired = ThrottleCounter.window_started_at <= now - THROTTLE_WINDOW
    counted = await session.execute(
        insert(ThrottleCounter)
        .values(key=key, window_started_at=now, attempts=1)
        .on_conflict_do_update(
            index_elements=[ThrottleCounter.key],
            set_={
                "attempts": case((expired, 1), else_=ThrottleCounter.attempts + 1),
                "window_started_at": case((expired, now), else_=ThrottleCounter.window_started_at),
            },
        )
        .returning(ThrottleCounter.attempts, ThrottleCounter.window_started_at)
    )
    row = counted.one()
    return Count(row.attempts, row.window_started_at)


async def forgive_attempt(session: AsyncSession, key: bytes) -> None:
    """Takes one attempt back: it was no failure."""
    await session.execute(
        update(ThrottleCounter)
        .where(ThrottleCounter.key == key, ThrottleCounter.attempts > 0)
        .values(attempts=ThrottleCounter.attempts - 1)
    )


async def forget_attempts(session: AsyncSession, key: bytes) -> None:
    """Starts counting afresh."""
    await session.execute(delete(ThrottleCounter).where(ThrottleCounter.key == key))


async def sweep_expired(session: AsyncSession, now: datetime) -> None:
    """Removes a few counters whose window is over."""
    expired = (
        select(ThrottleCounter.key)
        .where(ThrottleCounter.window_started_at <= now - THROTTLE_WINDOW)
        .limit(_SWEEP)
        .with_for_update(skip_locked=True)
    )
    await session.execute(delete(ThrottleCounter).where(ThrottleCounter.key.in_(expired)))
