"""The guard before every call: what limits it is reserved before, settled after, and refused when it is too much."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from convosphere.features.accounts.types import Role
from convosphere.features.models.actions import budget_guard
from convosphere.features.models.errors import (
    BudgetExceededError,
    BudgetHeldError,
    BudgetTooSmallError,
    PriceUnknownError,
    budget_problem,
)
from convosphere.features.models.types import BudgetPeriod, BudgetSubject, UnknownPrice
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls, TransactionOpenError
from tests.factories.budgets import (
    BUILTIN,
    PRICED,
    UNPRICED,
    Caller,
    balance,
    balances,
    caller,
    create_budget,
    reservations,
    usage_rows,
)
from tests.features.models.conftest import Joins, Member

# A call of 1,000 tokens in and at most 500 out.
PRICE = Decimal("0.0075")


@pytest.fixture
def asks(platform: Platform, owner: Member) -> Caller:
    return caller(platform, owner.organization_id, owner.person_id)


async def test_without_a_budget_a_call_is_noted_and_holds_nothing(
    platform: Platform, asks: Caller, stranger: Member
) -> None:
    organization = asks.context.organization_id
    await create_budget(platform, stranger.organization_id, tokens=0)
    await create_budget(platform, organization, tokens=0, enabled=False)
    running = await asks.admit()
    (noted,) = await reservations(platform, organization)
    assert (noted["id"], noted["model_name"], noted["person_id"]) == (running, "gpt-4o", asks.context.person_id)
    assert (noted["budget_ids"], noted["holder_ids"], noted["period_starts"]) == ([], [], [])
    await asks.end(running)
    assert not await reservations(platform, organization)
    (record,) = await usage_rows(platform, organization)
    assert (record["outcome"], record["reservation_id"]) == ("completed", running)


@pytest.fixture
async def disk(database_urls: DatabaseUrls) -> AsyncIterator[psycopg.AsyncConnection]:
    """As long as this connection's transaction is open, no note of a call gets to the disk: its commit waits."""
    held = await psycopg.AsyncConnection.connect(database_urls.conninfo(database_urls.owner))
    async with held:
        await held.execute(
            "CREATE FUNCTION wait_for_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NULL; END $$"
        )
        await held.execute(
            "CREATE CONSTRAINT TRIGGER disk AFTER INSERT ON budget_reservations DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION wait_for_disk()"
        )
        await held.commit()
        await held.execute("SELECT pg_advisory_xact_lock(7)")
        yield held


async def test_only_what_a_budget_promised_waits_for_the_disk(
    platform: Platform, asks: Caller, disk: psycopg.AsyncConnection
) -> None:
    organization = asks.context.organization_id
    guard = budget_guard(platform, asks.context)
    running = await guard.admit(PRICED, 1_000, 500)
    assert not await reservations(platform, organization), "it is on its way"
    ending = asyncio.create_task(asks.end(running))
    await disk.rollback()
    await ending
    assert not await reservations(platform, organization), "its end comes behind it"
    assert [each["outcome"] for each in await usage_rows(platform, organization)] == ["completed"]

    await create_budget(platform, organization, tokens=10_000)
    await disk.execute("SELECT pg_advisory_xact_lock(7)")
    limited = asyncio.create_task(guard.admit(PRICED, 1_000, 500))
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND NOT granted"
    while (await (await disk.execute(waiting)).fetchone()) == (0,):
        assert not limited.done()
    assert not limited.done()
    await disk.rollback()
    promised = await limited
    assert [each["id"] for each in await reservations(platform, organization)] == [promised]


async def test_a_call_is_reserved_before_and_settled_after(platform: Platform, asks: Caller) -> None:
    organization = asks.context.organization_id
    budget = await create_budget(platform, organization, money=Decimal(1), tokens=10_000)
    reservation = await asks.admit()
    assert reservation is not None
    held = await balance(platform, organization, budget)
    assert (held.spent_money, held.reserved_money) == (Decimal(0), PRICE)
    assert (held.spent_tokens, held.reserved_tokens) == (0, 1_500)
    cost = await asks.end(reservation, (800, 100))
    settled = await balance(platform, organization, budget)
    assert cost == Decimal("0.003")
    assert (settled.spent_money, settled.reserved_money) == (cost, Decimal(0))
    assert (settled.spent_tokens, settled.reserved_tokens) == (900, 0)
    assert not await reservations(platform, organization)
    (record,) = await usage_rows(platform, organization)
    assert (record["reservation_id"], record["outcome"], record["cost"]) == (reservation, "completed", cost)


