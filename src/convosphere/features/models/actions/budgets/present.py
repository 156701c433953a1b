"""Budgets and balances as the API shows them, with the names of those they limit."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.subjects import names_of
from convosphere.features.accounts.types import Subject
from convosphere.features.models import repository
from convosphere.features.models.repository import BudgetRow
from convosphere.features.models.schemas import BudgetBalanceOut, BudgetCurrent, BudgetOut, BudgetSubjectOut
from convosphere.features.models.tables import Budget, BudgetBalance
from convosphere.features.models.types import BudgetSubject


async def present_budgets(session: AsyncSession, rows: Sequence[BudgetRow]) -> list[BudgetOut]:
    """Budgets of one organisation; at most three statements for any number of them."""
    names = await _names(session, [budget for budget, _ in rows])
    return [
        BudgetOut(
            id=budget.id,
            subject=BudgetSubjectOut(
                kind=BudgetSubject(budget.subject_kind), id=budget.subject_id, name=names.get(budget.subject_id)
            ),
            each_member=budget.each_member,
            period=budget.period,
            time_zone=budget.time_zone,
            money=budget.money,
            tokens=budget.tokens,
            warn_percent=budget.warn_percent,
            unknown_price=budget.unknown_price,
            enabled=budget.enabled,
            current=BudgetCurrent(
                starts_at=current.starts_at,
                ends_at=current.ends_at,
                spent_money=current.spent_money,
                reserved_money=current.reserved_money,
                spent_tokens=current.spent_tokens,
                reserved_tokens=current.reserved_tokens,
                calls_without_price=current.unpriced_calls,
                holders=current.holders,
                near=current.near,
                exhausted=current.exhausted,
            ),
            created_at=budget.created_at,
            updated_at=budget.updated_at,
        )
        for budget, current in rows
    ]


async def present_balances(
    session: AsyncSession, budget: Budget, rows: Sequence[BudgetBalance]
) -> list[BudgetBalanceOut]:
    """What holders of one budget have used."""
    if budget.each_member:
        people: list[Subject] = [("person", row.holder_id) for row in rows]
        names = {subject_id: name for (_, subject_id), name in (await names_of(session, people)).items()}
    else:
        names = await _names(session, [budget] if rows else [])
    return [
        BudgetBalanceOut(
            holder_id=row.holder_id,
            name=names.get(row.holder_id),
            spent_money=row.spent_money,
            reserved_money=row.reserved_money,
            spent_tokens=row.spent_tokens,
            reserved_tokens=row.reserved_tokens,
            calls_without_price=row.unpriced_calls,
            warned_at=row.warned_at,
            exhausted_at=row.exhausted_at,
        )
        for row in rows
    ]


async def _names(session: AsyncSession, budgets: Sequence[Budget]) -> dict[UUID, str]:
    subjects: list[Subject] = []
    keys: list[UUID] = []
    found: dict[UUID, str] = {}
    for budget in budgets:
        match budget.subject_kind:
            case BudgetSubject.ORGANIZATION if not found:
                name = await repository.organization_name(session, budget.organization_id)
                found |= {} if name is None else {budget.organization_id: name}
            case BudgetSubject.GROUP:
                subjects.append(("group", budget.subject_id))
            case BudgetSubject.PERSON:
                subjects.append(("person", budget.subject_id))
            case BudgetSubject.API_KEY:
                keys.append(budget.subject_id)
    if keys:
        found |= await repository.key_names(session, budgets[0].organization_id, keys)
    named = await names_of(session, subjects)
    return found | {subject_id: name for (_, subject_id), name in named.items()}
