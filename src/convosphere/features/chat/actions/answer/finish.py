"""The end of an answer: message, usage and the freed conversation in one transaction."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import CallRecord
from convosphere.features.chat import repository
from convosphere.features.chat.actions.answer.draft import Draft
from convosphere.features.chat.actions.notify import message_event, tell_conversation, tell_owner
from convosphere.features.chat.tables import Message
from convosphere.features.chat.types import MessageStatus
from convosphere.features.models.actions import price_of, record_usage
from convosphere.features.models.types import CallContext, Purpose, ResolvedModel
from convosphere.platform.context import Platform

_log = structlog.get_logger(__name__)

# The database may be restarting. Giving up would leave an answer that was paid for unsaved.
_PAUSES_SECONDS = (0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)


@dataclass(slots=True)
class Ending:
    """How an answer ended."""

    status: MessageStatus
    finish_reason: str | None = None
    error_code: str | None = None
    error_params: dict[str, Any] | None = None
    citations: list[dict[str, Any]] = field(default_factory=list)
    calls: list[CallRecord] = field(default_factory=list)


async def finish_answer(
    platform: Platform, draft: Draft, ending: Ending, model: ResolvedModel | None, person_id: UUID | None
) -> None:
    """Stores the end of the answer and tells everyone; waits for the database if it is away.

    An answer that another worker has taken on meanwhile is left to that one; only the calls are recorded.
    """
    costs = [await price_of(model.connection, call) for call in ending.calls] if model is not None else []
    for pause in (*_PAUSES_SECONDS, None):
        try:
            await _store(platform, draft, ending, costs, person_id)
        except (OperationalError, InterfaceError, PoolTimeoutError) as error:
            if pause is None:
                raise
            _log.warning("answer_end_not_saved", error=str(error), again_in_seconds=pause)
            await asyncio.sleep(pause)
        else:
            return


async def _store(
    platform: Platform, draft: Draft, ending: Ending, costs: Sequence[Decimal | None], person_id: UUID | None
) -> None:
    key = draft.key
    async with platform.database.transaction(key.organization_id) as session:
        context = CallContext(
            organization_id=key.organization_id,
            purpose=Purpose.CHAT,
            person_id=person_id,
            conversation_id=key.conversation_id,
            message_id=key.message_id,
        )
        for call, cost in zip(ending.calls, costs, strict=False):
            record_usage(session, context, call, cost)
        answer = await repository.lock_answer(session, key.message_id)
        if answer is None or answer.attempt != draft.attempt or answer.status != MessageStatus.STREAMING:
            return
        _write_end(answer, draft, ending, costs)
        answer.completed_at = platform.clock.now()
        await session.flush()
        await _tell(session, platform, answer)


def _write_end(answer: Message, draft: Draft, ending: Ending, costs: Sequence[Decimal | None]) -> None:
    answer.content = draft.whole_content
    answer.reasoning = draft.whole_reasoning or None
    answer.status = ending.status
    answer.finish_reason = ending.finish_reason
    answer.error_code = ending.error_code
    answer.error_params = ending.error_params
    answer.citations = ending.citations or None
    if not ending.calls:
        return
    last = ending.calls[-1]
    answer.input_tokens = sum(call.usage.input_tokens for call in ending.calls)
    answer.output_tokens = sum(call.usage.output_tokens for call in ending.calls)
    # One unknown price makes the sum unknown: it is never shown as less than it was.
    answer.cost = None if None in costs else sum((cost for cost in costs if cost is not None), Decimal(0))
    answer.time_to_first_token_ms = None if last.time_to_first_token is None else round(last.time_to_first_token * 1000)
    answer.duration_ms = round(sum(call.duration for call in ending.calls) * 1000)


async def _tell(session: AsyncSession, platform: Platform, answer: Message) -> None:
    event = message_event(f"message.{answer.status}", answer, answer.locale or "en")
    tell_conversation(session, platform.log, answer.conversation_id, [event])
    conversation = await repository.release_conversation(
        session, answer.conversation_id, answer.id, platform.clock.now()
    )
    if conversation is not None:
        tell_owner(session, platform.log, conversation, "conversation.updated")