async def test_all_budgets_that_apply_are_reserved_or_none(platform: Platform, asks: Caller) -> None:
    organization, person = asks.context.organization_id, asks.context.person_id
    ample = await create_budget(platform, organization, tokens=10_000)
    monthly = await create_budget(platform, organization, tokens=10_000, period=BudgetPeriod.MONTH)
    own = {"subject_kind": BudgetSubject.PERSON, "subject_id": person}
    tight = await create_budget(platform, organization, tokens=2_000, **own)
    await asks.end(await asks.admit())
    with pytest.raises(BudgetExceededError) as refused:
        await asks.admit()
    facts = refused.value.facts
    assert (facts.budget_id, facts.spent, facts.limit) == (tight, Decimal(1_500), Decimal(2_000))
    for budget in (ample, monthly, tight):
        kept = await balance(platform, organization, budget)
        assert (kept.spent_tokens, kept.reserved_tokens) == (1_500, 0)


async def test_who_is_limited(platform: Platform, owner: Member, joins: Joins) -> None:
    organization = owner.organization_id
    inside, outside, key = await joins(Role.MEMBER), await joins(Role.MEMBER), uuid4()
    group = await make_group(platform, organization, inside.person_id)
    shared = await create_budget(
        platform, organization, tokens=2_000, subject_kind=BudgetSubject.GROUP, subject_id=group
    )
    each = await create_budget(platform, organization, tokens=6_000, each_member=True)
    program = await create_budget(
        platform, organization, tokens=1_500, subject_kind=BudgetSubject.API_KEY, subject_id=key
    )
    people = [caller(platform, organization, member.person_id) for member in (inside, outside)]
    for person in people:
        await person.end(await person.admit())
    assert [found.holder_id for found in await balances(platform, organization, shared)] == [group]
    holders = {found.holder_id: found.spent_tokens for found in await balances(platform, organization, each)}
    assert holders == {inside.person_id: 1_500, outside.person_id: 1_500}
    assert not await balances(platform, organization, program)
    with pytest.raises(BudgetExceededError, match="budget_exceeded"):
        await people[0].admit()
    assert await people[1].admit() is not None
    by_key = caller(platform, organization, outside.person_id, api_key_id=key)
    assert await by_key.admit(500, 500) is not None
    with pytest.raises(BudgetHeldError) as refused:
        await by_key.admit(500, 500)
    assert refused.value.facts.budget_id == program
    nobody = caller(platform, organization, None)
    held_by_nobody = await nobody.admit()
    (noted,) = [each for each in await reservations(platform, organization) if each["id"] == held_by_nobody]
    assert noted["budget_ids"] == []


async def test_what_nobody_asks_over_the_network_is_free(platform: Platform, asks: Caller) -> None:
    await create_budget(platform, asks.context.organization_id, tokens=0, money=Decimal(0))
    assert await asks.admit(model=BUILTIN) is None
    with pytest.raises(BudgetTooSmallError):
        await asks.admit()


async def test_an_answer_without_a_limit_is_reserved_as_the_settings_say(platform: Platform, asks: Caller) -> None:
    organization = asks.context.organization_id
    budget = await create_budget(platform, organization, tokens=10_000)
    await asks.admit(1_000, None)
    reserved = platform.settings.models.reserved_output_tokens
    assert (await balance(platform, organization, budget)).reserved_tokens == 1_000 + reserved


async def test_absurd_counts_are_refused_and_not_an_error(platform: Platform, asks: Caller) -> None:
    await create_budget(platform, asks.context.organization_id, tokens=9_007_199_254_740_991, money=Decimal(100))
    with pytest.raises(BudgetTooSmallError):
        await asks.admit(10**12, 10**12)
    assert await asks.admit(-5, 0) is not None


