"""Sums of calls."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.usage.span import span_of
from convosphere.features.models.repository import GroupTotals, Span, UsageTotals
from convosphere.features.models.schemas import UsageChoice, UsageGroup, UsageQuery, UsageSummary
from convosphere.features.models.types import CURRENCY, UsageBy
from convosphere.platform.clock import Clock

READ = "usage.read"
_NAMED = frozenset({UsageBy.MODEL, UsageBy.PERSON, UsageBy.API_KEY})


async def summarize_usage(session: AsyncSession, clock: Clock, actor: Actor, query: UsageQuery) -> UsageSummary:
    """The sums of an organisation's calls in a span of time, and a page of them by groups if asked for.

    Raises:
        InvalidInputError: see `span_of`.
    """
    actor.require(READ)
    span = await span_of(session, clock, actor, query)
    totals, first_token = await repository.sum_usage(session, span)
    groups: list[UsageGroup] = []
    next_cursor = None
    if query.by is not None:
        groups, next_cursor = await group_page(session, span, query.by, limit=query.limit, cursor=query.cursor)
    return UsageSummary(
        since=span.since,
        until=span.until or clock.now(),
        currency=CURRENCY,
        median_time_to_first_token_ms=first_token,
        of=await _chosen(session, span),
        groups=groups,
        next_cursor=next_cursor,
        **_sums(totals),
    )


async def _chosen(session: AsyncSession, span: Span) -> UsageChoice | None:
    if span.of is None:
        return None
    names = await _names(session, span.organization_id, span.of, [span.key])
    name, detail = _called(span.key, span.of, names)
    return UsageChoice(by=span.of, key=span.key or None, name=name, detail=detail)


async def group_page(
    session: AsyncSession, span: Span, by: UsageBy, *, limit: int, cursor: str | None
) -> tuple[list[UsageGroup], str | None]:
    """A page of sums by groups, and where the next begins."""
    page = await repository.group_usage(session, span, by, limit=limit, cursor=cursor)
    names = await _names(session, span.organization_id, by, [group.key for group in page.items])
    return [_present(group, by, names) for group in page.items], page.next_cursor


async def _names(session: AsyncSession, organization_id: UUID, by: UsageBy, keys: Sequence[str]) -> dict[UUID, Any]:
    if by not in _NAMED:
        return {}
    ids = [each for key in keys if (each := _id_in(key)) is not None]
    return await repository.name_groups(session, organization_id, by, ids)


def _id_in(key: str) -> UUID | None:
    """A person's or key's id, or that of the connection before a model's name."""
    first = key.partition("/")[0]
    try:
        return UUID(first)
    except ValueError:
        return None


def _present(group: GroupTotals, by: UsageBy, names: dict[UUID, Any]) -> UsageGroup:
    name, detail = _called(group.key, by, names)
    return UsageGroup(key=group.key or None, name=name, detail=detail, **_sums(group.totals))


def _called(key: str, by: UsageBy, names: dict[UUID, Any]) -> tuple[str | None, str | None]:
    """What people call a group, and what tells it from others of that name."""
    known = _id_in(key)
    name, detail = names.get(known, (None, None)) if known is not None else (None, None)
    return (key.partition("/")[2], name) if by is UsageBy.MODEL else (name, detail)


def _sums(totals: UsageTotals) -> dict[str, Any]:
    return {
        "calls": totals.calls,
        "completed": totals.completed,
        "stopped": totals.stopped,
        "failed": totals.failed,
        "lost": totals.lost,
        "input_tokens": totals.input_tokens,
        "output_tokens": totals.output_tokens,
        "cached_input_tokens": totals.cached_input_tokens,
        "reasoning_tokens": totals.reasoning_tokens,
        "cost": totals.cost,
        "calls_without_price": totals.unpriced,
    }
