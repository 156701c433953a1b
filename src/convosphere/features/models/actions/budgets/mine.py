"""What limits whoever asks, and how much is left of it."""

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.repository import Holder, LimitState
from convosphere.features.models.schemas import OwnLimit, OwnLimits
from convosphere.features.models.types import UnknownPrice
from convosphere.platform.clock import Clock

_NOTHING = Decimal(0)


async def list_own_limits(session: AsyncSession, clock: Clock, actor: Actor) -> OwnLimits:
    """Everything that limits the actor, or their key, at this moment."""
    actor.require("models.read")
    holder = Holder(actor.organization_id, actor.person_id, actor.api_key_id)
    limits = await repository.limits_of(session, holder, clock.now())
    return OwnLimits(items=[_present(limit) for limit in limits])


def _present(limit: LimitState) -> OwnLimit:
    money_left, tokens_left = None, None
    used: list[tuple[Decimal, Decimal]] = []
    if limit.money is not None:
        money_left = max(limit.money - limit.spent_money - limit.reserved_money, _NOTHING)
        used.append((limit.spent_money, limit.money))
    if limit.tokens is not None:
        tokens_left = max(limit.tokens - limit.spent_tokens - limit.reserved_tokens, 0)
        used.append((Decimal(limit.spent_tokens), Decimal(limit.tokens)))
    return OwnLimit(
        id=limit.budget_id,
        subject_kind=limit.subject_kind,
        each_member=limit.each_member,
        name=limit.name,
        period=limit.period,
        time_zone=limit.time_zone,
        starts_at=limit.period_start,
        ends_at=limit.ends_at,
        money=limit.money,
        money_left=money_left,
        tokens=limit.tokens,
        tokens_left=tokens_left,
        near=any(spent * 100 >= most * limit.warn_percent for spent, most in used),
        exhausted=limit.exhausted_at is not None or any(spent >= most for spent, most in used),
        refuses_unknown_prices=limit.unknown_price is UnknownPrice.REFUSE and limit.money is not None,
    )
