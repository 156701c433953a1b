"""Decides what to answer: a sum, the time, help, quotations, or that it cannot."""

import re
from datetime import datetime

from convosphere.engines.llm.builtin import texts
from convosphere.engines.llm.builtin.calculator import calculate, format_number
from convosphere.engines.llm.builtin.clock import asks_for_time, tell_time
from convosphere.engines.llm.builtin.extraction import beginnings, find_quotes
from convosphere.engines.llm.builtin.language import Language, language_of
from convosphere.engines.llm.types import ChatRequest

_NUMBER = re.compile(r"\[(\d[\d,; ]*)\]")
_HELP = re.compile(
    r"^\W*(?:hallo|hi|hey|hello|moin|servus|guten (?:tag|morgen|abend)|good (?:morning|evening)|hilfe"
    r"|help)\b.{0,25}$"
    r"|\bwas kannst du\b|\bwer bist du\b|\bwhat can you do\b|\bwho are you\b|\bwhat are you\b"
    r"|\bw(?:obei|omit|ie|as) k(?:annst du|önnen sie)(?: mir| uns)?(?: helfen| tun)?\W*$"
    r"|\b(?:what|how) can you help(?: me| us)?(?: with)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_CONNECTING = re.compile(
    r"modell\w* .{0,30}(?:verbind|anschließ|anbind|einricht|hinzufüg)"
    r"|(?:verbind|anschließ|anbind|einricht|hinzufüg|schließe)\w* .{0,30}modell"
    r"|\b(?:connect|add|set up|configure)\w* .{0,30}models?\b",
    re.IGNORECASE | re.DOTALL,
)


def compose(request: ChatRequest, now: datetime) -> str:
    """The whole answer to the last question. May read files and takes milliseconds: not for the event loop."""
    question = next((m.text.strip() for m in reversed(request.messages) if m.role == "user"), "")
    return _answer(question, request, now)


def _answer(question: str, request: ChatRequest, now: datetime) -> str:
    language = language_of(question, request.locale)
    found = _sum(question, language)
    if found is not None:
        return found
    if asks_for_time(question):
        return tell_time(now, request.time_zone, language)
    quotes = find_quotes(question, request.passages)
    if not quotes and request.searched_for:
        # As it was asked it does not say enough.
        quotes = find_quotes(request.searched_for, request.passages)
    begun = [] if question or quotes else beginnings(request.passages)
    if quotes or begun:
        lines = [
            f"> {_uncited(quote.text)} [{quote.number}]\n>\n> — {_uncited(quote.title)}" for quote in quotes or begun
        ]
        return "\n\n".join([(texts.QUOTES if quotes else texts.BEGINNINGS)[language], *lines])
    if _CONNECTING.search(question):
        return texts.HOW_TO_CONNECT[language]
    if not question or _HELP.search(question):
        return texts.HELP[language]
    return (texts.CANNOT if request.searched_for is None else texts.NOTHING_FOUND)[language]


def _uncited(text: str) -> str:
    """Numbers in brackets that a passage brings along are not ours."""
    return _NUMBER.sub(r"(\1)", text)


def _sum(question: str, language: Language) -> str | None:
    result = calculate(question, language)
    if result is None:
        return None
    if result.value is None:
        return (texts.ZERO if result.problem == "zero" else texts.TOO_LARGE)[language]
    return f"= {format_number(result.value, language)}"
