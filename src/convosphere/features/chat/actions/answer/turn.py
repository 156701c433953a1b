"""One turn: take the answer on, let the model speak, end it, whatever happens on the way."""

import asyncio
from contextlib import aclosing
from uuid import UUID

import structlog

from convosphere.engines.llm import CallRecord, FinishReason, ProviderError, ReasoningDelta, TextDelta
from convosphere.features.assistants.actions import respond
from convosphere.features.assistants.types import AnswerFinished, ModelAnswering, Task
from convosphere.features.chat import repository
from convosphere.features.chat.actions.answer.claim import Claim, claim_answer
from convosphere.features.chat.actions.answer.desk import AnswerDesk
from convosphere.features.chat.actions.answer.draft import Draft, Fate
from convosphere.features.chat.actions.answer.finish import Ending, finish_answer, record_interrupted
from convosphere.features.chat.actions.answer.grounding import citations_of, find_grounds
from convosphere.features.chat.actions.answer.pump import SEND_SECONDS, TICK_SECONDS, until_next_send
from convosphere.features.chat.actions.attachments import tell_files
from convosphere.features.chat.actions.notify import encode, message_event
from convosphere.features.chat.types import RUNNING, AnswerKey, MessageStatus
from convosphere.features.knowledge.errors.search import SearchUnavailableError
from convosphere.features.models.actions import budget_guard
from convosphere.features.models.errors import BudgetExceededError
from convosphere.features.models.types import CallContext, CallGuard, Purpose
from convosphere.platform.context import Platform
from convosphere.platform.errors import ProblemError
from convosphere.platform.realtime import EventLogUnavailableError
from convosphere.platform.storage import StorageUnavailableError

_log = structlog.get_logger(__name__)

_SUPERSEDED_LOOK_SECONDS = 1.0


async def write_answer(desk: AnswerDesk, key: AnswerKey, person_id: UUID | None) -> None:
    """Writes an answer to its end; goes on from the saved text if another worker began it.

    Interrupted by a shutdown it saves what it has and lets the interruption through: the job is queued again.
    """
    claim = await claim_answer(desk.platform, key, person_id)
    if claim is None:
        return
    answer = claim.answer
    draft = Draft(key, answer.attempt, answer.content, answer.reasoning or "")
    await _announce(desk, draft, claim)
    if claim.model is None:
        ending = _without_model(claim)
    else:
        ending = await _write(desk, draft, claim, person_id)
    await finish_answer(desk.platform, draft, ending, claim.model, person_id)
    if draft.fate is Fate.SUPERSEDED:
        _log.info("answer_superseded", message_id=str(key.message_id), attempt=draft.attempt)
        await _until_ended(desk.platform, key)


async def abandon_answer(desk: AnswerDesk, key: AnswerKey, person_id: UUID | None) -> None:
    """Ends an answer that cannot be written, keeping what was saved of it."""
    claim = await claim_answer(desk.platform, key, person_id)
    if claim is None:
        return
    draft = Draft(key, claim.answer.attempt, claim.answer.content, claim.answer.reasoning or "")
    await finish_answer(desk.platform, draft, _failed("internal_error", {}), claim.model, person_id)


async def _until_ended(platform: Platform, key: AnswerKey) -> None:
    """Waits for the worker that took the answer over.

    Both run the same job: it must not count as done, and be forgotten, while the other still works on it.
    """
    while True:
        await asyncio.sleep(_SUPERSEDED_LOOK_SECONDS)
        async with platform.database.transaction(key.organization_id) as session:
            answer = await repository.find_message(session, key.conversation_id, key.message_id)
        if answer is None or answer.status not in RUNNING:
            return


async def _announce(desk: AnswerDesk, draft: Draft, claim: Claim) -> None:
    answer = claim.answer
    events = [encode("answer.started", message_id=answer.id, attempt=answer.attempt, length=draft.length)]
    if answer.shown:
        # The worker can be quicker than the sender's announcement of the answer, so it announces it, too. Readers who
        # look at another branch meanwhile are not called back.
        events.insert(0, message_event("message.created", claim.shown))
    if claim.question is not None:
        events.insert(0, message_event("message.updated", claim.question))
    try:
        await draft.announce(desk.platform.log, events)
    except EventLogUnavailableError as error:
        # Readers see the answer at its end, or when they fetch.
        _log.warning("answer_not_announced", error=str(error))


