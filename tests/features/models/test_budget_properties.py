"""Whatever comes in whatever order, from however many at once: no budget is overdrawn by what was admitted, and every
sum is exact."""

import asyncio
import random
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from convosphere.engines.llm import Outcome
from convosphere.entry.wiring import assemble
from convosphere.features.models.actions import lose_calls
from convosphere.features.models.errors import BudgetExceededError
from convosphere.features.models.tables import Budget, BudgetReservation, UsageRecord
from convosphere.features.models.types import BudgetPeriod
from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls
from convosphere.platform.events import Listeners
from convosphere.platform.ids import new_id
from convosphere.platform.settings import Settings
from tests.factories.budgets import PRICED, UNPRICED, Caller, balance, caller, create_budget, reservations, usage_rows
from tests.features.models.conftest import Member
from tests.harness.platform import build_platform, opened

steps = st.lists(
    st.tuples(
        st.sampled_from(["admit", "admit", "admit unpriced", "end", "end early", "lose", "end twice"]),
        st.integers(0, 2_000),
        st.integers(0, 2_000),
    ),
    min_size=5,
    max_size=25,
)


@dataclass
class Book:
    """What a plain model of two budgets says."""

    most_tokens: int
    most_money: Decimal
    spent_tokens: int = 0
    spent_money: Decimal = Decimal(0)
    running: dict[UUID, tuple[int, int, bool, UUID]] = field(default_factory=dict)
    ended: list[tuple[UUID, tuple[int, int], bool]] = field(default_factory=list)

    def held(self) -> tuple[int, Decimal]:
        calls = self.running.values()
        return sum(a + b for a, b, *_ in calls), sum((price(a, b) for a, b, known, _ in calls if known), Decimal(0))

    def has_room(self, taken: int, answer: int, *, known: bool) -> bool:
        tokens, money = self.held()
        more = price(taken, answer) if known else Decimal(0)
        fits = self.spent_tokens + tokens + taken + answer <= self.most_tokens
        return fits and self.spent_money + money + more <= self.most_money


def price(taken: int, answer: int) -> Decimal:
    return Decimal(taken) * Decimal("0.0000025") + Decimal(answer) * Decimal("0.00001")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, most_tokens=st.integers(0, 12_000), cents=st.integers(0, 6))
async def test_any_order_of_calls(
    platform: Platform, owner: Member, steps: list[tuple[str, int, int]], most_tokens: int, cents: int
) -> None:
    organization = owner.organization_id
    async with platform.database.transaction(organization) as session:
        for table in (Budget, BudgetReservation, UsageRecord):
            await session.execute(delete(table))
    book = Book(most_tokens, Decimal(cents) / 100)
    by_tokens = await create_budget(platform, organization, tokens=most_tokens)
    by_money = await create_budget(platform, organization, money=book.most_money, period=BudgetPeriod.MONTH)
    for step, taken, answer in steps:
        await take(platform, owner, book, step, taken, answer)
        tokens, money = book.held()
        if not (book.spent_tokens or book.running or book.ended):
            continue
        kept = await balance(platform, organization, by_tokens)
        assert (kept.spent_tokens, kept.reserved_tokens) == (book.spent_tokens, tokens)
        kept = await balance(platform, organization, by_money)
        assert (kept.spent_money, kept.reserved_money) == (book.spent_money, money)
        assert kept.spent_money + kept.reserved_money <= book.most_money
        assert book.spent_tokens + tokens <= most_tokens
    recorded = await usage_rows(platform, organization)
    assert sum(row["input_tokens"] + row["output_tokens"] for row in recorded) == book.spent_tokens
    assert sum((row["cost"] or Decimal(0) for row in recorded), Decimal(0)) == book.spent_money
    assert len(await reservations(platform, organization)) >= len(book.running)


async def take(platform: Platform, owner: Member, book: Book, step: str, taken: int, answer: int) -> None:
    message = new_id()
    asks = caller(platform, owner.organization_id, owner.person_id, message_id=message)
    if step.startswith("admit"):
        model = UNPRICED if step == "admit unpriced" else PRICED
        room = book.has_room(taken, answer, known=model is PRICED)
        try:
            reservation = await asks.admit(taken, answer, model)
        except BudgetExceededError:
            assert not room
        else:
            assert room
            assert reservation is not None
            book.running[reservation] = (taken, answer, model is PRICED, message)
    elif step == "end twice" and book.ended:
        reservation, used, known = book.ended[taken % len(book.ended)]
        await asks.end(reservation, used, PRICED if known else UNPRICED)
    elif book.running:
        reservation = list(book.running)[taken % len(book.running)]
        reserved_in, reserved_out, known, message = book.running.pop(reservation)
        used = reserved_in, reserved_out
        if step == "lose":
            async with platform.database.transaction(owner.organization_id) as session:
                lose_calls(session, owner.organization_id, message, traceable=True)
        else:
            # What a provider reports is never more here: what it reports beyond is counted, not prevented.
            used = (reserved_in, min(answer, reserved_out)) if step == "end early" else used
            await asks.end(reservation, used, PRICED if known else UNPRICED)
            book.ended.append((reservation, used, known))
        book.spent_tokens += sum(used)
        book.spent_money += price(*used) if known else Decimal(0)


async def test_many_at_once_from_two_replicas(
    platform: Platform, owner: Member, database_urls: DatabaseUrls, settings: Settings
) -> None:
    """60 calls at once on budgets that leave room for 40; some end early, some fail, and none is counted wrongly."""
    organization, most = owner.organization_id, 60_000
    budgets = [
        await create_budget(platform, organization, tokens=most),
        await create_budget(platform, organization, tokens=most * 2, period=BudgetPeriod.MONTH),
        await create_budget(platform, organization, tokens=most, each_member=True, money=Decimal("0.30")),
    ]
    listeners = Listeners()
    async with opened(build_platform(database_urls, settings, platform.clock, listeners)) as replica:
        second = assemble(replica, listeners)
        people = [caller(each, organization, owner.person_id) for each in (platform, replica)]
        outcomes = await asyncio.gather(*(one_call(people[number % 2], number) for number in range(60)))
        await second.gateway.aclose()
    used = [outcome for outcome in outcomes if outcome is not None]
    assert len(used) >= 40
    recorded = await usage_rows(platform, organization)
    assert len(recorded) == len(used)
    for budget in budgets:
        kept = await balance(platform, organization, budget)
        assert (kept.reserved_tokens, kept.reserved_money) == (0, Decimal(0))
        assert kept.spent_tokens == sum(used) <= most
        assert kept.spent_money == sum(row["cost"] for row in recorded)
    assert not await reservations(platform, organization)


async def one_call(asks: Caller, number: int) -> int | None:
    pick = random.Random(number)  # noqa: S311 - chance that is the same each time
    try:
        reservation = await asks.admit(1_000, 500)
    except BudgetExceededError:
        return None
    await asyncio.sleep(pick.random() / 50)
    used = (pick.randrange(1_000), pick.randrange(500))
    await asks.end(reservation, used, outcome=pick.choice(list(Outcome)))
    return sum(used)
