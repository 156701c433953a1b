"""From words to the terms of the index: stems in German and English, parts of compounds, codes.

Text and questions go the same way, so that they meet. Who asks seldom says in which language the answer stands, so
a question is stemmed in both; a text whose language is unknown is, too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from convosphere.engines.retrieval.analysis.compounds import parts_of
from convosphere.engines.retrieval.analysis.folding import english_stem, fold, german_stem, lowered, without_accents
from convosphere.engines.retrieval.analysis.forms import english_forms, forms_of_stem, german_forms
from convosphere.engines.retrieval.analysis.phrases import phrases_of
from convosphere.engines.retrieval.analysis.stop_words import EITHER, ENGLISH, GERMAN
from convosphere.engines.retrieval.analysis.tokens import Token, tokens_of

# What a part of a compound counts beside a whole word: in a text, and in a question.
PART_IN_TEXT: Final = 0.5
PART_ASKED: Final = 0.6
_CACHED: Final = 100_000


@lru_cache(_CACHED)
def terms_of(word: str, language: str | None, part: float = PART_IN_TEXT) -> tuple[tuple[str, float], ...]:
    """The terms of a word in lower case, and how much each counts; whole words count 1."""
    found: dict[str, float] = {}
    german, english = language != "en", language != "de"
    if german:
        found[german_stem(word)] = 1.0
        parts = parts_of(fold(word))
        forms = [form for each in parts for form in forms_of_stem(each)]
        for each in (*parts, *forms, *german_forms(word)):
            found.setdefault(each, part)
    if english:
        found[english_stem(word)] = 1.0
        for each in english_forms(word):
            found.setdefault(each, part)
    if language not in {None, "de", "en"}:
        found[without_accents(word)] = 1.0
    return tuple(found.items())


def count_terms(text: str, language: str | None) -> tuple[Mapping[str, float], int]:
    """How often each term stands in a text (parts count less), and how many words it has without the little ones."""
    counts: defaultdict[str, float] = defaultdict(float)
    words = 0
    # What stands between blanks is taken apart by itself, and most of it has been seen before.
    for raw, times in Counter(text.split()).items():
        terms, here = _terms_between_blanks(raw, language)
        words += here * times
        for term, weight in terms:
            counts[term] += weight * times
    for token in phrases_of(text):
        for term, weight in _terms(token, language, PART_IN_TEXT):
            counts[term] += weight
    return counts, words


@lru_cache(_CACHED)
def _terms_between_blanks(raw: str, language: str | None) -> tuple[tuple[tuple[str, float], ...], int]:
    tokens = list(_meaningful(raw, language))
    terms = [term for token in tokens for term in _terms(token, language, PART_IN_TEXT)]
    return tuple(terms), sum(not token.whole for token in tokens)


def asked_terms(text: str, language: str | None) -> Mapping[str, float]:
    """The terms that a question looks for, and how much each counts."""
    found: dict[str, float] = {}
    for token in asked_tokens(text, language):
        for term, weight in _terms(token, None, PART_ASKED):
            found[term] = max(found.get(term, 0.0), weight)
    return found


def asked_tokens(text: str, language: str | None) -> Sequence[Token]:
    """The words that a question looks for."""
    return _asked(text, language if language in {"de", "en"} else _guessed(text))


def asked_terms_of(token: Token) -> tuple[list[str], list[str]]:
    """The terms that one of them is looked for by: its own, and its parts' and other forms'."""
    terms = _terms(token, None, PART_ASKED)
    return [term for term, weight in terms if weight == 1], [term for term, weight in terms if weight < 1]


def marks(question: str, text: str, language: str | None) -> list[tuple[int, int]]:
    """Where words of a question stand in a text, by the same analysis: places (code points) in their order, none twice.

    `language` is the text's. A compound is marked if a part of it was asked for.
    """
    asked = asked_terms(question, None)
    found: list[tuple[int, int]] = []
    for token in sorted((*_meaningful(text, language), *phrases_of(text)), key=lambda each: (each.start, -each.end)):
        if any(term in asked for term, _ in _terms(token, language, PART_IN_TEXT)):
            if found and token.start < found[-1][1]:
                continue
            found.append((token.start, token.end))
    return found


def forms_in(word: str, text: str, language: str | None) -> list[str]:
    """A word as a text of this language writes it, in whatever form; not where it is a part of another one."""
    own = {term for term, weight in terms_of(lowered(word), None) if weight == 1}
    return [
        text[token.start : token.end]
        for token in tokens_of(text)
        if token.plain and any(weight == 1 and term in own for term, weight in terms_of(token.text, language))
    ]


def coverage(question: str, text: str, language: str | None) -> float:
    """The share (0 to 1) of a question's words that stand in a text of this language, in whatever form."""
    held, _ = count_terms(text, language)
    words, found = 0, 0.0
    for whole, single in _units(_asked(question, _guessed(question))):
        here = sum(_is_in(token, held) for token in single)
        words += len(single) or 1
        found += (len(single) or 1) if any(_is_in(token, held) for token in whole) else here
    return found / words if words else 0.0


def stem_of(word: str, language: str) -> str:
    """What the forms of a word have in common, in German ("de") or in English."""
    return german_stem(lowered(word)) if language == "de" else english_stem(lowered(word))


def _is_in(token: Token, held: Mapping[str, float]) -> bool:
    return any(term in held for term, _ in _terms(token, None, PART_ASKED))


def _units(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """What belongs together: joined forms at one place, and the words that they are made of."""
    whole: list[Token] = []
    single: list[Token] = []
    end = -1
    for token in sorted(tokens, key=lambda each: (each.start, -each.end)):
        if token.start >= end and (whole or single):
            yield whole, single
            whole, single = [], []
        end = max(end, token.end)
        (whole if token.whole else single).append(token)
    if whole or single:
        yield whole, single


def _terms(token: Token, language: str | None, part: float) -> tuple[tuple[str, float], ...]:
    if token.plain:
        return terms_of(token.text, language, part)
    return ((without_accents(token.text), 1.0),)


def _meaningful(text: str, language: str | None) -> Iterator[Token]:
    little = _little_words(language)
    return (token for token in tokens_of(text) if token.text not in little)


def _asked(text: str, language: str | None) -> list[Token]:
    """Without little words, unless there is nothing else."""
    return [*(list(_meaningful(text, language)) or tokens_of(text)), *phrases_of(text)]


def _little_words(language: str | None) -> frozenset[str]:
    if language == "de":
        return _GERMAN
    return ENGLISH if language == "en" else _EITHER


def _guessed(text: str) -> str | None:
    """The language whose little words stand in a question more often."""
    words = {token.text for token in tokens_of(text)}
    german, english = len(words & (_GERMAN - ENGLISH)), len(words & (ENGLISH - _GERMAN))
    if german == english:
        return None
    return "de" if german > english else "en"


_GERMAN: Final = frozenset(map(lowered, GERMAN))
_EITHER: Final = frozenset(map(lowered, EITHER))
