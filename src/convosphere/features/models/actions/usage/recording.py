"""One record for every call, and the end of what was reserved for it, in the caller's transaction."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import CallRecord
from convosphere.features.models.actions.usage.calibrating import compare_count
from convosphere.features.models.actions.usage.pricing import counted, milliseconds, stored_price
from convosphere.features.models.events import CallsRecorded
from convosphere.features.models.tables import UsageRecord
from convosphere.features.models.types import CURRENCY, CallContext
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id

_ENDED = "convosphere.models.ended_calls"


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A call that was noted before it was made: its record's values, and what it took."""

    reservation_id: UUID
    record: dict[str, Any]
    cost: Decimal | None
    tokens: int


def record_usage(session: AsyncSession, context: CallContext, call: CallRecord, cost: Decimal | None) -> None:
    """Stores a call in the session's transaction, with the cost that `price_of` gave.

    A call that was admitted is stored just before the commit, together with the end of what it holds of budgets:
    balances are locked last, and shortly. Recording it a second time changes nothing.
    """
    compare_count(session, context.organization_id, call)
    usage = counted(call)
    cost = None if cost is None else stored_price(cost)
    values = {
        "id": new_id(),
        "organization_id": context.organization_id,
        "at": call.started_at,
        "person_id": context.person_id,
        "api_key_id": context.api_key_id,
        "assistant_id": context.assistant_id,
        "connection_id": UUID(call.connection_id),
        "provider": call.provider,
        "model_name": call.model,
        "purpose": context.purpose.value,
        "conversation_id": context.conversation_id,
        "message_id": context.message_id,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cached_input_tokens": usage.cached_input_tokens,
        "cache_write_tokens": usage.cache_write_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
        "estimated": usage.estimated,
        "cost": cost,
        "currency": None if cost is None else CURRENCY,
        "time_to_first_token_ms": milliseconds(call.time_to_first_token),
        "duration_ms": milliseconds(call.duration) or 0,
        "outcome": call.outcome.value,
        "error_code": call.error.code if call.error is not None else None,
        "reservation_id": call.reservation,
    }
    if call.reservation is None:
        session.add(UsageRecord(**values))
        return
    waiting: list[EndedCall] = session.info.setdefault(_ENDED, [])
    waiting.append(EndedCall(call.reservation, values, cost, usage.input_tokens + usage.output_tokens))
    if len(waiting) == 1:
        publish(session, CallsRecorded(organization_id=context.organization_id))


def take_ended(session: AsyncSession) -> list[EndedCall]:
    """The admitted calls that were recorded in this transaction and are still to be settled, each once."""
    ended: list[EndedCall] = session.info.pop(_ENDED, [])
    return list({each.reservation_id: each for each in reversed(ended)}.values())[::-1]
