"""What becomes of calls that no message waits for: their records are stored, whoever hangs up and whatever is away."""

import asyncio
from collections.abc import Coroutine, Sequence
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from convosphere.engines.llm import CallRecord
from convosphere.features.models.actions.usage.pricing import price_of
from convosphere.features.models.actions.usage.recording import record_usage
from convosphere.features.models.types import CallContext, ResolvedModel
from convosphere.platform.context import Platform

# The database may be restarting. Longer than this nobody who waits for the end of a stream should be kept.
_PAUSES_SECONDS = (0.2, 1.0, 5.0)

_log = structlog.get_logger(__name__)


async def store_calls(
    platform: Platform, context: CallContext, model: ResolvedModel, calls: Sequence[CallRecord]
) -> None:
    """Stores the records. An answer that was given is not taken back because the database is away.

    A client that hangs up meanwhile does not interrupt it.
    """
    if calls:
        await _to_its_end(_price(platform, context, model, calls))


async def store_priced(
    platform: Platform, context: CallContext, calls: Sequence[tuple[CallRecord, Decimal | None]]
) -> None:
    """As `store_calls`, with what each call cost in USD; None: the price is not known."""
    await _to_its_end(_store(platform, context, calls))


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


async def _price(platform: Platform, context: CallContext, model: ResolvedModel, calls: Sequence[CallRecord]) -> None:
    await _store(platform, context, [(call, await price_of(model, call)) for call in calls])


async def _store(platform: Platform, context: CallContext, calls: Sequence[tuple[CallRecord, Decimal | None]]) -> None:
    for pause in (*_PAUSES_SECONDS, None):
        try:
            async with platform.database.transaction(context.organization_id) as session:
                for call, cost in calls:
                    record_usage(session, context, call, cost)
        except (OperationalError, InterfaceError, PoolTimeoutError) as error:
            if pause is None:
                _log.error("usage_not_recorded", error=str(error), calls=[call for call, _ in calls])
                return
            _log.warning("usage_not_recorded_yet", error=str(error), again_in_seconds=pause)
            await asyncio.sleep(pause)
        else:
            return
