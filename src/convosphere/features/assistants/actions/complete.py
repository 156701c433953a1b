"""A program's question to a model: answered by the one loop, its usage recorded, nothing else kept."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from convosphere.engines.llm import CallRecord, Gateway, ProviderError
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.actions.loop import respond
from convosphere.features.assistants.types import AnswerEvent, Task
from convosphere.features.models.actions import price_of, record_usage, resolve_named_model
from convosphere.features.models.types import CallContext, Purpose, ResolvedModel
from convosphere.platform.context import Platform

COMPLETE = "chat.complete"

# The database may be restarting. Longer than this nobody who waits for the end of a stream should be kept.
_PAUSES_SECONDS = (0.2, 1.0, 5.0)

_log = structlog.get_logger(__name__)


async def choose_model(platform: Platform, actor: Actor, name: str) -> ResolvedModel:
    """The model that its provider calls `name`.

    Raises:
        ForbiddenError: this actor, or its API key, may not ask models.
        ModelNotFoundError, ModelUnavailableError: see `resolve_named_model`.
    """
    actor.require(COMPLETE)
    async with platform.database.transaction(actor.organization_id) as session:
        return await resolve_named_model(session, platform, actor.organization_id, name, locale=actor.locale)


async def complete(
    platform: Platform, gateway: Gateway, actor: Actor, task: Task, extra: Mapping[str, object]
) -> AsyncGenerator[AnswerEvent, None]:
    """Answers a task for a program; the records of the calls are stored before the generator ends, however it ends.

    Wrap it in `contextlib.aclosing` wherever the loop may be left early. No transaction may be open. `extra`: see
    `respond`.

    Raises:
        ProviderError: the model did not answer, or broke off.
    """
    calls: list[CallRecord] = []
    try:
        with platform.metrics.running_answer():
            async with aclosing(respond(gateway, task, on_call=calls.append, extra=extra)) as answer:
                async for event in answer:
                    yield event
    except ProviderError as error:
        _log.warning("completion_failed", code=error.code, status=error.status, error=error.message)
        raise
    finally:
        if calls:
            await _to_its_end(_store(platform, actor, task.model, calls))


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Awaits the work; a client that hangs up meanwhile does not interrupt it."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


async def _store(platform: Platform, actor: Actor, model: ResolvedModel, calls: Sequence[CallRecord]) -> None:
    """Stores the records. An answer that was given is not taken back because the database is away."""
    context = CallContext(actor.organization_id, Purpose.API, actor.person_id)
    costs = [await price_of(model.connection, call) for call in calls]
    for pause in (*_PAUSES_SECONDS, None):
        try:
            async with platform.database.transaction(actor.organization_id) as session:
                for call, cost in zip(calls, costs, strict=True):
                    record_usage(session, context, call, cost)
        except (OperationalError, InterfaceError, PoolTimeoutError) as error:
            if pause is None:
                _log.error("usage_not_recorded", error=str(error), calls=calls)
                return
            _log.warning("usage_not_recorded_yet", error=str(error), again_in_seconds=pause)
            await asyncio.sleep(pause)
        else:
            return
