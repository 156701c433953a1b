"""The end of what calls hold of budgets: settled with what they took, released, or taken for lost."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.models import repository
from convosphere.features.models.actions.budgets.notices import defer_notice
from convosphere.features.models.actions.budgets.noting import all_noted
from convosphere.features.models.actions.usage.recording import take_ended
from convosphere.features.models.events import CallsLost
from convosphere.features.models.repository import BalanceKey, Crossed, Held, Share
from convosphere.features.models.types import CURRENCY, LOST, BudgetNotice, Purpose
from convosphere.platform.context import Platform
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id

# So long a call that was taken for lost may still end.
_LOST_KEPT = timedelta(days=1)
# So many are settled in one transaction, which stays short.
_PART = 200
_NOTHING = Decimal(0)

_log = structlog.get_logger(__name__)

Shares = defaultdict[BalanceKey, Share]


async def settle_recorded(session: AsyncSession, platform: Platform, organization_id: UUID) -> None:
    """Stores and settles the admitted calls that were recorded in this transaction; the last thing in it."""
    ended = take_ended(session)
    # A call may end sooner than its note is stored, which would then be taken for that of a call without an end.
    await all_noted(call.reservation_id for call in ended)
    calls = [(call.reservation_id, call.cost, call.tokens) for call in ended]
    records = [call.record for call in ended]
    crossed = await repository.settle(session, organization_id, calls, records, platform.clock.now())
    await _tell(session, platform, organization_id, crossed)


def lose_calls(session: AsyncSession, organization_id: UUID, message_id: UUID, *, traceable: bool) -> None:
    """Takes for lost what is held for a message by whoever wrote it before; settled just before the commit.

    For whoever takes an answer over. `traceable`: whether the records may name conversation and message.
    """
    publish(session, CallsLost(organization_id=organization_id, message_id=message_id, traceable=traceable))


async def settle_lost_of(session: AsyncSession, platform: Platform, event: CallsLost) -> None:
    """See `lose_calls`; the last thing in the transaction."""
    held = await repository.lose_calls_of(
        session,
        event.organization_id,
        platform.clock.now(),
        message_id=event.message_id,
        purpose=Purpose.CHAT.value,
        most=_PART,
    )
    await _settle_lost(session, platform, event.organization_id, held, traceable=event.traceable)


async def sweep_lost(platform: Platform) -> None:
    """Settles the calls whose lease has run out, in every organisation; run by the clock."""
    async with platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        lost = _PART
        while lost == _PART:
            now = platform.clock.now()
            async with platform.database.transaction(organization_id) as session:
                await repository.forget_lost(session, organization_id, now - _LOST_KEPT)
                held = await repository.lose_expired(session, organization_id, now, most=_PART)
                await _settle_lost(session, platform, organization_id, held, traceable=False)
            lost = len(held)
            if lost:
                _log.warning("calls_lost", organization_id=str(organization_id), calls=lost)


async def release(platform: Platform, organization_id: UUID, reservation_id: UUID) -> None:
    """Lets go of what is held for a call that was never made."""
    async with platform.database.transaction(organization_id) as session:
        await repository.settle(session, organization_id, [(reservation_id, _NOTHING, 0)], [], platform.clock.now())


async def _settle_lost(
    session: AsyncSession,
    platform: Platform,
    organization_id: UUID,
    lost: Iterable[Held],
    *,
    traceable: bool,
) -> None:
    """Counts each as all that it could take, which is the most it can have been, and records it as such."""
    records: list[dict[str, Any]] = []
    shares: Shares = defaultdict(Share)
    for held in lost:
        records.append(_lost_record(organization_id, held, traceable=traceable))
        for share in _shares_of(held, shares):
            share.spent_money += _money(held)
            share.spent_tokens += _tokens(held)
            share.unpriced_calls += held.money is None
            share.freed_money += _money(held)
            share.freed_tokens += _tokens(held)
    if records:
        crossed = await repository.apply_shares(session, organization_id, shares, records, platform.clock.now())
        await _tell(session, platform, organization_id, crossed)


async def _tell(session: AsyncSession, platform: Platform, organization_id: UUID, crossed: Iterable[Crossed]) -> None:
    for each in crossed:
        notice = BudgetNotice.EXHAUSTED if each.exhausted else BudgetNotice.NEAR
        await defer_notice(session, platform, organization_id, each.key, notice)


def _shares_of(held: Held, shares: Shares) -> list[Share]:
    places = zip(held.budget_ids, held.holder_ids, held.period_starts, strict=True)
    return [shares[BalanceKey(*place)] for place in places]


def _money(held: Held) -> Decimal:
    return held.money or _NOTHING


def _tokens(held: Held) -> int:
    return held.input_tokens + held.output_tokens


def _lost_record(organization_id: UUID, held: Held, *, traceable: bool) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organization_id": organization_id,
        "at": held.created_at,
        "person_id": held.person_id,
        "api_key_id": held.api_key_id,
        "assistant_id": held.assistant_id,
        "connection_id": held.connection_id,
        "provider": held.provider,
        "model_name": held.model_name,
        "purpose": held.purpose,
        "conversation_id": held.conversation_id if traceable else None,
        "message_id": held.message_id if traceable else None,
        "input_tokens": held.input_tokens,
        "output_tokens": held.output_tokens,
        "cached_input_tokens": 0,
        "cache_write_tokens": 0,
        "reasoning_tokens": 0,
        "estimated": True,
        "cost": held.money,
        "currency": None if held.money is None else CURRENCY,
        "time_to_first_token_ms": None,
        "duration_ms": 0,
        "outcome": LOST,
        "error_code": None,
        "reservation_id": held.id,
    }
