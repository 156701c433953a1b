"""What a text is about, in a few words: what tags can be suggested from.

Names of things, not what happens to them. Without a model they are told by how they are written and what stands before
them: German writes them large, also within a sentence; in English an article, a preposition or a number goes before
them, and not «to», «will» or «we».
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from convosphere.engines.retrieval import stem_of
from convosphere.features.knowledge.rules.common_words import (
    BEFORE_NOUNS,
    BEFORE_PEOPLE,
    BEFORE_VERBS,
    BEHIND_NOUNS,
    COMMON,
    GERMAN_SIGNS,
)

_MOST: Final = 30
_LOOKED_AT: Final = 200_000  # characters
_CACHED: Final = 50_000
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:[-&'’][^\W_]+)*|\d+|\n{2,}|[.!?:;•|()\"„“”»«\n–,*#>]")
_HEADING: Final = re.compile(r"^(?![|>*-])#{0,6}\s*(\S[^\n.!?:;]{2,80})$", re.MULTILINE)
_SHORTEST, _LONGEST = 4, 40
_SHORTEST_CODE: Final = 2
# Behind these a sentence, an item or a cell begins, and every word is written large.
_BEGINS: Final = frozenset('\n.!?:;•|"„“”»«–*#>(')
_NOUNS_END: Final = """
ung heit keit schaft tion tät ment ismus anz enz nis tum ling eur ik ur ungen heiten keiten schaften tionen täten
"""
_NOUN_ENDINGS: Final = tuple(_NOUNS_END.split())
_NO_ENGLISH_NOUN: Final = ("ly", "ed")
_CELL: Final = "|;"
_IN_HEADING: Final = 1.5
# Two words go together if they mostly do.
_TOGETHER: Final = 0.6
_LEAST_LARGE: Final = 0.8
_FEW_DOCUMENTS: Final = 5
_MOST_DOCUMENTS: Final = 0.4


@dataclass(slots=True)
class _Seen:
    """A word in all its forms: where it stood, and how."""

    # Plain ones: a text has hundreds of them, and counters take ten times as long to make.
    forms: dict[str, int] = field(default_factory=dict)
    large_forms: dict[str, int] = field(default_factory=dict)
    large: int = 0  # within a sentence
    small: int = 0
    first: int = 0  # where every word is written large
    as_noun: int = 0
    as_verb: int = 0
    headed: bool = False

    @property
    def count(self) -> int:
        """How often it stands there."""
        return self.large + self.small + self.first


def keywords_of(text: str) -> list[str]:
    """Names of what a text is about, as they are mostly written, the most telling first; at most 30.

    A word has to stand there twice, or once and in a heading.
    """
    text = text[:_LOOKED_AT]
    tokens = _TOKEN.findall(text)
    german = _is_german(tokens)
    seen, pairs = _seen(tokens, german=german)
    for heading in _HEADING.findall(text):
        for word in _TOKEN.findall(heading):
            if (stem := _stem(word, german=german)) in seen:
                seen[stem].headed = True
    # What stands there once is told only from a heading, and is in no phrase.
    often = {stem: word for stem, word in seen.items() if word.headed or word.count > 1}
    named = {stem: word for stem, word in often.items() if _is_name(word, german=german)}
    found = {stem: word.count * (_IN_HEADING if word.headed else 1.0) for stem, word in named.items()}
    phrases = _phrases(pairs, seen, named, german=german)
    for one, two in phrases:
        # What mostly stands in a phrase is told with it only.
        for stem in (one, two):
            if sum(count for pair, (_, count) in phrases.items() if stem in pair) >= _TOGETHER * seen[stem].count:
                found.pop(stem, None)
    told = [(score, _form(seen[stem])) for stem, score in found.items()]
    told += [(count * _IN_HEADING, phrase) for phrase, count in phrases.values()]
    told.sort(key=lambda each: (-each[0], each[1].casefold()))
    return [word for _, word in told[:_MOST]]


def telling(words: Sequence[str], others: Iterable[Sequence[str]]) -> list[str]:
    """The words of a document that tell it from the others of its base: without what very many of them speak of, and
    rarer words before those that many have.
    """
    spread: Counter[str] = Counter()
    documents = 0
    for other in others:
        documents += 1
        spread.update({str(word).casefold() for word in other})
    most = max(_FEW_DOCUMENTS, _MOST_DOCUMENTS * documents)
    kept = [word for word in words if spread[word.casefold()] <= most]
    place = {word: number for number, word in enumerate(words)}
    return sorted(kept, key=lambda word: (place[word] + 1) * (1 + spread[word.casefold()] / (1 + documents)))


def _seen(tokens: Sequence[str], *, german: bool) -> tuple[dict[str, _Seen], Counter[tuple[str, str, str, str]]]:
    """Every word that may be a name, by its stem; and which stood right beside each other, with both as written."""
    seen: dict[str, _Seen] = {}
    pairs: Counter[tuple[str, str, str, str]] = Counter()
    before, small, last, last_stem = "\n", "\n", "", ""
    for token in tokens:
        lower, stem = _read(token, german=german)
        fresh = before[0] in _BEGINS
        if stem and small not in BEFORE_PEOPLE:
            if (word := seen.get(stem)) is None:
                word = seen[stem] = _Seen()
            _note(word, token, small, fresh=fresh)
            if last and not fresh:
                pairs[last_stem, stem, last, token] += 1
            last, last_stem = token, stem
        else:
            if last and lower in BEHIND_NOUNS:
                seen[last_stem].as_noun += 1
            last = ""
        before, small = token, lower
    return seen, pairs


@lru_cache(_CACHED)
def _read(token: str, *, german: bool) -> tuple[str, str]:
    """In lower case; and its stem, if it may be a name."""
    return token.lower(), _stem(token, german=german) if _may_be_name(token) else ""


def _note(word: _Seen, token: str, before: str, *, fresh: bool) -> None:
    word.forms[token] = word.forms.get(token, 0) + 1
    if fresh:
        word.first += 1
    elif token[0].isupper():
        word.large += 1
        word.large_forms[token] = word.large_forms.get(token, 0) + 1
    else:
        word.small += 1
    if before in BEFORE_VERBS:
        word.as_verb += 1
    elif before in BEFORE_NOUNS or before.isdigit() or (before in _CELL and token[0].isupper()):
        word.as_noun += 1


def _may_be_name(token: str) -> bool:
    if not token[0].isalpha() or token.casefold() in COMMON:
        return False
    code = token.isupper() and len(token) >= _SHORTEST_CODE
    return code or _SHORTEST <= len(token) <= _LONGEST


def _is_name(word: _Seen, *, german: bool) -> bool:
    form = _form(word)
    if form.isupper():
        return True
    inside = word.large + word.small
    if german:
        if inside:
            return word.large >= _LEAST_LARGE * inside
        named = word.headed or word.as_noun > 1 or form.casefold().endswith(_NOUN_ENDINGS)
        return form[0].isupper() and named
    if form.casefold().endswith(_NO_ENGLISH_NOUN):
        return False
    if word.large and word.large >= _LEAST_LARGE * inside:
        return True
    return word.as_noun > word.as_verb and word.as_noun * 4 >= word.count


def _phrases(
    pairs: Counter[tuple[str, str, str, str]], seen: Mapping[str, _Seen], named: Mapping[str, _Seen], *, german: bool
) -> dict[tuple[str, str], tuple[str, int]]:
    """Two names that mostly stand beside each other, as they are mostly written, and how often.

    In English the article before the first of them does not stand before the second: «the master key».
    """
    forms: dict[tuple[str, str], Counter[str]] = {}
    for (one, two, *written), count in pairs.items():
        if one != two and one in named and (two in named or not german):
            forms.setdefault((one, two), Counter())[" ".join(written)] += count
    return {
        pair: (counts.most_common(1)[0][0], counts.total())
        for pair, counts in forms.items()
        if counts.total() > 1 and counts.total() >= _TOGETHER * min(seen[stem].count for stem in pair)
    }


def _form(word: _Seen) -> str:
    """As it is mostly written, where it could have been written small; of equal ones the shortest."""
    forms = word.large_forms if word.large > word.small else word.forms
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _stem(word: str, *, german: bool) -> str:
    return stem_of(word, "de" if german else "en")


def _is_german(tokens: Sequence[str]) -> bool:
    words: dict[str, int] = {}
    umlauts = 0
    for token, count in Counter(tokens).items():
        word = token.casefold()
        words[word] = words.get(word, 0) + count
        if not token.isascii() and token.isalpha():
            umlauts += count
    german = sum(words.get(sign, 0) for sign in GERMAN_SIGNS) + umlauts
    return german > sum(words.get(sign, 0) for sign in ("the", "of", "and", "to"))
