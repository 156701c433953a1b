"""How fast a program may ask: so many requests a minute, over all processes together."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from convosphere.features.accounts.types import Actor
from convosphere.features.assistants import repository
from convosphere.platform.context import Platform

_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a key stands after a request. Times in seconds.

    `remaining`: requests that may follow at once; `reset`: until all are there again. `wait`: until the next one may
    come; None: this one could.
    """

    limit: int
    remaining: int
    reset: float
    wait: float | None


async def keep_pace(platform: Platform, actor: Actor) -> Pace | None:
    """Counts a request of the actor's API key; None: they came without one.

    A key that rested has a minute's requests at once, and from then on one more whenever its time has passed.
    """
    if actor.api_key_id is None:
        return None
    limit = platform.settings.api.requests_per_minute
    step = _MINUTE / limit
    now = platform.clock.now()
    async with platform.database.transaction(actor.organization_id) as session:
        taken = await repository.take_step(
            session, actor.organization_id, actor.api_key_id, now, step=step, span=_MINUTE
        )
    used = max(taken.rested_at - now, timedelta(0))
    if taken.allowed:
        # Steps are whole microseconds, so that a minute has a little more or less than all of them.
        return Pace(limit, min(round((_MINUTE - used) / step), limit), used.total_seconds(), None)
    return Pace(limit, 0, used.total_seconds(), max((used + step - _MINUTE).total_seconds(), 0.0))
