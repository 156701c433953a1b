"""A program's question to a model: answered by the one loop, its usage recorded, nothing else kept."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import structlog

from convosphere.engines.llm import CallRecord, Gateway, ModelKind, ProviderError
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.actions.loop import respond
from convosphere.features.assistants.actions.opening import Wishes
from convosphere.features.assistants.actions.recording import context_of, store_calls
from convosphere.features.assistants.types import AnswerEvent, Task
from convosphere.features.models.actions import budget_guard, resolve_named_model
from convosphere.features.models.types import Asker, ResolvedModel
from convosphere.platform.context import Platform

COMPLETE = "chat.complete"

_log = structlog.get_logger(__name__)


async def choose_model(platform: Platform, actor: Actor, name: str, kind: ModelKind = "chat") -> ResolvedModel:
    """The model that its provider calls `name`.

    Raises:
        ForbiddenError: this actor, or its API key, may not ask models.
        ModelNotFoundError, ModelUnavailableError: see `resolve_named_model`.
    """
    actor.require(COMPLETE)
    asker = Asker(actor.person_id)
    async with platform.database.transaction(actor.organization_id) as session:
        return await resolve_named_model(
            session, platform, actor.organization_id, name, asker=asker, locale=actor.locale, kind=kind
        )


async def complete(
    platform: Platform, gateway: Gateway, actor: Actor, task: Task, wishes: Wishes
) -> AsyncGenerator[AnswerEvent, None]:
    """Answers a task for a program; the records of the calls are stored before the generator ends, however it ends.

    Wrap it in `contextlib.aclosing` wherever the loop may be left early. No transaction may be open. `wishes`: see
    `respond`.

    Raises:
        ProviderError: the model did not answer, or broke off.
        BudgetExceededError: a budget of the person, their groups, the key or the organisation does not allow it.
    """
    calls: list[CallRecord] = []
    guard = budget_guard(platform, context_of(actor))
    try:
        with platform.metrics.running_answer():
            async with aclosing(respond(gateway, task, on_call=calls.append, guard=guard, wishes=wishes)) as answer:
                async for event in answer:
                    yield event
    except ProviderError as error:
        _log.warning("completion_failed", code=error.code, status=error.status, error=error.message)
        raise
    finally:
        await store_calls(platform, actor, task.model, calls)
