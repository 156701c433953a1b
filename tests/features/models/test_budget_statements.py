"""What budgets cost the database: exact numbers, so that growth is a decision and no accident."""

from decimal import Decimal

import pytest
from httpx import AsyncClient

from convosphere.features.accounts.types import Role
from convosphere.features.models.errors import BudgetExceededError
from convosphere.platform.context import Platform
from tests.factories.budgets import caller, create_budget
from tests.features.models.conftest import Joins, Member

# Every transaction: one statement binds the organisation. Every request besides: one finds out who asks.
BIND = 1
WHO = 2


@pytest.mark.parametrize("budgets", [0, 1, 4])
async def test_a_call_costs_the_same_however_many_budgets_limit_it(
    platform: Platform, owner: Member, statements: list[str], budgets: int
) -> None:
    for number in range(budgets):
        period, each = ("day", "month")[number % 2], number > 1
        await create_budget(platform, owner.organization_id, tokens=10_000, period=period, each_member=each)
    asks = caller(platform, owner.organization_id, owner.person_id)
    for _ in range(2):
        statements.clear()
        reservation = await asks.admit()
        assert len(statements) == BIND + 1, statements
        statements.clear()
        await asks.end(reservation)
        # The record comes, the reservation goes and the balances change.
        assert len(statements) == BIND + 1, statements


async def test_a_refusal(platform: Platform, owner: Member, statements: list[str]) -> None:
    await create_budget(platform, owner.organization_id, tokens=2_000)
    asks = caller(platform, owner.organization_id, owner.person_id)
    await asks.end(await asks.admit())
    for first in (1, 0):
        statements.clear()
        with pytest.raises(BudgetExceededError):
            await asks.admit()
        # What was tried, and then why not, which is noted the first time.
        assert len(statements) == BIND + 1 + BIND + 2, (first, statements)


async def test_requests(
    client: AsyncClient, platform: Platform, owner: Member, joins: Joins, statements: list[str]
) -> None:
    for _ in range(3):
        member = await joins(Role.MEMBER)
        await create_budget(
            platform, owner.organization_id, money=Decimal(5), subject_kind="person", subject_id=member.person_id
        )
    budget = await create_budget(platform, owner.organization_id, tokens=5_000, each_member=True)
    asks = caller(platform, owner.organization_id, owner.person_id)
    await asks.end(await asks.admit())
    for path, own in (
        # Budgets with their balances; the organisation's name; people's and groups' names.
        ("/budgets", 3),
        (f"/budgets/{budget}", 2),
        (f"/budgets/{budget}/balances", 3),
        ("/budgets/mine", 1),
        ("/usage/summary", 1),
        ("/usage/summary?by=model", 3),
        ("/usage/summary?by=purpose", 2),
    ):
        statements.clear()
        response = await client.get(f"/api/v1{path}", headers=owner.headers)
        assert response.status_code == 200, response.text
        assert len(statements) == WHO + own, (path, statements)
