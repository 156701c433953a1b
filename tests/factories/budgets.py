"""Budgets as administrators set them, and calls as they come to them."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from convosphere.engines.llm import CallRecord, ConnectionConfig, FinishReason, Outcome, Usage
from convosphere.features.models.actions import budget_guard, price_of, record_usage
from convosphere.features.models.actions.budgets.noting import all_noted
from convosphere.features.models.repository import add_budget
from convosphere.features.models.tables import Budget
from convosphere.features.models.types import (
    BudgetPeriod,
    BudgetSubject,
    CallContext,
    Purpose,
    ResolvedModel,
    UnknownPrice,
)
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

OPENAI = ConnectionConfig(str(UUID(int=1)), "openai", None, "sk-1")
LOCAL = replace(OPENAI, id=str(UUID(int=2)), base_url="http://127.0.0.1:11434/v1")
# 2.50 USD a million tokens in, 10 USD a million out.
PRICED = ResolvedModel(UUID(int=3), "gpt-4o", "GPT-4o", OPENAI, 128_000)
UNPRICED = ResolvedModel(UUID(int=4), "llama3.2", "Llama", LOCAL, 8_192)
BUILTIN = ResolvedModel(UUID(int=5), "builtin", "Builtin", ConnectionConfig(str(UUID(int=6)), "builtin"), None)


async def create_budget(platform: Platform, organization_id: UUID, **changes: Any) -> UUID:
    """A budget of the organisation for a day, unless `changes` (columns) say otherwise; its id."""
    now = platform.clock.now()
    values: dict[str, Any] = {
        "id": new_id(),
        "organization_id": organization_id,
        "subject_kind": BudgetSubject.ORGANIZATION,
        "subject_id": organization_id,
        "each_member": False,
        "period": BudgetPeriod.DAY,
        "time_zone": "UTC",
        "money": None,
        "tokens": None,
        "warn_percent": 80,
        "unknown_price": UnknownPrice.ALLOW,
        "enabled": True,
        "created_at": now,
        "updated_at": now,
    }
    values |= changes
    async with platform.database.transaction(organization_id) as session:
        await add_budget(session, Budget(**values))
    found: UUID = values["id"]
    return found


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks models."""

    platform: Platform
    context: CallContext

    async def admit(self, tokens: int = 1_000, most: int | None = 500, model: ResolvedModel = PRICED) -> UUID | None:
        """Asks the guard before a call, and waits until what it notes can be seen."""
        found = await budget_guard(self.platform, self.context).admit(model, tokens, most)
        await all_noted([] if found is None else [found])
        return found

    async def end(
        self,
        reservation: UUID | None,
        tokens: tuple[int, int] = (1_000, 500),
        model: ResolvedModel = PRICED,
        outcome: Outcome = Outcome.COMPLETED,
    ) -> Decimal | None:
        """Records the end of a call as its caller does; what it cost."""
        record = call(self.platform.clock.now(), model, tokens, outcome, reservation)
        cost = await price_of(model, record)
        async with self.platform.database.transaction(self.context.organization_id) as session:
            record_usage(session, self.context, record, cost)
        return cost


def caller(
    platform: Platform,
    organization_id: UUID,
    person_id: UUID | None,
    *,
    api_key_id: UUID | None = None,
    message_id: UUID | None = None,
    purpose: Purpose = Purpose.CHAT,
) -> Caller:
    """Somebody who asks models."""
    context = CallContext(organization_id, purpose, person_id, None, message_id, api_key_id)
    return Caller(platform, context)


def call(
    at: datetime,
    model: ResolvedModel,
    tokens: tuple[int, int],
    outcome: Outcome = Outcome.COMPLETED,
    reservation: UUID | None = None,
) -> CallRecord:
    """A call as the gateway reports it."""
    return CallRecord(
        connection_id=model.connection.id,
        provider=model.provider,
        base_url=model.connection.base_url,
        model=model.name,
        started_at=at,
        outcome=outcome,
        finish_reason=FinishReason.STOP if outcome is Outcome.COMPLETED else None,
        usage=Usage(*tokens),
        time_to_first_token=0.25,
        duration=1.5,
        error=None,
        reservation=reservation,
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """A row of `budget_balances`."""

    holder_id: UUID
    period_start: datetime
    spent_money: Decimal
    reserved_money: Decimal
    spent_tokens: int
    reserved_tokens: int
    unpriced_calls: int
    warned_at: datetime | None
    exhausted_at: datetime | None


async def balances(platform: Platform, organization_id: UUID, budget_id: UUID) -> list[Balance]:
    """All balances of a budget, the oldest period first."""
    names = list(Balance.__dataclass_fields__)
    query = text(
        f"SELECT {', '.join(names)} FROM budget_balances WHERE budget_id = :id ORDER BY period_start, holder_id"  # noqa: S608 - constants
    )
    async with platform.database.transaction(organization_id) as session:
        return [Balance(*row) for row in await session.execute(query, {"id": budget_id})]


async def balance(platform: Platform, organization_id: UUID, budget_id: UUID) -> Balance:
    """The only balance of a budget."""
    (found,) = await balances(platform, organization_id, budget_id)
    return found


async def usage_rows(platform: Platform, organization_id: UUID) -> list[dict[str, Any]]:
    """All usage records of an organisation in their order."""
    async with platform.database.transaction(organization_id) as session:
        rows = await session.execute(text("SELECT * FROM usage_records ORDER BY id"))
        return [dict(row) for row in rows.mappings()]


async def reservations(platform: Platform, organization_id: UUID) -> list[dict[str, Any]]:
    """All reservations of an organisation, lost ones too."""
    async with platform.database.transaction(organization_id) as session:
        rows = await session.execute(text("SELECT * FROM budget_reservations ORDER BY id"))
        return [dict(row) for row in rows.mappings()]
