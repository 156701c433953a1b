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
from convosphere.features.chat.actions.notify import News, message_event, tell_conversation, tell_lists
from convosphere.features.chat.actions.send import start_next
from convosphere.features.chat.actions.showing import show_answer
from convosphere.features.chat.actions.small.deferring import Asked, defer_small_tasks
from convosphere.features.chat.tables import Conversation, Message
from convosphere.features.chat.types import AnswerKey, MessageStatus
from convosphere.features.knowledge.actions.search import note_use
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
    costs = [await price_of(model, call) for call in ending.calls] if model is not None else []
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


async def record_interrupted(
    platform: Platform, key: AnswerKey, calls: Sequence[CallRecord], model: ResolvedModel | None, person_id: UUID | None
) -> None:
    """Records the calls of an answer that another worker will go on with, so that none has to be taken for lost."""
    if model is None or not calls:
        return
    costs = [await price_of(model, call) for call in calls]
    try:
        async with platform.database.transaction(key.organization_id) as session:
            conversation = await repository.find_unowned(session, key.conversation_id)
            context = _context(key, conversation, person_id)
            for call, cost in zip(calls, costs, strict=True):
                record_usage(session, context, call, cost)
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        _log.warning("interrupted_calls_not_recorded", error=str(error), calls=len(calls))


def _context(key: AnswerKey, conversation: Conversation | None, person_id: UUID | None) -> CallContext:
    # What is kept of a temporary conversation is what it cost, and no more.
    traceable = conversation is not None and not conversation.temporary
    return CallContext(
        organization_id=key.organization_id,
        purpose=Purpose.CHAT,
        person_id=person_id,
        conversation_id=key.conversation_id if traceable else None,
        message_id=key.message_id if traceable else None,
        api_key_id=key.api_key_id,
    )


async def _store(
    platform: Platform, draft: Draft, ending: Ending, costs: Sequence[Decimal | None], person_id: UUID | None
) -> None:
    key = draft.key
    async with platform.database.transaction(key.organization_id) as session:
        conversation = await repository.lock_conversation(session, key.conversation_id)
        context = _context(key, conversation, person_id)
        for call, cost in zip(ending.calls, costs, strict=False):
            record_usage(session, context, call, cost)
        subjects = [key.organization_id, *([] if person_id is None else [person_id])]
        held = await repository.lock_answer(session, key.message_id, subjects)
        if conversation is None or held is None:
            return
        answer = held.answer
        if answer.attempt != draft.attempt or answer.status != MessageStatus.STREAMING:
            return
        _write_end(answer, draft, ending, costs)
        cited = {UUID(each["document_id"]) for each in ending.citations if each["kind"] == "knowledge"}
        if cited:
            await note_use(session, platform.clock, cited, "cited")
        answer.completed_at = platform.clock.now()
        await session.flush()
        await _tell(session, platform, conversation, held)
        left_out = 0 if draft.answering is None else draft.answering.left_out
        asked = Asked(person_id, left_out, welcome=held.welcome)
        await defer_small_tasks(session, platform, conversation, answer, asked)


def _write_end(answer: Message, draft: Draft, ending: Ending, costs: Sequence[Decimal | None]) -> None:
    answer.content = draft.whole_content
    answer.reasoning = draft.whole_reasoning or None
    answer.status = ending.status
    answer.finish_reason = ending.finish_reason
    answer.error_code = ending.error_code
    answer.error_params = ending.error_params
    answer.citations = ending.citations or None
    if answer.grounding is not None and answer.grounding["state"] == "searching":
        # It ended before anything was found.
        answer.grounding = None
    _name_who_answered(answer, draft)
    if draft.reasoning_seconds is not None:
        answer.reasoning_ms = (answer.reasoning_ms or 0) + round(draft.reasoning_seconds * 1000)
    if not ending.calls:
        return
    # An answer that went on was paid for before, too.
    before = answer.duration_ms is not None
    known = [answer.cost] if before else []
    first = ending.calls[-1].time_to_first_token
    answer.input_tokens = (answer.input_tokens or 0) + sum(call.usage.input_tokens for call in ending.calls)
    answer.output_tokens = (answer.output_tokens or 0) + sum(call.usage.output_tokens for call in ending.calls)
    # One unknown price makes the sum unknown: it is never shown as less than it was.
    prices = [*known, *costs]
    answer.cost = None if None in prices else sum((price for price in prices if price is not None), Decimal(0))
    if not before:
        answer.time_to_first_token_ms = None if first is None else round(first * 1000)
    answer.duration_ms = (answer.duration_ms or 0) + round(sum(call.duration for call in ending.calls) * 1000)


def _name_who_answered(answer: Message, draft: Draft) -> None:
    answering = draft.answering
    if answering is None or answering.because is None:
        return
    # An answer that went on was perhaps another's before; it was wanted of the first.
    wanted = answer.fallback or {"model_id": str(answer.model_id), "wanted": answer.model_display_name}
    answer.fallback = {**wanted, "because": answering.because}
    answer.model_id = answering.model.id
    answer.model_name = answering.model.name
    answer.model_display_name = answering.model.display_name
    answer.model_provider = answering.model.provider


async def _tell(session: AsyncSession, platform: Platform, conversation: Conversation, held: repository.Held) -> None:
    answer = held.answer
    shown = await show_answer(session, answer, beside=held.beside)
    tell_conversation(session, platform.log, conversation.id, [message_event(f"message.{answer.status}", shown)])
    others = await repository.running_answers(session, conversation.id, answer.id) if held.beside else []
    if others:
        # A comparison is written together: the conversation is free when the last of its answers has ended.
        conversation.running_answer_id = others[0]
        return
    conversation.running_answer_id = None
    conversation.updated_at = platform.clock.now()
    if not (held.followed and await start_next(session, platform, conversation, answer)):
        await tell_lists(session, platform, conversation, News(answer.id, by=None))
