"""Pure rules of an answer: what the model is told, what fits into its context, what it cited."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from convosphere.engines.llm import (
    BadRequestError,
    ChatMessage,
    ContentFilterError,
    ContextTooLongError,
    Passage,
    ProviderError,
)
from convosphere.features.assistants.types import Citation, Task
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.i18n import translate

_REFERENCE: Final = re.compile(r"\[(\d{1,4})\]")


def default_instructions(local_time: datetime, locale: str) -> str:
    """The system prompt for those who set none. It changes once a day, so that providers can cache it."""
    weekday = translate(f"assistants.weekdays.{local_time.isoweekday()}", locale)
    zone = local_time.tzname() or "UTC"
    return translate("assistants.instructions", locale, weekday=weekday, date=local_time.date().isoformat(), zone=zone)


def with_passages(instructions: str, passages: Sequence[Passage], locale: str) -> str:
    """The system prompt with the documents that the answer may rest on, numbered as they are to be cited."""
    if not passages:
        return instructions
    numbered = [f"[{number}] {each.title}\n{each.text}" for number, each in enumerate(passages, start=1)]
    parts = [instructions, translate("assistants.passages", locale), *numbered]
    return "\n\n".join(part for part in parts if part)


def continuing(history: Sequence[ChatMessage], partial: str, locale: str) -> list[ChatMessage]:
    """The messages that make a model go on behind `partial` instead of beginning anew."""
    if not partial:
        return list(history)
    return [
        *history,
        ChatMessage("assistant", partial),
        ChatMessage("user", translate("assistants.continue", locale)),
    ]


def turns_of(messages: Sequence[ChatMessage]) -> list[list[ChatMessage]]:
    """Messages by turns: a question with everything up to the next one."""
    turns: list[list[ChatMessage]] = []
    for message in messages:
        if message.role == "user" or not turns:
            turns.append([])
        turns[-1].append(message)
    return turns


def share_out(lengths: Sequence[int], room: int) -> list[int]:
    """How much of each text fits into `room`: short ones whole, long ones equally much."""
    shares = [0] * len(lengths)
    left = max(room, 0)
    waiting = sorted((length, place) for place, length in enumerate(lengths) if length)
    for number, (length, place) in enumerate(waiting):
        shares[place] = min(length, left // (len(waiting) - number))
        left -= shares[place]
    return shares


def may_stand_in(model: ResolvedModel, task: Task, reason: ProviderError, window: int | None) -> bool:
    """Whether a model of a chain may be asked in the place of one that failed for this reason.

    Not for what is wrong with the request itself, nor around a content policy; where the messages did not fit, only
    with a context larger than `window`, that of the one that failed. The builtin one continues nobody's text.
    """
    if isinstance(reason, BadRequestError | ContentFilterError):
        return False
    if isinstance(reason, ContextTooLongError) and (
        window is None or model.context_window is None or model.context_window <= window
    ):
        return False
    pictures = any(message.images for message in task.history)
    if model.is_builtin:
        return not task.partial and not pictures
    return not (pictures and model.vision is False) and not (task.parameters.tools and model.tools is False)


def cited(text: str, passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """The passages whose numbers stand in `text` as `[n]`."""
    numbers = sorted({int(number) for number in _REFERENCE.findall(text)})
    return tuple(
        Citation(number, passages[number - 1].id, passages[number - 1].title)
        for number in numbers
        if 1 <= number <= len(passages)
    )
