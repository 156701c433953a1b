"""How many tokens the budgets leave to whoever asks, for programs that are told so with every answer."""

from dataclasses import dataclass
from datetime import datetime

from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.repository import Holder
from convosphere.platform.context import Platform


@dataclass(frozen=True, slots=True)
class TokenAllowance:
    """The budget that leaves the least: what it allows in its period, what is left, when it begins anew."""

    limit: int
    left: int
    ends_at: datetime


async def find_token_allowance(platform: Platform, actor: Actor) -> TokenAllowance | None:
    """What limits the actor, or their key, in tokens at this moment; None: nothing does.

    What running calls hold is not left.
    """
    holder = Holder(actor.organization_id, actor.person_id, actor.api_key_id)
    async with platform.database.transaction(actor.organization_id) as session:
        limits = await repository.limits_of(session, holder, platform.clock.now())
    found = [
        TokenAllowance(each.tokens, max(each.tokens - each.spent_tokens - each.reserved_tokens, 0), each.ends_at)
        for each in limits
        if each.tokens is not None
    ]
    return min(found, key=lambda each: (each.left, each.limit), default=None)