class TestReasons:
    """Why a call is refused, and what people are told."""

    async def test_spent(self, platform: Platform, asks: Caller) -> None:
        await create_budget(platform, asks.context.organization_id, money=Decimal("0.01"), time_zone="Europe/Berlin")
        await asks.end(await asks.admit())
        with pytest.raises(BudgetExceededError) as refused:
            await asks.admit()
        error = refused.value
        assert (error.code, error.status, error.facts.spent) == ("budget_exceeded", 429, PRICE)
        # The frozen clock stands at midnight UTC, which is one o'clock in Berlin.
        assert error.retry_after == 23 * 3600
        assert error.headers() == {"Retry-After": str(23 * 3600)}
        detail = error.detail("en")
        assert "The daily budget of your organisation does not leave enough: 0.0075 USD of 0.01 USD" in detail
        assert "2026-01-02 00:00 (Europe/Berlin)" in detail
        assert "0,01 USD" in error.detail("de")
        assert "02.01.2026, 00:00 (Europe/Berlin)" in error.detail("de")
        body = error.body("en", "request")
        assert (body["budget"]["limit"], body["budget"]["spent"]) == ("0.010000000", "0.007500000")
        again = budget_problem(error.code, error.stored())
        assert again is not None
        assert again.detail("de") == error.detail("de")

    async def test_used_up_is_said_of_what_is_used_up_only(self, platform: Platform, asks: Caller) -> None:
        await create_budget(platform, asks.context.organization_id, tokens=2_000)
        await asks.end(await asks.admit(), (500, 499))
        with pytest.raises(BudgetExceededError) as short:
            await asks.admit()
        # A call may take more than was reserved for it.
        await asks.end(await asks.admit(1, 1), (1_000, 1))
        with pytest.raises(BudgetExceededError) as spent:
            await asks.admit()
        assert (short.value.title("en"), spent.value.title("en")) == (
            "The budget does not leave enough",
            "The budget is used up",
        )
        assert "does not leave enough: 999 tokens of 2,000 tokens" in short.value.detail("en")
        assert "is used up: 2,000 tokens of 2,000 tokens" in spent.value.detail("en")
        assert short.value.code == spent.value.code == "budget_exceeded"

    async def test_held_by_others(self, platform: Platform, asks: Caller) -> None:
        await create_budget(platform, asks.context.organization_id, tokens=2_000)
        running = await asks.admit()
        with pytest.raises(BudgetHeldError) as refused:
            await asks.admit()
        assert (refused.value.code, refused.value.status, refused.value.retry_after) == ("budget_held", 429, 5)
        await asks.end(running, (100, 100))
        assert await asks.admit() is not None

    async def test_more_than_a_period_allows(self, platform: Platform, asks: Caller) -> None:
        await create_budget(platform, asks.context.organization_id, tokens=1_499)
        with pytest.raises(BudgetTooSmallError) as refused:
            await asks.admit()
        assert (refused.value.status, refused.value.headers()) == (422, {})
        assert "retry_after" not in refused.value.body("en", "request")
        assert "1,500 tokens" in refused.value.detail("en")
        assert "1.500 Tokens" in refused.value.detail("de")

    @pytest.mark.parametrize("policy", list(UnknownPrice))
    async def test_a_price_that_nobody_knows(self, platform: Platform, asks: Caller, policy: UnknownPrice) -> None:
        organization = asks.context.organization_id
        budget = await create_budget(platform, organization, money=Decimal(1), tokens=5_000, unknown_price=policy)
        if policy is UnknownPrice.REFUSE:
            with pytest.raises(PriceUnknownError) as refused:
                await asks.admit(model=UNPRICED)
            assert (refused.value.status, refused.value.code) == (409, "budget_price_unknown")
            assert await asks.admit() is not None
            return
        assert await asks.end(await asks.admit(model=UNPRICED), model=UNPRICED) is None
        counted = await balance(platform, organization, budget)
        assert (counted.spent_money, counted.spent_tokens, counted.unpriced_calls) == (Decimal(0), 1_500, 1)

    async def test_the_one_that_lasts_is_told(self, platform: Platform, asks: Caller) -> None:
        organization = asks.context.organization_id
        await create_budget(platform, organization, tokens=2_000)
        monthly = await create_budget(platform, organization, tokens=2_000, period=BudgetPeriod.MONTH)
        await asks.end(await asks.admit())
        with pytest.raises(BudgetExceededError) as refused:
            await asks.admit()
        assert refused.value.facts.budget_id == monthly


