"""Asks a small model about a conversation; what it took is recorded under its own purpose."""

from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

import structlog

from convosphere.engines.llm import CallRecord, ChatMessage, Gateway, ProviderError, TextDelta
from convosphere.features.assistants.actions import respond
from convosphere.features.assistants.types import Parameters, Task
from convosphere.features.chat import repository
from convosphere.features.chat.types import AnswerKey
from convosphere.features.models.actions import budget_guard, price_of, record_usage, small_models
from convosphere.features.models.errors import BudgetExceededError
from convosphere.features.models.types import BUILTIN, Asker, CallContext, Purpose, ResolvedModel
from convosphere.platform.context import Platform
from convosphere.platform.i18n import translate

# Enough for those that think first.
_MOST_TOKENS = 2_000
_EXCERPT_CHARACTERS = 3_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SmallTask:
    """What is asked: `purpose` is also the name of its instructions.

    `text`: what about; None: the answer and its question.
    """

    key: AnswerKey
    person_id: UUID
    purpose: Purpose
    text: str | None = None


async def ask_small_model(platform: Platform, gateway: Gateway, task: SmallTask) -> str | None:
    """What a small model says about an answer and its question; None: nobody could be asked, or nobody answered."""
    key = task.key
    async with platform.database.transaction(key.organization_id) as session:
        answer = await repository.find_message(session, key.conversation_id, key.message_id)
        if answer is None or answer.parent_id is None or answer.model_id is None or answer.model_provider == BUILTIN:
            return None
        question = await repository.find_message(session, key.conversation_id, answer.parent_id)
        conversation = await repository.find_unowned(session, key.conversation_id)
    if question is None or conversation is None:
        return None
    locale = answer.locale or "en"
    text = task.text or f"{question.content[:_EXCERPT_CHARACTERS]}\n\n---\n\n{answer.content[:_EXCERPT_CHARACTERS]}"
    for model in await small_models(
        platform, key.organization_id, answer.model_id, asker=Asker(task.person_id), locale=locale
    ):
        calls: list[CallRecord] = []
        context = _context(task, traceable=not conversation.temporary)
        try:
            return await _ask(platform, gateway, model, _Prompt(context, text, locale), calls)
        except (ProviderError, BudgetExceededError) as error:
            _log.warning("small_task_failed", purpose=task.purpose, model=model.name, code=error.code)
        finally:
            await _record(platform, context, model, calls)
    return None


@dataclass(frozen=True, slots=True)
class _Prompt:
    context: CallContext
    text: str
    locale: str


def _context(task: SmallTask, *, traceable: bool) -> CallContext:
    return CallContext(
        organization_id=task.key.organization_id,
        purpose=task.purpose,
        person_id=task.person_id,
        conversation_id=task.key.conversation_id if traceable else None,
        message_id=task.key.message_id if traceable else None,
    )


async def _ask(
    platform: Platform,
    gateway: Gateway,
    model: ResolvedModel,
    prompt: _Prompt,
    calls: list[CallRecord],
) -> str:
    wanted = Task(
        model=model,
        history=[ChatMessage("user", prompt.text)],
        locale=prompt.locale,
        now=platform.clock.now(),
        instructions=translate(f"chat.small_tasks.{prompt.context.purpose}", prompt.locale),
        parameters=Parameters(max_output_tokens=_MOST_TOKENS),
    )
    guard = budget_guard(platform, prompt.context)
    async with aclosing(respond(gateway, wanted, on_call=calls.append, guard=guard)) as events:
        return "".join([event.text async for event in events if isinstance(event, TextDelta)])


async def _record(platform: Platform, context: CallContext, model: ResolvedModel, calls: list[CallRecord]) -> None:
    costs = [await price_of(model, call) for call in calls]
    async with platform.database.transaction(context.organization_id) as session:
        for call, cost in zip(calls, costs, strict=True):
            record_usage(session, context, call, cost)
