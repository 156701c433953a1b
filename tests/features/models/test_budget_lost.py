"""Calls that are never recorded, or recorded twice: counted once, as what they were or the most they can have been."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.models.actions import lose_calls, sweep_lost
from convosphere.features.models.actions.budgets import note_call
from convosphere.features.models.repository import NewReservation
from convosphere.features.models.types import Purpose
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id
from tests.factories.budgets import (
    UNPRICED,
    Caller,
    balance,
    caller,
    create_budget,
    reservations,
    usage_rows,
)
from tests.features.models.conftest import Member

MESSAGE = uuid4()
PATIENCE = 20
PRICE = Decimal("0.0075")


@pytest.fixture
def asks(platform: Platform, owner: Member) -> Caller:
    return caller(platform, owner.organization_id, owner.person_id, message_id=MESSAGE)


@pytest.fixture
async def budget(platform: Platform, owner: Member) -> UUID:
    return await create_budget(platform, owner.organization_id, tokens=10_000, money=Decimal(1))


async def take_over(asks: Caller, *, traceable: bool = True) -> None:
    organization = asks.context.organization_id
    async with asks.platform.database.transaction(organization) as session:
        lose_calls(session, organization, MESSAGE, traceable=traceable)


async def test_a_call_is_recorded_once_however_often_it_is_tried(
    platform: Platform, asks: Caller, budget: UUID
) -> None:
    organization = asks.context.organization_id
    reservation = await asks.admit()
    for _ in range(3):
        await asks.end(reservation)
    assert (await balance(platform, organization, budget)).spent_tokens == 1_500
    assert len(await usage_rows(platform, organization)) == 1


@pytest.mark.parametrize("traceable", [True, False])
async def test_who_takes_an_answer_over_settles_what_was_lost(
    platform: Platform,
    asks: Caller,
    budget: UUID,
    traceable: bool,  # noqa: FBT001 - pytest's form
) -> None:
    organization = asks.context.organization_id
    first, second = await asks.admit(), await asks.admit(model=UNPRICED)
    other = caller(platform, organization, asks.context.person_id, message_id=uuid4())
    title = caller(platform, organization, None, message_id=MESSAGE, purpose=Purpose.TITLE)
    running = [await other.admit(), await title.admit()]
    for _ in range(2):
        await take_over(asks, traceable=traceable)
    kept = await balance(platform, organization, budget)
    assert (kept.spent_money, kept.spent_tokens, kept.unpriced_calls) == (PRICE, 3_000, 1)
    assert (kept.reserved_money, kept.reserved_tokens) == (2 * PRICE, 3_000)
    records = await usage_rows(platform, organization)
    assert [each["reservation_id"] for each in records] == [first, second]
    for record in records:
        assert (record["outcome"], record["estimated"]) == ("lost", True)
        assert (record["input_tokens"], record["output_tokens"]) == (1_000, 500)
        assert record["message_id"] == (MESSAGE if traceable else None)
    assert [record["cost"] for record in records] == [PRICE, None]
    open_ones = [each["id"] for each in await reservations(platform, organization) if each["lost_at"] is None]
    assert open_ones == running


async def test_a_call_that_ends_after_all_takes_the_place_of_its_estimate(
    platform: Platform, asks: Caller, budget: UUID
) -> None:
    organization = asks.context.organization_id
    reservation = await asks.admit()
    await take_over(asks)
    cost = await asks.end(reservation, (900, 20))
    await asks.end(reservation, (900, 20))
    kept = await balance(platform, organization, budget)
    assert (kept.spent_money, kept.spent_tokens) == (cost, 920)
    assert (kept.reserved_money, kept.reserved_tokens, kept.unpriced_calls) == (Decimal(0), 0, 0)
    (record,) = await usage_rows(platform, organization)
    assert (record["outcome"], record["estimated"], record["cost"]) == ("completed", False, cost)
    await take_over(asks)
    assert (await balance(platform, organization, budget)).spent_tokens == 920


async def test_a_call_of_unknown_price_that_ends_after_all_is_still_one_call(
    platform: Platform, asks: Caller, budget: UUID
) -> None:
    organization = asks.context.organization_id
    reservation = await asks.admit(model=UNPRICED)
    await take_over(asks)
    assert (await balance(platform, organization, budget)).unpriced_calls == 1
    assert await asks.end(reservation, (900, 20), model=UNPRICED) is None
    kept = await balance(platform, organization, budget)
    assert (kept.spent_tokens, kept.reserved_tokens, kept.unpriced_calls) == (920, 0, 1)


async def test_the_sweep_waits_for_no_call_that_somebody_is_at(
    platform: Platform, clock: FrozenClock, asks: Caller, budget: UUID
) -> None:
    organization = asks.context.organization_id
    held, other = await asks.admit(), await asks.admit()
    clock.advance(timedelta(hours=2))
    async with platform.database.transaction(organization) as session:
        await session.execute(text("SELECT FROM budget_reservations WHERE id = :id FOR UPDATE"), {"id": held})
        async with asyncio.timeout(PATIENCE):
            await sweep_lost(platform)
        assert [each["reservation_id"] for each in await usage_rows(platform, organization)] == [other]
    await sweep_lost(platform)
    assert (await balance(platform, organization, budget)).spent_tokens == 3_000


async def test_a_note_whose_commit_went_unheard_is_found_and_not_made_twice(platform: Platform, asks: Caller) -> None:
    organization = asks.context.organization_id
    budget = await create_budget(platform, organization, tokens=10_000)
    wanted = NewReservation(
        id=new_id(),
        expires_at=platform.clock.now() + timedelta(hours=1),
        assistant_id=None,
        purpose=asks.context.purpose.value,
        conversation_id=None,
        message_id=None,
        connection_id=uuid4(),
        provider="openai",
        model_name="gpt-4o",
        input_tokens=1_000,
        output_tokens=500,
        money=None,
    )
    for _ in range(2):
        assert await note_call(platform, asks.context, wanted) == wanted.id
    assert (await balance(platform, organization, budget)).reserved_tokens == 1_500
    assert [each["id"] for each in await reservations(platform, organization)] == [wanted.id]


async def test_nobody_takes_over_and_the_lease_runs_out(
    platform: Platform, clock: FrozenClock, asks: Caller, budget: UUID, stranger: Member
) -> None:
    organization = asks.context.organization_id
    await asks.admit()
    elsewhere = await create_budget(platform, stranger.organization_id, tokens=5_000)
    theirs = caller(platform, stranger.organization_id, stranger.person_id)
    await theirs.admit()
    # Patience for a first token, and an hour.
    clock.advance(timedelta(hours=1, seconds=120))
    await sweep_lost(platform)
    assert (await balance(platform, organization, budget)).spent_tokens == 0
    clock.advance(timedelta(seconds=1))
    for _ in range(2):
        await sweep_lost(platform)
    assert (await balance(platform, organization, budget)).spent_tokens == 1_500
    assert (await balance(platform, stranger.organization_id, elsewhere)).spent_tokens == 1_500
    (record,) = await usage_rows(platform, organization)
    assert (record["outcome"], record["message_id"], record["person_id"]) == ("lost", None, asks.context.person_id)
    assert len(await reservations(platform, organization)) == 1
    clock.advance(timedelta(days=1, seconds=1))
    await sweep_lost(platform)
    assert not await reservations(platform, organization)


async def test_what_no_budget_limits_is_not_forgotten_either(
    platform: Platform, clock: FrozenClock, asks: Caller
) -> None:
    organization = asks.context.organization_id
    taken, swept = await asks.admit(), await caller(platform, organization, None, purpose=Purpose.API).admit()
    await take_over(asks)
    clock.advance(timedelta(hours=2))
    for _ in range(2):
        await sweep_lost(platform)
    records = {each["reservation_id"]: each for each in await usage_rows(platform, organization)}
    assert set(records) == {taken, swept}
    assert [(records[each]["outcome"], records[each]["cost"]) for each in (taken, swept)] == [("lost", PRICE)] * 2
    await asks.end(taken, (10, 20))
    (record,) = [each for each in await usage_rows(platform, organization) if each["reservation_id"] == taken]
    assert (record["outcome"], record["output_tokens"], record["estimated"]) == ("completed", 20, False)


async def test_more_lost_calls_than_fit_into_one_transaction(
    platform: Platform, clock: FrozenClock, asks: Caller
) -> None:
    organization = asks.context.organization_id
    budget = await create_budget(platform, organization, tokens=1_000_000)
    for _ in range(205):
        await asks.admit(1, 1)
    clock.advance(timedelta(hours=2))
    await sweep_lost(platform)
    kept = await balance(platform, organization, budget)
    assert (kept.spent_tokens, kept.reserved_tokens) == (410, 0)
    assert len(await usage_rows(platform, organization)) == 205


def test_the_sweep_runs_by_the_clock(application: Application) -> None:
    jobs = [job for feature in application.features for job in feature.jobs]
    assert [job.cron for job in jobs if job.name == "models.settle_lost"] == ["*/10 * * * *"]
