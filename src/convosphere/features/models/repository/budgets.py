"""Budgets as administrators see them: with what is used of each in its present period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Row, Select, cast, delete, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import INTERVAL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import ApiKey, Organization, Person
from convosphere.features.models.errors import BudgetNotFoundError
from convosphere.features.models.tables import Budget, BudgetBalance
from convosphere.platform.database import (
    Page,
    decode_cursor,
    decode_text_cursor,
    encode_cursor,
    encode_text_cursor,
)
from convosphere.platform.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Current:
    """What is used of a budget in its present period, by all its holders together."""

    starts_at: datetime
    ends_at: datetime
    spent_money: Decimal
    reserved_money: Decimal
    spent_tokens: int
    reserved_tokens: int
    unpriced_calls: int
    holders: int
    near: int
    exhausted: int


BudgetRow = tuple[Budget, Current]


async def add_budget(session: AsyncSession, budget: Budget) -> None:
    """Stores a new budget.

    Raises:
        sqlalchemy.exc.IntegrityError: there is one for the same people and period.
    """
    session.add(budget)
    await session.flush()


async def get_budget(session: AsyncSession, organization_id: UUID, budget_id: UUID, *, lock: bool = False) -> Budget:
    """A budget; `lock` keeps others from changing it in this transaction.

    Raises:
        BudgetNotFoundError: there is none, or it is another organisation's.
    """
    query = select(Budget).where(Budget.organization_id == organization_id, Budget.id == budget_id)
    budget = await session.scalar(query.with_for_update() if lock else query)
    if budget is None:
        raise BudgetNotFoundError
    return budget


async def show_budget(session: AsyncSession, organization_id: UUID, budget_id: UUID, now: datetime) -> BudgetRow:
    """A budget with what is used of it.

    Raises:
        BudgetNotFoundError: there is none, or it is another organisation's.
    """
    row = (await session.execute(_with_current(organization_id, now).where(Budget.id == budget_id))).one_or_none()
    if row is None:
        raise BudgetNotFoundError
    return _read(row)


async def list_budgets(
    session: AsyncSession,
    organization_id: UUID,
    now: datetime,
    *,
    subject_id: UUID | None,
    limit: int,
    cursor: str | None,
) -> Page[BudgetRow]:
    """Budgets, the oldest first, with what is used of them; with `subject_id` only those of one subject."""
    query = _with_current(organization_id, now).order_by(Budget.created_at, Budget.id).limit(limit + 1)
    if subject_id is not None:
        query = query.where(Budget.subject_id == subject_id)
    if cursor is not None:
        query = query.where(tuple_(Budget.created_at, Budget.id) > tuple_(*decode_cursor(cursor)))
    rows = [_read(row) for row in await session.execute(query)]
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1][0].created_at, items[-1][0].id) if len(rows) > limit else None)


async def list_balances(
    session: AsyncSession, budget: Budget, now: datetime, *, limit: int, cursor: str | None
) -> Page[BudgetBalance]:
    """What each holder has used of a loaded budget in its present period, those who have used most first."""
    order = (BudgetBalance.spent_money, BudgetBalance.spent_tokens, BudgetBalance.holder_id)
    query = (
        select(BudgetBalance)
        .where(
            BudgetBalance.organization_id == budget.organization_id,
            BudgetBalance.budget_id == budget.id,
            BudgetBalance.period_start == func.date_trunc(budget.period, _moment(now), budget.time_zone),
        )
        .order_by(*(column.desc() for column in order))
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(tuple_(*order) < tuple_(*_place(cursor)))
    rows = (await session.scalars(query)).all()
    items = rows[:limit]
    if len(rows) <= limit:
        return Page(items, None)
    last = items[-1]
    return Page(items, encode_text_cursor(f"{last.spent_money}:{last.spent_tokens}", last.holder_id))


async def delete_budget(session: AsyncSession, budget: Budget) -> None:
    """Removes a loaded budget with its balances; calls that run on go on."""
    await session.execute(delete(Budget).where(Budget.id == budget.id))


async def delete_budgets_of(session: AsyncSession, organization_id: UUID, subject_id: UUID) -> None:
    """Removes the budgets of a subject that is gone."""
    await session.execute(
        delete(Budget).where(Budget.organization_id == organization_id, Budget.subject_id == subject_id)
    )


async def tell_anew(session: AsyncSession, budget: Budget) -> None:
    """Forgets that people were told, in all balances: a changed limit is told of again when it is reached."""
    await session.execute(
        update(BudgetBalance)
        .where(BudgetBalance.organization_id == budget.organization_id, BudgetBalance.budget_id == budget.id)
        .values(warned_at=None, exhausted_at=None),
        execution_options={"synchronize_session": False},
    )


async def knows_time_zone(session: AsyncSession, name: str) -> bool:
    """Whether the database knows a time zone, too: it is who says when a day begins."""
    try:
        async with session.begin_nested():
            await session.execute(text("SELECT now() AT TIME ZONE :name"), {"name": name})
    except DBAPIError:
        return False
    return True


async def find_api_key(session: AsyncSession, organization_id: UUID, key_id: UUID) -> str | None:
    """The name of a key that was not revoked."""
    query = select(ApiKey.name).where(
        ApiKey.organization_id == organization_id, ApiKey.id == key_id, ApiKey.revoked_at.is_(None)
    )
    return await session.scalar(query)


async def organization_name(session: AsyncSession, organization_id: UUID) -> str | None:
    """What the organisation is called."""
    return await session.scalar(select(Organization.name).where(Organization.id == organization_id))


async def key_names(session: AsyncSession, organization_id: UUID, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Names of keys with their persons': «Nightly report (Ada Lovelace)»; revoked ones, too."""
    if not ids:
        return {}
    query = (
        select(ApiKey.id, ApiKey.name, Person.name)
        .join(Person, Person.id == ApiKey.person_id)
        .where(ApiKey.organization_id == organization_id, ApiKey.id.in_(ids))
    )
    return {key_id: f"{name} ({person})" for key_id, name, person in await session.execute(query)}


