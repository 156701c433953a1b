"""What calls took: one record each, and their sums."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import CallRecord, ConnectionConfig, Usage, cost_of
from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.schemas import UsageSummary
from convosphere.features.models.tables import UsageRecord
from convosphere.features.models.types import BUILTIN, CURRENCY, CallContext
from convosphere.platform.clock import Clock
from convosphere.platform.ids import new_id

_LARGEST_COUNT = 2**31 - 1


async def price_of(connection: ConnectionConfig, call: CallRecord) -> Decimal | None:
    """What a call cost in USD; None: the price is not known. To be asked before the transaction begins.

    The builtin provider asks nobody, and a call that was refused is charged by nobody: both cost nothing.
    """
    if call.provider == BUILTIN or _was_refused(call):
        return Decimal(0)
    # The price lists take a moment to load, the first time.
    return await asyncio.to_thread(cost_of, connection, call.model, _counted(call), call.started_at)


def record_usage(session: AsyncSession, context: CallContext, call: CallRecord, cost: Decimal | None) -> None:
    """Stores a call in the session's transaction, with the cost that `price_of` gave."""
    usage = _counted(call)
    session.add(
        UsageRecord(
            id=new_id(),
            organization_id=context.organization_id,
            at=call.started_at,
            person_id=context.person_id,
            connection_id=UUID(call.connection_id),
            provider=call.provider,
            model_name=call.model,
            purpose=context.purpose,
            conversation_id=context.conversation_id,
            message_id=context.message_id,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cached_input_tokens=usage.cached_input_tokens,
            cache_write_tokens=usage.cache_write_tokens,
            reasoning_tokens=usage.reasoning_tokens,
            estimated=usage.estimated,
            cost=cost,
            currency=None if cost is None else CURRENCY,
            time_to_first_token_ms=milliseconds(call.time_to_first_token),
            duration_ms=milliseconds(call.duration) or 0,
            outcome=call.outcome,
            error_code=call.error.code if call.error is not None else None,
        )
    )


async def summarize_usage(session: AsyncSession, clock: Clock, actor: Actor, days: int) -> UsageSummary:
    """The sums of an organisation's calls in the last `days` times 24 hours."""
    actor.require("usage.read")
    until = clock.now()
    since = until - timedelta(days=days)
    totals = await repository.sum_usage(session, actor.organization_id, since)
    return UsageSummary(
        since=since,
        until=until,
        calls=totals.calls,
        completed=totals.completed,
        stopped=totals.stopped,
        failed=totals.failed,
        input_tokens=totals.input_tokens,
        output_tokens=totals.output_tokens,
        cached_input_tokens=totals.cached_input_tokens,
        reasoning_tokens=totals.reasoning_tokens,
        cost=totals.cost,
        currency=CURRENCY,
        calls_without_price=totals.unpriced,
        median_time_to_first_token_ms=totals.median_first_token_ms,
    )


def milliseconds(seconds: float | None) -> int | None:
    """Whole milliseconds."""
    return None if seconds is None else min(round(seconds * 1000), _LARGEST_COUNT)


def _was_refused(call: CallRecord) -> bool:
    """Whether the provider turned the request away instead of working on it."""
    status = call.error.status if call.error is not None else None
    return status is not None and 400 <= status < 500 and call.time_to_first_token is None  # noqa: PLR2004 - HTTP


def _counted(call: CallRecord) -> Usage:
    """The tokens that were taken: none by a refused call, and never an absurd number, whatever a provider reports."""
    usage = Usage() if _was_refused(call) else call.usage
    return Usage(
        input_tokens=_bounded(usage.input_tokens),
        output_tokens=_bounded(usage.output_tokens),
        cached_input_tokens=_bounded(usage.cached_input_tokens),
        cache_write_tokens=_bounded(usage.cache_write_tokens),
        reasoning_tokens=_bounded(usage.reasoning_tokens),
        estimated=usage.estimated,
    )


def _bounded(tokens: int) -> int:
    return min(max(tokens, 0), _LARGEST_COUNT)
