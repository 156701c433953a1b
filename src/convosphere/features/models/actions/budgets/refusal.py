"""Which budget refuses a call, and why: of several reasons the one that lasts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from convosphere.features.models.errors import (
    BudgetExceededError,
    BudgetHeldError,
    BudgetTooSmallError,
    PriceUnknownError,
)
from convosphere.features.models.repository import LimitState
from convosphere.features.models.types import BudgetFacts, BudgetUnit, UnknownPrice

# When running answers hold the rest of a budget, nobody knows for how long; most are through after this.
_HELD_SECONDS = 5.0
_LASTING: tuple[type[BudgetExceededError], ...] = (
    PriceUnknownError,
    BudgetTooSmallError,
    BudgetExceededError,
    BudgetHeldError,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A budget that does not leave enough, and what people are told of that."""

    limit: LimitState
    error: BudgetExceededError


def find_refusal(limits: Sequence[LimitState], money: Decimal | None, tokens: int, now: datetime) -> Refusal | None:
    """Why a call that may take this much is refused; None: there is room for it. `money` None: nobody knows."""
    found = [Refusal(limit, error) for limit in limits for error in _reasons(limit, money, tokens, now)]
    if not found:
        return None
    return min(found, key=lambda each: (_LASTING.index(type(each.error)), -each.limit.ends_at.timestamp()))


def facts_of(limit: LimitState, unit: BudgetUnit, needed: Decimal = Decimal(0)) -> BudgetFacts:
    """A budget as people are told of it."""
    in_money = unit is BudgetUnit.MONEY
    most = limit.money if in_money else limit.tokens
    return BudgetFacts(
        budget_id=limit.budget_id,
        subject_kind=limit.subject_kind,
        each_member=limit.each_member,
        period=limit.period,
        unit=unit,
        limit=Decimal(0) if most is None else Decimal(most),
        spent=limit.spent_money if in_money else Decimal(limit.spent_tokens),
        needed=needed,
        ends_at=limit.ends_at,
        ends_local=limit.ends_local,
        time_zone=limit.time_zone,
        name=limit.name,
    )


def _reasons(limit: LimitState, money: Decimal | None, tokens: int, now: datetime) -> Iterator[BudgetExceededError]:
    if limit.money is not None:
        if money is None:
            if limit.unknown_price is UnknownPrice.REFUSE:
                yield PriceUnknownError(facts_of(limit, BudgetUnit.MONEY))
        else:
            facts = facts_of(limit, BudgetUnit.MONEY, money)
            yield from _reason(facts, limit.reserved_money, now)
    if limit.tokens is not None:
        facts = facts_of(limit, BudgetUnit.TOKENS, Decimal(tokens))
        yield from _reason(facts, Decimal(limit.reserved_tokens), now)


def _reason(facts: BudgetFacts, reserved: Decimal, now: datetime) -> Iterator[BudgetExceededError]:
    if facts.needed > facts.limit:
        yield BudgetTooSmallError(facts)
    elif facts.spent + facts.needed > facts.limit:
        yield BudgetExceededError(facts, retry_after=(facts.ends_at - now).total_seconds())
    elif facts.spent + reserved + facts.needed > facts.limit:
        yield BudgetHeldError(facts, retry_after=_HELD_SECONDS)
