"""Answers by quotation: what the given passages state that shares most with the question."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from convosphere.engines.llm.builtin.statements import MOST, Statement, first_words, shortened, statements_of
from convosphere.engines.llm.builtin.wording import Wanted, content_words, likeness, stems_in, wanted_by
from convosphere.engines.llm.types import Passage

__all__ = ["Quote", "beginnings", "content_words", "find_quotes"]

_MOST_QUOTES: Final = 3
_LEAST_SCORE: Final = 0.45
_LEAST_OF_BEST: Final = 0.75
# What a word of the question is worth where it stands only above a statement (its heading, the title, a question that
# it stands behind), and in the sentence that it points back to.
_ABOVE: Final = 0.5
_BEFORE: Final = 0.8
_ANSWERED, _LATER_ANSWER = 0.9, 0.05
# From here on a heading is what was asked for, and what it stands above is the answer, whatever words it has.
_HEADED: Final = 0.85
_LATER_PASSAGE: Final = 0.01
_WITH_AMOUNT, _WITHOUT_AMOUNT = 1.15, 0.7
# How much, how many, when: an answer holds a number, or a time.
_COUNTED: Final = re.compile(
    r"\b(?:wie\s?(?:viele?[rsnm]?|hoch|lange?|oft|alt|warm|weit|groß|schwer|teuer|tief|breit|spät|kalt|schnell)|wann"
    r"|was kostet|welche[nr]? \w*nummer|what is the (?:price|rate|cost)|which number|what number|when"
    r"|how (?:much|many|long|often|old|far|tall|high|heavy|warm|late))\b",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"\d|\b(?:ein(?:e[nmrs]?|mal)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|hundert"
    r"|tausend|halbe\w*|doppelt\w*|dritte\w*|zweite\w*|erste\w*|kein\w*|kostenlos|kostenfrei|gratis|sofort|immer"
    r"|jederzeit|wenn|sobald|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|ninety"
    r"|hundred|thousand|half|double|once|twice|free|nothing|no|every|autumn|spring|summer|winter|always|immediately"
    r"|before|after)\b|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|herbst|frühling|frühjahr|sommer|täglich|jährlich"
    r"|wöchentlich|monatlich|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement from a passage; `number` is the passage's place in the request, from 1."""

    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Held:
    """The stems of a statement, and of what belongs to it."""

    own: frozenset[str]
    above: frozenset[str]
    before: frozenset[str]


def find_quotes(question: str, passages: Sequence[Passage]) -> list[Quote]:
    """At most three quotes, best first; none if nothing in the passages speaks of what is asked.

    A quote has to hold nearly half of the question's weight: words by their stems, parts of compounds less, names
    of things more. What stands above it counts half. Rows of tables are told with their columns' names; a sentence
    that points back («It …») with the one before. Where a number or a time is asked for, a quote that tells none counts
    less.
    """
    wanted = wanted_by(question)
    said = [
        (number, passage.title, statement)
        for number, passage in enumerate(passages, start=1)
        for statement in statements_of(passage)
    ]
    if not wanted or not said:
        return []
    scores = _scores(question, wanted, said)
    ranked = sorted(range(len(said)), key=lambda place: -scores[place])
    quotes: list[Quote] = []
    for place in ranked:
        if scores[place] < max(_LEAST_SCORE, scores[ranked[0]] * _LEAST_OF_BEST) or len(quotes) == _MOST_QUOTES:
            break
        number, title, statement = said[place]
        text = _shown(statement, wanted)
        if not any(text in other.text or other.text in text for other in quotes):
            quotes.append(Quote(number, title, text))
    return quotes


def beginnings(passages: Sequence[Passage]) -> list[Quote]:
    """How documents begin, at most three of them: for a question of files without a word."""
    first: dict[str, Quote] = {}
    for number, passage in enumerate(passages, start=1):
        words = first_words(passage)
        if words is not None and passage.title not in first:
            first[passage.title] = Quote(number, passage.title, words)
    return list(first.values())[:_MOST_QUOTES]


def _scores(question: str, wanted: Sequence[Wanted], said: Sequence[tuple[int, str, Statement]]) -> list[float]:
    held = [_Held(*map(stems_in, (each.text, each.above, each.before))) for _, _, each in said]
    vocabulary = frozenset().union(*(each.own | each.above | each.before for each in held))
    near = [likeness(word, vocabulary) for word in wanted]
    weights = _weights(wanted, near, held)
    counted = _COUNTED.search(question) is not None
    asked = frozenset().union(*(word.stems for word in wanted))
    scores = []
    for (number, _, statement), stems in zip(said, held, strict=True):
        score = _score(statement, stems, near, weights)
        if counted:
            score *= _WITH_AMOUNT if _tells_amount(statement, asked) else _WITHOUT_AMOUNT
        scores.append(score * (1 - _LATER_PASSAGE * (number - 1)))
    return scores


def _weights(wanted: Sequence[Wanted], near: Sequence[Mapping[str, float]], held: Sequence[_Held]) -> list[float]:
    """Rare words count more, but what all passages are about is still what was asked for; together 1."""
    spread = Counter(
        place for place, alike in enumerate(near) for each in held if not alike.keys().isdisjoint(each.own)
    )
    most = math.log(1 + len(held))
    weights = [
        word.weight * (1 + math.log((1 + len(held)) / (1 + spread[place])) / most) for place, word in enumerate(wanted)
    ]
    whole = sum(weights)
    return [weight / whole for weight in weights]


def _score(statement: Statement, stems: _Held, near: Sequence[Mapping[str, float]], weights: Sequence[float]) -> float:
    own = before = above = whole = 0.0
    for alike, weight in zip(near, weights, strict=True):
        here = _best(alike, stems.own)
        back = _best(alike, stems.before)
        over = _best(alike, stems.above)
        own += here * weight
        before += back * weight
        above += over * weight
        whole += max(here, _BEFORE * back, _ABOVE * over) * weight
    if statement.answers and above >= _HEADED:
        return max(whole, (_ANSWERED - _LATER_ANSWER * (statement.answers - 1)) * above)
    if own or before:
        return whole
    return above * _ANSWERED if statement.first and above >= _HEADED else 0.0


def _best(alike: Mapping[str, float], stems: frozenset[str]) -> float:
    return max((alike[stem] for stem in alike.keys() & stems), default=0.0)


def _tells_amount(statement: Statement, asked: frozenset[str]) -> bool:
    """Whether it tells an amount or a time that the question did not name itself."""
    said = " ".join(word for word in statement.text.split() if word.strip(".,;:()").lower() not in asked)
    return _AMOUNT.search(said) is not None


def _shown(statement: Statement, wanted: Sequence[Wanted]) -> str:
    """As it is quoted: with the sentence that it points back to, or the question that it answers; of a long row what
    was asked for.
    """
    if statement.before and len(statement.before) + len(statement.text) < MOST:
        return f"{statement.before} {statement.text}"
    if statement.asked and len(statement.asked) + len(statement.text) < MOST:
        return f"{statement.asked} {statement.text}"
    whole = "; ".join(statement.cells)
    if len(whole) <= MOST:
        return statement.text
    asked = [cell for cell in statement.cells[1:] if any(likeness(word, stems_in(cell)) for word in wanted)]
    return shortened("; ".join([statement.cells[0], *asked]))
