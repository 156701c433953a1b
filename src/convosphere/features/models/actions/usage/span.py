"""Which span of time is meant."""

import asyncio
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.repository import Span
from convosphere.features.models.schemas import UsageSpan
from convosphere.platform.clock import Clock
from convosphere.platform.errors import FieldProblem, InvalidInputError

# As many days as a page of days can be asked for without losing oneself.
_MOST_DAYS = 3_700


async def span_of(session: AsyncSession, clock: Clock, actor: Actor, query: UsageSpan) -> Span:
    """Which calls are meant: from the first moment of the first day, up to now or the last one of the last day.

    Raises:
        InvalidInputError: nobody knows the time zone, or the span ends before it begins, or is too long; or a group is
            named without saying what kind of group.
    """
    if query.of is None and "key" in query.model_fields_set:
        raise InvalidInputError(problems=[FieldProblem("query.key", "key_without_of")])
    zone = await _zone(session, query.time_zone)
    since, until = _moments(query, clock.now(), zone)
    return Span(actor.organization_id, since, until, query.of, query.key, query.time_zone)


def _moments(query: UsageSpan, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    if query.since is None and query.until is None:
        return now - timedelta(days=query.days), None
    last = query.until or now.astimezone(zone).date()
    first = query.since or last - timedelta(days=query.days - 1)
    if first > last:
        raise InvalidInputError(problems=[FieldProblem("query.to", "span_backwards")])
    if (last - first).days > _MOST_DAYS:
        raise InvalidInputError(problems=[FieldProblem("query.from", "span_too_long", params={"limit": _MOST_DAYS})])
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


async def _zone(session: AsyncSession, name: str) -> ZoneInfo:
    try:
        # The first use of a zone reads a file.
        zone = await asyncio.to_thread(ZoneInfo, name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = None
    if zone is None or (name != "UTC" and not await repository.knows_time_zone(session, name)):
        raise InvalidInputError(problems=[FieldProblem("query.time_zone", "time_zone_unknown")])
    return zone
