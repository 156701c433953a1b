"""What is left to a program, in the headers that OpenAI's clients know (`x-ratelimit-…`)."""

from datetime import datetime

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.actions import Pace
from convosphere.features.models.actions import find_token_allowance
from convosphere.features.models.types import BudgetFacts, BudgetUnit
from convosphere.platform.context import Platform

_log = structlog.get_logger(__name__)


def pace_headers(pace: Pace) -> dict[str, str]:
    """Of requests: how many a minute, how many may follow at once, and when all are there again."""
    return _headers("requests", pace.limit, pace.remaining, pace.reset)


async def token_headers(platform: Platform, caller: Actor) -> dict[str, str]:
    """Of tokens: what the tightest budget allows in its period, what is left, when it begins anew. None: none.

    Without the database the answer goes out without them.
    """
    try:
        allowance = await find_token_allowance(platform, caller)
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        _log.warning("allowance_not_known", error=str(error))
        return {}
    if allowance is None:
        return {}
    reset = (allowance.ends_at - platform.clock.now()).total_seconds()
    return _headers("tokens", allowance.limit, allowance.left, reset)


def refused_headers(facts: BudgetFacts, now: datetime) -> dict[str, str]:
    """Of the budget that refused a call, if it is one of tokens."""
    if facts.unit is not BudgetUnit.TOKENS:
        return {}
    left = max(int(facts.limit - facts.spent), 0)
    return _headers("tokens", int(facts.limit), left, (facts.ends_at - now).total_seconds())


def _headers(of: str, limit: int, remaining: int, reset: float) -> dict[str, str]:
    return {
        f"x-ratelimit-limit-{of}": str(limit),
        f"x-ratelimit-remaining-{of}": str(remaining),
        f"x-ratelimit-reset-{of}": duration(reset),
    }


def duration(seconds: float) -> str:
    """As OpenAI writes it: `20ms`, `8.64s`, `6m0s`, `23h59m1s`."""
    milliseconds = max(round(seconds * 1000), 0)
    if milliseconds < 1000:  # noqa: PLR2004 - a second
        return f"{milliseconds}ms"
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    text = f"{rest / 1000:.3f}".rstrip("0").rstrip(".") + "s"
    if hours:
        return f"{hours}h{minutes}m{text}"
    return f"{minutes}m{text}" if minutes else text