class TestChangesMeanwhile:
    """A budget changes while calls run."""

    async def change(self, platform: Platform, organization_id: UUID, statement: str) -> None:
        async with platform.database.transaction(organization_id) as session:
            await session.execute(text(statement))

    async def test_lowered(self, platform: Platform, asks: Caller) -> None:
        organization = asks.context.organization_id
        budget = await create_budget(platform, organization, tokens=10_000)
        running = await asks.admit()
        await self.change(platform, organization, "UPDATE budgets SET tokens = 100")
        with pytest.raises(BudgetTooSmallError):
            await asks.admit()
        await asks.end(running)
        settled = await balance(platform, organization, budget)
        assert (settled.spent_tokens, settled.reserved_tokens) == (1_500, 0)
        assert settled.exhausted_at is not None

    @pytest.mark.parametrize("statement", ["DELETE FROM budgets", "UPDATE budgets SET enabled = false"])
    async def test_gone(self, platform: Platform, asks: Caller, statement: str) -> None:
        organization = asks.context.organization_id
        budget = await create_budget(platform, organization, tokens=1_600)
        running = await asks.admit()
        await self.change(platform, organization, statement)
        for call in (await asks.admit(), running):
            await asks.end(call)
        assert len(await usage_rows(platform, organization)) == 2
        assert not await reservations(platform, organization)
        for kept in await balances(platform, organization, budget):
            assert (kept.spent_tokens, kept.reserved_tokens, kept.warned_at) == (1_500, 0, None)

    async def test_more_than_was_reserved_is_counted_all_the_same(self, platform: Platform, asks: Caller) -> None:
        organization = asks.context.organization_id
        budget = await create_budget(platform, organization, tokens=2_000)
        await asks.end(await asks.admit(), (1_000, 9_000))
        assert (await balance(platform, organization, budget)).spent_tokens == 10_000
        with pytest.raises(BudgetExceededError, match="budget_exceeded"):
            await asks.admit(1, 1)


@pytest.mark.parametrize(
    ("period", "zone", "ends"),
    [
        (BudgetPeriod.DAY, "UTC", datetime(2026, 3, 29, tzinfo=UTC)),
        # Summer time begins on this day: it has 23 hours.
        (BudgetPeriod.DAY, "Europe/Berlin", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (BudgetPeriod.MONTH, "Europe/Berlin", datetime(2026, 3, 31, 22, tzinfo=UTC)),
        (BudgetPeriod.MONTH, "Pacific/Auckland", datetime(2026, 3, 31, 11, tzinfo=UTC)),
        (BudgetPeriod.DAY, "America/St_Johns", datetime(2026, 3, 29, 2, 30, tzinfo=UTC)),
    ],
)
async def test_a_period_begins_anew_when_the_day_or_month_does_there(
    platform: Platform, clock: FrozenClock, asks: Caller, period: BudgetPeriod, zone: str, ends: datetime
) -> None:
    organization = asks.context.organization_id
    clock.advance(datetime(2026, 3, 28, 12, tzinfo=UTC) - clock.now())
    budget = await create_budget(platform, organization, tokens=2_000, period=period, time_zone=zone)
    clock.advance(ends - timedelta(seconds=1) - clock.now())
    across = await asks.admit()
    with pytest.raises(BudgetHeldError):
        await asks.admit()
    clock.advance(timedelta(seconds=1))
    assert await asks.admit() is not None
    with pytest.raises(BudgetHeldError) as refused:
        await asks.admit()
    assert refused.value.facts.ends_at > ends
    # What began before is settled where it was reserved.
    await asks.end(across)
    old, new = await balances(platform, organization, budget)
    assert (old.spent_tokens, old.reserved_tokens) == (1_500, 0)
    assert (new.spent_tokens, new.reserved_tokens, new.period_start) == (0, 1_500, ends)


async def test_a_call_given_up_while_it_is_admitted_holds_nothing(platform: Platform, asks: Caller) -> None:
    organization = asks.context.organization_id
    budget = await create_budget(platform, organization, tokens=2_000)
    for wait in (0.0, 0.001, 0.002, 0.004, 0.008, 0.5):
        admitting = asyncio.create_task(asks.admit())
        await asyncio.sleep(wait)
        admitting.cancel()
        (outcome,) = await asyncio.gather(admitting, return_exceptions=True)
        if isinstance(outcome, UUID):
            await asks.end(outcome, (0, 0))
        assert not await reservations(platform, organization)
        assert all(kept.reserved_tokens == 0 for kept in await balances(platform, organization, budget))


async def test_no_transaction_may_be_open(platform: Platform, asks: Caller) -> None:
    await create_budget(platform, asks.context.organization_id, tokens=2_000)
    async with platform.database.transaction(asks.context.organization_id):
        with pytest.raises(TransactionOpenError):
            await asks.admit()


async def make_group(platform: Platform, organization_id: UUID, *people: UUID) -> UUID:
    group = uuid4()
    values: dict[str, Any] = {"group": group, "organization": organization_id, "now": platform.clock.now()}
    async with platform.database.transaction(organization_id) as session:
        await session.execute(
            text("INSERT INTO groups VALUES (:group, :organization, 'Research', '', :now, :now)"), values
        )
        for person in people:
            await session.execute(
                text("INSERT INTO group_members VALUES (:group, :person, :organization, :now)"),
                values | {"person": person},
            )
    return group
