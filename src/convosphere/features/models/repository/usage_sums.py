"""Usage records summed up, as a whole and by groups; and one by one, for an export. Sums are exact: the database's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, Uuid, case, cast, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from convosphere.features.accounts.tables import ApiKey, Person
from convosphere.features.models.tables import Connection, UsageRecord
from convosphere.features.models.types import BUILT_IN, LOST, Purpose, UsageBy
from convosphere.platform.database import Page, decode_text_cursor, encode_text_cursor
from convosphere.platform.errors import InvalidInputError

_NONE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Span:
    """Which records: of an organisation, from `since` on and before `until`, if that is not None; with `of`, only those
    of its group `key` (empty: of none).
    """

    organization_id: UUID
    since: datetime
    until: datetime | None = None
    of: UsageBy | None = None
    key: str = ""
    # When days begin.
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class UsageTotals:
    """Sums over usage records. `cost` adds up the calls whose price is known; `unpriced` counts the others."""

    calls: int
    completed: int
    stopped: int
    failed: int
    lost: int
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int
    reasoning_tokens: int
    cost: Decimal
    unpriced: int


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """The sums of one group. `key` empty: what belongs to none."""

    key: str
    totals: UsageTotals


async def sum_usage(session: AsyncSession, span: Span) -> tuple[UsageTotals, int | None]:
    """The sums of a span, and the median time to a first token in milliseconds."""
    median = func.percentile_disc(0.5).within_group(UsageRecord.time_to_first_token_ms)
    *sums, first_token = (await session.execute(select(*_sums(), median).where(*_within(span)))).one()
    return UsageTotals(*sums), first_token


async def group_usage(
    session: AsyncSession, span: Span, by: UsageBy, *, limit: int, cursor: str | None
) -> Page[GroupTotals]:
    """The sums of a span by groups: days in their order, everything else the most expensive first."""
    key = _key(by, span.time_zone).label("key")
    grouped = select(key, *_sums()).where(*_within(span)).group_by(key).subquery()
    columns = grouped.c
    tokens = (columns.input_tokens + columns.output_tokens).label("tokens")
    place = cast(func.md5(columns.key), Uuid).label("place")
    query = select(*columns, tokens, place).limit(limit + 1)
    if by is UsageBy.DAY:
        query = query.order_by(columns.key)
        if cursor is not None:
            query = query.where(columns.key > decode_text_cursor(cursor)[0])
    else:
        query = query.order_by(columns.cost.desc(), tokens.desc(), place.desc())
        if cursor is not None:
            query = query.where(tuple_(columns.cost, tokens, place) < tuple_(*_read_place(cursor)))
    rows = (await session.execute(query)).all()
    items = [GroupTotals(row[0], UsageTotals(*row[1:-2])) for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(items, None)
    last = rows[limit - 1]
    if by is UsageBy.DAY:
        return Page(items, encode_text_cursor(last.key, _NONE))
    return Page(items, encode_text_cursor(f"{last.cost}:{last.tokens}", last.place))


async def name_groups(
    session: AsyncSession, organization_id: UUID, by: UsageBy, keys: Sequence[UUID]
) -> dict[UUID, Any]:
    """Names (of keys: with their person's) of people, connections or API keys that are still there."""
    if not keys:
        return {}
    if by is UsageBy.PERSON:
        query = select(Person.id, Person.name, Person.email).where(Person.organization_id == organization_id)
        rows = await session.execute(query.where(Person.id.in_(keys)))
    elif by is UsageBy.MODEL:
        query = select(Connection.id, Connection.name, Connection.provider)
        rows = await session.execute(
            query.where(Connection.organization_id == organization_id, Connection.id.in_(keys))
        )
    else:
        query = select(ApiKey.id, ApiKey.name, Person.name).join(Person, Person.id == ApiKey.person_id)
        rows = await session.execute(query.where(ApiKey.organization_id == organization_id, ApiKey.id.in_(keys)))
    return {row[0]: (row[1], row[2]) for row in rows}


async def list_records(
    session: AsyncSession, span: Span, *, limit: int, after: tuple[datetime, UUID] | None
) -> Sequence[Any]:
    """Records in the order in which calls began, with the names of whom and what they are about as far as they exist.

    `after`: time and id of the last one that was read.
    """
    query = (
        select(
            UsageRecord,
            Person.name.label("person"),
            Connection.name.label("connection"),
            ApiKey.name.label("api_key"),
        )
        .outerjoin(Person, Person.id == UsageRecord.person_id)
        .outerjoin(Connection, Connection.id == UsageRecord.connection_id)
        .outerjoin(ApiKey, ApiKey.id == UsageRecord.api_key_id)
        .where(*_within(span))
        .order_by(UsageRecord.at, UsageRecord.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(UsageRecord.at, UsageRecord.id) > tuple_(*after))
    return (await session.execute(query)).all()


def _within(span: Span) -> tuple[ColumnElement[bool], ...]:
    found = [UsageRecord.organization_id == span.organization_id, UsageRecord.at >= span.since]
    if span.until is not None:
        found.append(UsageRecord.at < span.until)
    if span.of is not None:
        found.append(_key(span.of, span.time_zone) == span.key)
    return tuple(found)


def _key(by: UsageBy, time_zone: str) -> ColumnElement[str]:
    """What a record's group is called; empty: it belongs to none."""
    return func.coalesce(_name(by, time_zone), "")


def _name(by: UsageBy, time_zone: str) -> ColumnElement[Any]:
    record = UsageRecord
    match by:
        case UsageBy.DAY:
            return func.to_char(func.timezone(time_zone, record.at), "YYYY-MM-DD")
        case UsageBy.MODEL:
            return func.coalesce(cast(record.connection_id, Text), "").concat("/").concat(record.model_name)
        case UsageBy.PERSON:
            return cast(record.person_id, Text)
        case UsageBy.ASSISTANT:
            built_in = case((record.purpose.in_([each for each in Purpose if each.of_assistant]), BUILT_IN))
            return func.coalesce(cast(record.assistant_id, Text), built_in)
        case UsageBy.API_KEY:
            return cast(record.api_key_id, Text)
        case UsageBy.PURPOSE:
            return record.purpose.expression


def _sums() -> tuple[ColumnElement[Any], ...]:
    """In the order of `UsageTotals`."""
    record = UsageRecord

    def ended(outcome: str) -> ColumnElement[int]:
        return func.count(case((record.outcome == outcome, 1))).label(outcome)

    def total(column: InstrumentedAttribute[int]) -> ColumnElement[int]:
        return func.coalesce(func.sum(column), 0).label(column.key)

    return (
        func.count().label("calls"),
        ended("completed"),
        ended("stopped"),
        ended("failed"),
        ended(LOST),
        total(record.input_tokens),
        total(record.output_tokens),
        total(record.cached_input_tokens),
        total(record.reasoning_tokens),
        func.coalesce(func.sum(record.cost), Decimal(0)).label("cost"),
        func.count(case((record.cost.is_(None), 1))).label("unpriced"),
    )


def _read_place(cursor: str) -> tuple[Decimal, int, UUID]:
    spent, place = decode_text_cursor(cursor)
    cost, _, tokens = spent.partition(":")
    try:
        return Decimal(cost), int(tokens), place
    except (InvalidOperation, ValueError) as error:
        raise InvalidInputError(field="query.cursor", reason="invalid_cursor") from error
