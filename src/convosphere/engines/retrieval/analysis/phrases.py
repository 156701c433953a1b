"""What several words mean together: dates in words, numbers in groups, "Ein- und Ausgang"."""

import re
from collections.abc import Iterator
from typing import Final

from convosphere.engines.retrieval.analysis.compounds import behind_first_part
from convosphere.engines.retrieval.analysis.folding import lowered
from convosphere.engines.retrieval.analysis.numbers import day
from convosphere.engines.retrieval.analysis.tokens import Token

_NAMES: Final = """
januar january jänner jan | februar february feb | märz maerz march mrz mär mar | april apr | mai may | juni june jun
| juli july jul | august aug | september sept sep | oktober october okt oct | november nov | dezember december dez dec
"""
_MONTHS: Final[dict[str, int]] = {
    name: number for number, names in enumerate(_NAMES.split("|"), start=1) for name in names.split()
}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
# Each is looked for at a number only: texts have fewer of them than words.
_NUMBER: Final = re.compile(r"\d+")
_DAY_FIRST: Final = re.compile(
    rf"(\d{{1,2}})(?:\.|st|nd|rd|th)?\s{{1,3}}(?:of\s)?({_MONTH})\b\.?,?(?:\s(\d{{4}})\b)?", re.IGNORECASE
)
_MONTH_BEFORE: Final = re.compile(rf"\b({_MONTH})\.?\s$", re.IGNORECASE)
_DAY_BEHIND: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s(\d{4})\b)?(?!\.\d)")
_LONGEST_MONTH: Final = 11
# Telephone numbers, account numbers, thousands with blanks.
_GROUPS: Final = re.compile("\\d{1,5}\\)?(?:[ /\u00a0\u202f-]{1,3}\\d{2,}){1,8}(?!\\w)")
_COUNTRY: Final = re.compile(r"\d{1,3}[ ]")
_MOST_DIGITS: Final = 34
_LEFT_OUT: Final = re.compile(r"\b([^\W\d_]{2,30})[-‐],?\s(?:und|oder|bzw\.|sowie|and|or)\s([^\W\d_]{5,40})")
_DIGIT: Final = re.compile(r"\d")


def phrases_of(text: str) -> Iterator[Token]:
    """Tokens of several words, each at the place of all of them; in no order."""
    behind = 0
    for number in _NUMBER.finditer(text):
        start = number.start()
        if start < behind or (start and text[start - 1] in ".,_" and text[max(0, start - 2) : start - 1].isalnum()):
            continue
        groups = _GROUPS.match(text, start)
        if groups:
            behind = groups.end()
            yield from _grouped(text, groups)
        yield from _dates(text, start)
    if "- " in text:
        for found in _LEFT_OUT.finditer(text):
            rest = behind_first_part(found[2])
            if rest:
                yield Token(found.start(), found.end(), lowered(found[1]) + rest, whole=True)


def _dates(text: str, start: int) -> Iterator[Token]:
    first = _DAY_FIRST.match(text, start)
    if first:
        for term in day(first[1], _MONTHS[first[2].lower()], first[3]):
            yield _phrase(start, first.end(), term)
        return
    month = _MONTH_BEFORE.search(text, max(0, start - _LONGEST_MONTH), start)
    second = _DAY_BEHIND.match(text, start) if month else None
    if month and second:
        for term in day(second[1], _MONTHS[month[1].lower()], second[2]):
            yield _phrase(month.start(), second.end(), term)


def _grouped(text: str, found: re.Match[str]) -> Iterator[Token]:
    digits = re.sub(r"\D", "", found[0])
    if len(digits) > _MOST_DIGITS:
        return
    start = found.start()
    country = text[max(0, start - 2) : start]
    # An IBAN has its country before its digits.
    yield _phrase(start, found.end(), (country.lower() if country.isalpha() and country.isupper() else "") + digits)
    land = _COUNTRY.match(found[0])
    if country.endswith("+") and land:
        # As it is dialled inside the country.
        yield _phrase(start, found.end(), "0" + digits[len(land[0]) - 1 :].lstrip("0"))


def _phrase(start: int, end: int, term: str) -> Token:
    return Token(start, end, term, plain=False, whole=True)
