"""What a model would be asked for a task: the same for the answer, and for whoever wants to know beforehand."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from convosphere.engines.llm import ChatMessage, TokenCounter, counter_for, in_thread_if_large
from convosphere.features.assistants import rules
from convosphere.features.assistants.actions.window.fitting import Asked, Fitted, fit
from convosphere.features.assistants.actions.window.passages import fitting_passages
from convosphere.features.assistants.types import Task
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.i18n import translate


async def fit_task(task: Task, model: ResolvedModel, beside: Sequence[int] = ()) -> Fitted:
    """A task as a model of its chain gets it; `beside`: see `Asked`. Nothing is asked over the network."""
    if model.is_builtin:
        # Extraction needs the question alone, and answers anew instead of going on; see `respond`.
        asked = Asked("", task.history, task.locale, beside=beside)
        return replace(fit(TokenCounter(), asked, None), passages=len(task.passages))
    instructions = await _instructions(task)
    asked = Asked(
        instructions=rules.about_passages(instructions, task, task.passages),
        summary=_summary(task, model),
        history=task.history,
        behind=_behind(task),
        tools=task.parameters.tools,
        beside=beside,
        pins=task.pins,
        max_output_tokens=task.parameters.max_output_tokens,
        locale=task.locale,
    )
    counter = await counter_for(model.name, model.token_ratio)
    everything = [*asked.history, *asked.behind, *(ChatMessage("user", each.text) for each in task.passages)]
    work = partial(_fit, counter, asked, task, model, instructions)
    return await in_thread_if_large(counter, everything, work)


def _fit(counter: TokenCounter, asked: Asked, task: Task, model: ResolvedModel, instructions: str) -> Fitted:
    window = None if task.whole else model.context_window
    shown = fitting_passages(counter, asked, task, window)
    if any(passage.text for passage in shown):
        block = rules.passages_block(shown, task.boundary)
        asked = replace(asked, history=rules.before_question(asked.history, block))
    elif task.passages:
        asked = replace(asked, instructions=rules.about_passages(instructions, task, shown))
    return replace(fit(counter, asked, window), passages=len(shown))


def _summary(task: Task, model: ResolvedModel) -> str:
    if not task.summary:
        return ""
    # At most about an eighth of the context, whatever a small model has written.
    most = len(task.summary) if model.context_window is None else model.context_window // 2
    return translate("assistants.summary", task.locale, text=task.summary[:most])


def _behind(task: Task) -> list[ChatMessage]:
    return rules.continuing(task.history, task.partial, task.locale)[len(task.history) :]


async def _instructions(task: Task) -> str:
    if task.instructions is not None:
        return task.instructions
    return rules.default_instructions(await _local_time(task.now, task.time_zone), task.locale)


async def _local_time(now: datetime, time_zone: str | None) -> datetime:
    if time_zone is None:
        return now.astimezone(UTC)
    try:
        # The first use of a zone reads a file.
        return now.astimezone(await asyncio.to_thread(ZoneInfo, time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return now.astimezone(UTC)
