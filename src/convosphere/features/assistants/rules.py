"""Pure rules of an answer: what the model is told, what fits into its context, what it cited."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from convosphere.engines.llm import (
    BadRequestError,
    ChatMessage,
    ContentFilterError,
    ContextTooLongError,
    Passage,
    ProviderError,
    as_data,
)
from convosphere.features.assistants.types import Citation, Task
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.i18n import translate

# [1] or [1, 3]; neither a link's text nor what stands in code.
_REFERENCE: Final = re.compile(r"\[(\d{1,4}(?:\s*[,;]\s*\d{1,4})*)\](?!\()")
_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
# How far back a statement may begin, and where one begins. A mark of its own ends nothing: "A. [1] B. [2]"; nor
# does the number of a day: "14. September".
_STATEMENT: Final = 600
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])(?<!\b\d\.)(?<!\b\d\d\.)(?:\s*\[[\d,; ]+\])*\s+(?=\S)|\n+")
# What stands on a line like this is code, where a number in brackets counts elements.
_CODE_LINE: Final = re.compile(r"[={}]|;\s*$|\w\(|\]\[")


def default_instructions(local_time: datetime, locale: str) -> str:
    """The system prompt for those who set none. It changes once a day, so that providers can cache it."""
    weekday = translate(f"assistants.weekdays.{local_time.isoweekday()}", locale)
    zone = local_time.tzname() or "UTC"
    return translate("assistants.instructions", locale, weekday=weekday, date=local_time.date().isoformat(), zone=zone)


def about_passages(instructions: str, task: Task, shown: Sequence[Passage]) -> str:
    """The system prompt with what there is to say about the passages that are shown, or about there being none."""
    if any(passage.text for passage in shown):
        notice = translate("assistants.passages", task.locale, boundary=task.boundary)
    elif task.searched_for is not None or task.passages:
        notice = translate("assistants.nothing_found", task.locale)
    else:
        return instructions
    return f"{instructions}\n\n{notice}" if instructions else notice


def passages_block(passages: Sequence[Passage], boundary: str) -> str:
    """Passages as data, numbered as they are to be cited: between marks that none of them can end or begin.

    One without a text is not shown; it only keeps its number. A number in brackets that a passage brings along would
    pass for one of ours, and its statement for another passage's: it is told in other brackets.
    """
    most = len(passages)
    shown = [
        f'<passage-{boundary} number="{number}" title="{_in_quotes(each.title, most)}">\n{_told(each.text, most)}\n'
        f"</passage-{boundary}>"
        for number, each in enumerate(passages, start=1)
        if each.text
    ]
    return "\n".join([f"<passages-{boundary}>", *shown, f"</passages-{boundary}>"])


def _told(text: str, most: int) -> str:
    return "".join(
        line if _CODE_LINE.search(line) else _REFERENCE.sub(lambda found: _unnumbered(found, most), line)
        for line in as_data(text).splitlines(keepends=True)
    )


def _unnumbered(found: re.Match[str], most: int) -> str:
    ours = any(1 <= int(number) <= most for number in re.findall(r"\d+", found[1]))
    return f"({found[1]})" if ours else found[0]


def _in_quotes(title: str, most: int) -> str:
    return _told(" ".join(title.split()).replace('"', "'"), most)


def before_question(history: Sequence[ChatMessage], block: str) -> list[ChatMessage]:
    """The history with a block of passages before the words of its last question."""
    places = [place for place, message in enumerate(history) if message.role == "user"]
    if not places:
        return [*history, ChatMessage("user", block)]
    question = history[places[-1]]
    told = replace(question, text=f"{block}\n\n{question.text}")
    return [*history[: places[-1]], told, *history[places[-1] + 1 :]]


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
    """The passages whose numbers stand in `text`; numbers of none are no citations."""
    return tuple(
        Citation(number, passages[number - 1].id, passages[number - 1].title)
        for number in sorted(cited_numbers(text))
        if 1 <= number <= len(passages) and passages[number - 1].text
    )


def cited_numbers(text: str) -> set[int]:
    """The numbers that stand in `text` as `[n]` or `[n, m]`, outside of code."""
    found = _REFERENCE.findall(_CODE.sub(" ", text))
    return {int(number) for numbers in found for number in re.findall(r"\d+", numbers)}


def words_around(text: str, number: int) -> str:
    """The statements that a number stands behind: each from the sentence's beginning up to it."""
    said: list[str] = []
    for match in _REFERENCE.finditer(text):
        if str(number) in re.findall(r"\d+", match[1]):
            before = text[max(match.start() - _STATEMENT, 0) : match.start()].rstrip()
            said.append(_SENTENCE_END.split(before)[-1])
    return " ".join(said)
