"""Whom to tell of a budget, and what."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import ApiKey, Person
from convosphere.features.accounts.types import ADMINISTRATORS
from convosphere.features.models.repository.settling import BalanceKey
from convosphere.features.models.tables import Budget
from convosphere.features.models.types import BudgetFacts, BudgetPeriod, BudgetSubject, BudgetUnit

_FACTS = text(
    """
SELECT b.*, h.spent_money, h.spent_tokens, coalesce(g.name, k.name) AS name,
       (h.period_start AT TIME ZONE b.time_zone) + CAST('1 ' || b.period AS interval) AS ends_local,
       ((h.period_start AT TIME ZONE b.time_zone) + CAST('1 ' || b.period AS interval)) AT TIME ZONE b.time_zone
           AS ends_at
  FROM budgets b
  JOIN budget_balances h ON h.budget_id = b.id
  LEFT JOIN groups g ON g.organization_id = b.organization_id AND g.id = b.subject_id
  LEFT JOIN api_keys k ON k.organization_id = b.organization_id AND k.id = b.subject_id
 WHERE b.organization_id = :organization_id AND b.id = :budget_id
   AND h.holder_id = :holder_id AND h.period_start = :period_start
"""
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with an open account, to be written to in their language."""

    email: str
    name: str
    locale: str


async def recipients_of(session: AsyncSession, organization_id: UUID, key: BalanceKey) -> Sequence[UUID]:
    """Who is to be told: the person, or the key's person; of a common budget the administrators."""
    budget = await session.scalar(
        select(Budget).where(Budget.organization_id == organization_id, Budget.id == key.budget_id)
    )
    if budget is None:
        return []
    people = select(Person.id).where(Person.organization_id == organization_id, Person.deactivated_at.is_(None))
    if budget.each_member or budget.subject_kind == BudgetSubject.PERSON:
        people = people.where(Person.id == key.holder_id)
    elif budget.subject_kind == BudgetSubject.API_KEY:
        people = people.where(Person.id == select(ApiKey.person_id).where(ApiKey.id == key.holder_id).scalar_subquery())
    else:
        people = people.where(Person.role.in_(ADMINISTRATORS))
    return (await session.scalars(people.order_by(Person.id))).all()


async def find_reader(session: AsyncSession, organization_id: UUID, person_id: UUID) -> Reader | None:
    """A person to write to; None: their account is closed."""
    query = select(Person.email, Person.name, Person.locale).where(
        Person.organization_id == organization_id, Person.id == person_id, Person.deactivated_at.is_(None)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Reader(row.email, row.name, row.locale)


async def facts_to_tell(session: AsyncSession, organization_id: UUID, key: BalanceKey) -> BudgetFacts | None:
    """A budget as it stands, in the unit of which more is used; None: it was deleted."""
    values = {
        "organization_id": organization_id,
        "budget_id": key.budget_id,
        "holder_id": key.holder_id,
        "period_start": key.period_start,
    }
    row = (await session.execute(_FACTS, values)).mappings().one_or_none()
    if row is None:
        return None
    used = [
        (_share(spent, most), unit, Decimal(most), Decimal(spent))
        for unit, spent, most in (
            (BudgetUnit.MONEY, row["spent_money"], row["money"]),
            (BudgetUnit.TOKENS, row["spent_tokens"], row["tokens"]),
        )
        if most is not None
    ]
    _, unit, most, spent = max(used, key=lambda each: each[0])
    return BudgetFacts(
        budget_id=row["id"],
        subject_kind=BudgetSubject(row["subject_kind"]),
        each_member=row["each_member"],
        period=BudgetPeriod(row["period"]),
        unit=unit,
        limit=most,
        spent=spent,
        needed=Decimal(0),
        ends_at=row["ends_at"],
        ends_local=row["ends_local"],
        time_zone=row["time_zone"],
        name=row["name"],
    )


def _share(spent: Decimal | int, most: Decimal | int) -> Decimal:
    return Decimal(spent) / Decimal(most) if most else Decimal(1)
