"""Usage as a table for other programs: CSV (RFC 4180), page by page, so that any number of calls fits."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.usage.span import span_of
from convosphere.features.models.actions.usage.summary import READ, group_page
from convosphere.features.models.events import UsageExported
from convosphere.features.models.repository import Span
from convosphere.features.models.schemas import UsageSpan
from convosphere.features.models.tables import UsageRecord
from convosphere.features.models.types import UsageBy
from convosphere.platform.context import Platform
from convosphere.platform.csv import csv_rows
from convosphere.platform.events import publish

_PAGE = 1_000

_CALL: Final = [
    "at",
    "person",
    "person_id",
    "api_key",
    "purpose",
    "assistant_id",
    "conversation_id",
    "connection",
    "provider",
    "model",
    "outcome",
    "error_code",
    "input_tokens",
    "output_tokens",
    "cached_input_tokens",
    "cache_write_tokens",
    "reasoning_tokens",
    "estimated",
    "cost_usd",
    "time_to_first_token_ms",
    "duration_ms",
]
_GROUP: Final = [
    "key",
    "name",
    "detail",
    "calls",
    "completed",
    "stopped",
    "failed",
    "lost",
    "input_tokens",
    "output_tokens",
    "cached_input_tokens",
    "reasoning_tokens",
    "cost_usd",
    "calls_without_price",
]


async def export_usage(platform: Platform, actor: Actor, query: UsageSpan) -> AsyncGenerator[bytes, None]:
    """The calls of a span of time, or with `by` their sums, as CSV in pieces; each page is a transaction of its own.

    That it was asked for is audited before the first piece.

    Raises:
        ForbiddenError, InvalidInputError: before the first piece; see `span_of`.
    """
    actor.require(READ)
    async with platform.database.transaction(actor.organization_id) as session:
        span = await span_of(session, platform.clock, actor, query)
        publish(session, _exported(actor, span, query.by))
    if query.by is None:
        return _calls(platform, span)
    return _groups(platform, span, query.by)


def _exported(actor: Actor, span: Span, by: UsageBy | None) -> UsageExported:
    return UsageExported(
        organization_id=actor.organization_id,
        actor_id=actor.person_id,
        address=actor.address,
        since=span.since.astimezone(UTC).isoformat(timespec="seconds"),
        until=None if span.until is None else span.until.astimezone(UTC).isoformat(timespec="seconds"),
        by=by,
        of=span.of,
        key=span.key or None,
    )


async def _calls(platform: Platform, span: Span) -> AsyncGenerator[bytes, None]:
    yield csv_rows([_CALL], mark=True)
    after: tuple[datetime, UUID] | None = None
    while True:
        async with platform.database.transaction(span.organization_id) as session:
            page = await repository.list_records(session, span, limit=_PAGE, after=after)
        if page:
            yield csv_rows([_call(*row) for row in page])
            after = page[-1][0].at, page[-1][0].id
        if len(page) < _PAGE:
            return


async def _groups(platform: Platform, span: Span, by: UsageBy) -> AsyncGenerator[bytes, None]:
    yield csv_rows([_GROUP], mark=True)
    cursor: str | None = None
    while True:
        async with platform.database.transaction(span.organization_id) as session:
            groups, cursor = await group_page(session, span, by, limit=_PAGE, cursor=cursor)
        shown = [group.model_dump(mode="json") for group in groups]
        yield csv_rows([each[name.removesuffix("_usd")] for name in _GROUP] for each in shown)
        if cursor is None:
            return


def _call(record: UsageRecord, person: str | None, connection: str | None, api_key: str | None) -> list[object]:
    return [
        record.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        person,
        record.person_id,
        api_key,
        record.purpose,
        record.assistant_id,
        record.conversation_id,
        connection,
        record.provider,
        record.model_name,
        record.outcome,
        record.error_code,
        record.input_tokens,
        record.output_tokens,
        record.cached_input_tokens,
        record.cache_write_tokens,
        record.reasoning_tokens,
        str(record.estimated).lower(),
        None if record.cost is None else f"{record.cost.normalize():f}",
        record.time_to_first_token_ms,
        record.duration_ms,
    ]