def _without_model(claim: Claim) -> Ending:
    if claim.stopped or claim.problem is None:
        return Ending(MessageStatus.STOPPED)
    return _failed(claim.problem.code, {name: str(value) for name, value in claim.problem.params.items()})


async def _write(desk: AnswerDesk, draft: Draft, claim: Claim, person_id: UUID | None) -> Ending:
    calls: list[CallRecord] = []
    key = draft.key
    context = CallContext(
        key.organization_id, Purpose.CHAT, person_id, key.conversation_id, key.message_id, key.api_key_id
    )
    guard = budget_guard(desk.platform, context)
    reader = asyncio.create_task(_read_model(desk, draft, claim, calls, guard), name="answer reader")
    draft.write_with(reader)
    with desk.writing(draft):
        try:
            ending = await reader
        except asyncio.CancelledError:
            if draft.fate is None:
                # The process shuts down.
                await _save_for_successor(desk, draft)
                await record_interrupted(desk.platform, key, calls, claim.model, person_id)
                raise
            ending = Ending(MessageStatus.STOPPED)
        except ProviderError as error:
            _log.warning("answer_failed", code=error.code, status=error.status, error=error.message)
            ending = _failed(error.code, {"says": error.message, "retry_after": error.retry_after})
        except StorageUnavailableError as error:
            _log.warning("answer_without_files", error=str(error))
            ending = _failed(error.code, {})
        except BudgetExceededError as error:
            _log.info("answer_refused_by_budget", code=error.code, budget_id=str(error.facts.budget_id))
            ending = _failed(error.code, error.stored())
        except SearchUnavailableError as error:
            ending = _failed(error.code, {})
        except Exception:  # noqa: BLE001 - whatever it was, the person must not be left waiting; it is logged whole
            _log.exception("answer_failed_unexpectedly")
            ending = _failed("internal_error", {})
    ending.calls = calls
    ending.citations = await citations_of(draft)
    return ending


async def _read_model(
    desk: AnswerDesk, draft: Draft, claim: Claim, calls: list[CallRecord], guard: CallGuard
) -> Ending:
    if claim.model is None:
        raise ProblemError
    platform = desk.platform
    locale = claim.answer.locale or "en"
    draft.grounds = grounds = await find_grounds(desk, draft, claim)
    told = await tell_files(platform, claim.history, claim.files, claim.model, locale)
    grounds.files = told.passages
    task = Task(
        model=claim.model,
        history=told.history,
        passages=grounds.passages,
        searched_for=grounds.searched_for,
        locale=locale,
        now=platform.clock.now(),
        partial=claim.answer.content,
        summary=claim.summary,
        pins=claim.pins,
        gather=True,
    )
    ending = Ending(MessageStatus.COMPLETED)
    now = asyncio.get_running_loop().time
    async with aclosing(respond(desk.gateway, task, on_call=calls.append, guard=guard)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                draft.add_text(event.text)
            elif isinstance(event, ModelAnswering):
                draft.answering = event
                grounds.shown = event.passages
            elif isinstance(event, ReasoningDelta):
                draft.add_reasoning(event.text)
            elif isinstance(event, AnswerFinished):
                ending.finish_reason = event.reason.value
                if event.reason is FinishReason.CONTENT_FILTER and not draft.whole_content:
                    return _failed("provider_content_filter", {})
            if draft.dirty and now() - draft.sent_at >= SEND_SECONDS - TICK_SECONDS:
                await _send_now(desk, draft)
                # What comes meanwhile is read in one piece: a fast model would else wake us for every token.
                await asyncio.sleep(until_next_send(now()))
    return ending


async def _send_now(desk: AnswerDesk, draft: Draft) -> None:
    """The first words at once; later ones wait for the pump only when the model pauses."""
    try:
        await draft.flush(desk.platform.log)
    except EventLogUnavailableError as error:
        _log.warning("answer_not_sent", error=str(error))


async def _save_for_successor(desk: AnswerDesk, draft: Draft) -> None:
    try:
        await draft.flush(desk.platform.log)
    except EventLogUnavailableError as error:
        _log.warning("answer_not_sent", error=str(error))
    await desk.pump.save([draft])


def _failed(code: str, params: dict[str, object]) -> Ending:
    return Ending(MessageStatus.FAILED, error_code=code, error_params=params)
