"""Pure rules of an answer: what the model is told, what fits into its context, what it cited."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from convosphere.engines.llm import ChatMessage, Passage, estimate_tokens
from convosphere.features.assistants.types import Citation
from convosphere.platform.i18n import translate

_REFERENCE: Final = re.compile(r"\[(\d{1,4})\]")
_TOKENS_PER_MESSAGE: Final = 4
_TOKENS_PER_IMAGE: Final = 800
# The estimate is rough: what it counts as full leaves a fifth of the window for its error.
_SAFETY: Final = 0.8
_MOST_RESERVED: Final = 8_192


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


def fit(messages: Sequence[ChatMessage], window: int | None, max_output_tokens: int | None) -> list[ChatMessage]:
    """As many of the latest turns as the model's context holds, with room for the answer.

    A turn is a question with everything up to the next one; it goes or stays as a whole. System messages at the
    beginning and the last turn always stay: if they alone are too much, the provider says so.
    """
    if window is None:
        return list(messages)
    first = next((place for place, each in enumerate(messages) if each.role != "system"), len(messages))
    system, turns = list(messages[:first]), _turns(messages[first:])
    reserved = max_output_tokens if max_output_tokens is not None else min(_MOST_RESERVED, window // 4)
    budget = (window - reserved) * _SAFETY - sum(map(_size, system))
    kept: list[ChatMessage] = []
    for turn in reversed(turns):
        budget -= sum(map(_size, turn))
        if kept and budget < 0:
            break
        kept[:0] = turn
    return system + kept


def cited(text: str, passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """The passages whose numbers stand in `text` as `[n]`."""
    numbers = sorted({int(number) for number in _REFERENCE.findall(text)})
    return tuple(
        Citation(number, passages[number - 1].id, passages[number - 1].title)
        for number in numbers
        if 1 <= number <= len(passages)
    )


def _turns(messages: Sequence[ChatMessage]) -> list[list[ChatMessage]]:
    turns: list[list[ChatMessage]] = []
    for message in messages:
        if message.role == "user" or not turns:
            turns.append([])
        turns[-1].append(message)
    return turns


def _size(message: ChatMessage) -> int:
    calls = sum(estimate_tokens(call.name + call.arguments) for call in message.tool_calls)
    pictures = _TOKENS_PER_IMAGE * len(message.images)
    return _TOKENS_PER_MESSAGE + estimate_tokens(message.text) + calls + pictures
