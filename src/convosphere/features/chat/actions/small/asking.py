"""Asks a small model about a conversation; what it took is recorded under its own purpose."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

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
_MOST_TOKENS: Final = 2_000
_EXCERPT_CHARACTERS: Final = 3_000
# Between two looks at what came, where nobody reads along.
_PAUSE_SECONDS: Final = 0.2

Keep = Callable[[AsyncSession, str], Awaitable[None]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """An answer with its question, and who may be asked about them, the best choice first."""

    exchange: repository.Exchange
    models: Sequence[ResolvedModel]


@dataclass(frozen=True, slots=True)
class SmallTask:
    """What is asked: `purpose` is also the name of its instructions.

    `text`: what about; None: the answer and its question.
    """

    key: AnswerKey
    person_id: UUID
    purpose: Purpose
    text: str | None = None


async def find_subject(platform: Platform, key: AnswerKey, person_id: UUID) -> Subject | None:
    """What can be asked about, on a person's behalf; None: it is gone, or nobody but the builtin model speaks here."""
    async with platform.database.transaction(key.organization_id) as session:
        exchange = await repository.find_exchange(
            session, key.conversation_id, key.message_id, most=_EXCERPT_CHARACTERS
        )
        if exchange is None or exchange.model_id is None or exchange.provider == BUILTIN:
            return None
        asker = Asker(person_id)
        models = await small_models(
            session, platform, key.organization_id, exchange.model_id, asker=asker, locale=exchange.locale
        )
    return Subject(exchange, models)


async def ask_small_model(
    platform: Platform, gateway: Gateway, task: SmallTask, subject: Subject | None = None, keep: Keep | None = None
) -> str | None:
    """What a small model says about an answer and its question; None: nobody could be asked, or nobody answered.

    `subject`: if it was found before. `keep` gets what was said in the transaction that records what it took.
    """
    subject = subject or await find_subject(platform, task.key, task.person_id)
    if subject is None:
        return None
    exchange = subject.exchange
    text = task.text or f"{exchange.question}\n\n---\n\n{exchange.answer}"
    context = _context(task, traceable=not exchange.temporary)
    for model in subject.models:
        calls: list[CallRecord] = []
        said = None
        try:
            said = await _ask(platform, gateway, model, _Prompt(context, text, exchange.locale), calls)
        except (ProviderError, BudgetExceededError) as error:
            _log.warning("small_task_failed", purpose=task.purpose, model=model.name, code=error.code)
        finally:
            await _end(platform, context, [(call, await price_of(model, call)) for call in calls], said, keep)
        if said is not None:
            return said
    return None


async def _end(
    platform: Platform,
    context: CallContext,
    paid: Sequence[tuple[CallRecord, Decimal | None]],
    said: str | None,
    keep: Keep | None,
) -> None:
    """Keeps what was said and records what it took, together; what it took also if it cannot be kept."""

    async def store(keep: Keep | None) -> None:
        async with platform.database.transaction(context.organization_id) as session:
            if said is not None and keep is not None:
                await keep(session, said)
            for call, cost in paid:
                record_usage(session, context, call, cost)

    kept = False
    try:
        await store(keep)
        kept = True
    finally:
        if keep is not None and not kept:
            await store(None)


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
    # Somebody waits for a question that is put into other words.
    calmly = prompt.context.purpose != Purpose.REWRITE
    wanted = Task(
        model=model,
        history=[ChatMessage("user", prompt.text)],
        locale=prompt.locale,
        now=platform.clock.now(),
        instructions=translate(f"chat.small_tasks.{prompt.context.purpose}", prompt.locale),
        parameters=Parameters(max_output_tokens=_MOST_TOKENS),
        gather=calmly,
    )
    guard = budget_guard(platform, prompt.context)
    said: list[str] = []
    async with aclosing(respond(gateway, wanted, on_call=calls.append, guard=guard)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                said.append(event.text)
                if calmly:
                    # What comes meanwhile is read in one piece, as for answers.
                    await asyncio.sleep(_PAUSE_SECONDS)
    return "".join(said)