def _moment(now: datetime) -> ColumnElement[datetime]:
    return cast(now, DateTime(timezone=True))


def _with_current(organization_id: UUID, now: datetime) -> Select[Any]:
    starts_at = func.date_trunc(Budget.period, _moment(now), Budget.time_zone)
    local = func.date_trunc(Budget.period, func.timezone(Budget.time_zone, _moment(now)))
    ends_at = func.timezone(Budget.time_zone, local + cast(func.concat("1 ", Budget.period), INTERVAL))
    held = BudgetBalance
    used = (
        select(
            func.coalesce(func.sum(held.spent_money), 0).label("spent_money"),
            func.coalesce(func.sum(held.reserved_money), 0).label("reserved_money"),
            cast(func.coalesce(func.sum(held.spent_tokens), 0), Budget.tokens.type).label("spent_tokens"),
            cast(func.coalesce(func.sum(held.reserved_tokens), 0), Budget.tokens.type).label("reserved_tokens"),
            cast(func.coalesce(func.sum(held.unpriced_calls), 0), Budget.tokens.type).label("unpriced_calls"),
            func.count().label("holders"),
            func.count(held.warned_at).label("near"),
            func.count(held.exhausted_at).label("exhausted"),
        )
        .where(held.organization_id == organization_id, held.budget_id == Budget.id, held.period_start == starts_at)
        .lateral("used")
    )
    query: Select[Any] = (
        select(Budget, starts_at.label("starts_at"), ends_at.label("ends_at"), *used.c)
        .join(used, text("true"))
        .where(Budget.organization_id == organization_id)
    )
    return query


def _read(row: Row[Any]) -> BudgetRow:
    budget, *current = list[Any](row)
    return budget, Current(*current)


def _place(cursor: str) -> tuple[Decimal, int, UUID]:
    spent, holder_id = decode_text_cursor(cursor)
    money, _, tokens = spent.partition(":")
    try:
        return Decimal(money), int(tokens), holder_id
    except (InvalidOperation, ValueError) as error:
        raise InvalidInputError(field="query.cursor", reason="invalid_cursor") from error
