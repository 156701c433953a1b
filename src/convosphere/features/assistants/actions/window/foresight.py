"""What a model would be asked for a task: the same for the answer, and for whoever wants to know beforehand."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from convosphere.engines.llm import ChatMessage, TokenCounter, counter_for, in_thread_if_large
from convosphere.features.assistants import rules
from convosphere.features.assistants.actions.window.fitting import Asked, Fitted, fit
from convosphere.features.assistants.types import Task
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.i18n import translate


async def fit_task(task: Task, model: ResolvedModel, beside: Sequence[int] = ()) -> Fitted:
    """A task as a model of its chain gets it; `beside`: see `Asked`. Nothing is asked over the network."""
    if model.is_builtin:
        # Extraction needs the question alone, and answers anew instead of going on; see `respond`.
        asked = Asked("", task.history, task.locale, beside=beside)
        return fit(TokenCounter(), asked, None)
    asked = Asked(
        instructions=await _instructions(task),
        summary=_summary(task, model),
        history=task.history,
        behind=_behind(task),
        tools=task.parameters.tools,
        beside=beside,
        max_output_tokens=task.parameters.max_output_tokens,
        locale=task.locale,
    )
    counter = await counter_for(model.name, model.token_ratio)
    everything = [*asked.history, *asked.behind]
    return await in_thread_if_large(counter, everything, partial(fit, counter, asked, model.context_window))


def _summary(task: Task, model: ResolvedModel) -> str:
    if not task.summary:
        return ""
    # At most about an eighth of the context, whatever a small model has written.
    most = len(task.summary) if model.context_window is None else model.context_window // 2
    return translate("assistants.summary", task.locale, text=task.summary[:most])


def _behind(task: Task) -> list[ChatMessage]:
    return rules.continuing(task.history, task.partial, task.locale)[len(task.history) :]


async def _instructions(task: Task) -> str:
    instructions = task.instructions
    if instructions is None:
        instructions = rules.default_instructions(await _local_time(task.now, task.time_zone), task.locale)
    return rules.with_passages(instructions, task.passages, task.locale)


async def _local_time(now: datetime, time_zone: str | None) -> datetime:
    if time_zone is None:
        return now.astimezone(UTC)
    try:
        # The first use of a zone reads a file.
        return now.astimezone(await asyncio.to_thread(ZoneInfo, time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return now.astimezone(UTC)
