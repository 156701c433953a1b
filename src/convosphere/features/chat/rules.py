"""Pure rules of the chat."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from convosphere.platform.texts import one_line

TITLE_CHARACTERS = 80
SUGGESTION_CHARACTERS = 160
MOST_SUGGESTIONS = 3
_QUOTES = "\"'`«»“”„‘’‚ "
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s*")
_AT_LINE_START = re.compile(r"(?m)^[ \t]*(?:[#>]+|[*+-])[ \t]+")
# Around words only: inside of them these belong to names and sums.
_MARKUP = re.compile(r"(?<!\w)[`*_~]+(?=\S)|(?<=\S)[`*_~]+(?!\w)|(?<!\S)[#>]+(?!\S)")


def title_from(content: str) -> str:
    """A title from the first words of a question, at most `TITLE_CHARACTERS` long, cut between words."""
    return _cut(one_line(_without_markup(content[:2000])))


def title_of_file(name: str) -> str:
    """A title for a conversation that begins with a file and no words."""
    return _cut(one_line(name))


def _without_markup(content: str) -> str:
    """Marks inside a line leave no blank behind: `**Weimar**?` is about "Weimar?"."""
    return _MARKUP.sub("", _AT_LINE_START.sub("", content))


def _cut(words: str) -> str:
    if len(words) <= TITLE_CHARACTERS:
        return words
    cut = words[: TITLE_CHARACTERS - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[TITLE_CHARACTERS // 2 :] else cut
    return at_word.rstrip(",;:.- ") + "…"


def title_said(said: str) -> str:
    """The title in what a model said when asked for one; empty: there is none in it."""
    line = next((line for line in said.splitlines() if line.strip()), "")
    return title_from(line.strip().strip(_QUOTES).rstrip("."))


def suggestions_said(said: str) -> list[str]:
    """The questions in what a model said when asked for some: short ones, each once, at most `MOST_SUGGESTIONS`.

    What leads to them ("Three questions:") and lines of signs are none.
    """
    lines = [one_line(_BULLET.sub("", _without_markup(line))).strip(_QUOTES) for line in said.splitlines()[:20]]
    questions = [line for line in lines if len(line) <= SUGGESTION_CHARACTERS and _asks(line)]
    return list(dict.fromkeys(questions))[:MOST_SUGGESTIONS]


def _asks(line: str) -> bool:
    return not line.endswith(":") and any(sign.isalpha() for sign in line)


@dataclass(frozen=True, slots=True)
class Beside:
    """A message as those that lie beside it know it."""

    id: UUID
    role: str
    position: int
    comparison_id: UUID | None


def next_shown(beside: Sequence[Beside], role: str, position: int) -> UUID | None:
    """Who is shown instead of a message that is gone: of its role the one before it, else the one behind it; else the
    newest of the other role; None: nobody is left.
    """
    alike = [each for each in beside if each.role == role]
    before = [each for each in alike if each.position < position]
    if before:
        return max(before, key=_age).id
    if alike:
        return min(alike, key=_age).id
    return max(beside, key=_age).id if beside else None


def _age(each: Beside) -> int:
    return each.position


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, as JavaScript counts."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for sign in text if sign > "\uffff")


def replace_surrogates(text: str) -> str:
    """Text that can be encoded: a lone surrogate from a provider becomes a visible sign."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
