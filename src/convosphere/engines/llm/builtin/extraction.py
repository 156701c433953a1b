"""Answers by quotation: the sentences of the given passages that share most with the question."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from convosphere.engines.llm.types import Passage

_MAX_QUOTES = 3
_MAX_QUOTE = 400
_MAX_PASSAGE = 20_000
_LEAST_COVERAGE = 0.34
# Fewer, without a full stop, are a heading.
_LEAST_WORDS = 4
# What a word of the question is worth where it stands only above a sentence: in its heading, or in the title.
_ABOVE = 0.5
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9„\"»(])|\n{2,}|\n(?=\s*[-*•#])")
_WORD = re.compile(r"\w{2,}")
_STEM = 6
_SMALL_WORDS = """
der die das den dem des ein eine einen einem einer eines ist sind war waren wie was wer wo wann warum welche
welcher welches und oder nicht mit von für auf aus bei nach zu zum zur im am um ich du wir ihr sie es man kann
wird werden haben hat sich auch als dass wenn the an is are was were how what who where when why which and or
not with of for on from at after to in you we they my your can will would have has do does did it this that
there be been by as if about
"""
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence from a passage; `number` is the passage's place in the request, from 1."""

    number: int
    title: str
    text: str


def find_quotes(question: str, passages: Sequence[Passage]) -> list[Quote]:
    """At most three quotes, best first; none if nothing in the passages speaks of what is asked.

    Words are compared by their beginnings, so that «Urlaubs» meets «Urlaub». Rare words count more, those above a
    sentence (its heading, the passage's title) half, and a quote has to hold a third of the question's weight.
    """
    wanted = _stems(question)
    sentences = [
        (Quote(number, passage.title, text), above)
        for number, passage in enumerate(passages, start=1)
        for text, above in _under_headings(passage)
    ]
    if not wanted or not sentences:
        return []
    held = [(_stems(quote.text) & wanted, _stems(above) & wanted) for quote, above in sentences]
    spread = Counter(stem for own, _ in held for stem in own)
    weight = {stem: math.log(1 + len(sentences) / (1 + spread[stem])) + 0.1 for stem in wanted}
    whole = sum(weight.values())
    scores = [
        (sum(weight[stem] for stem in own) + _ABOVE * sum(weight[stem] for stem in above - own)) / whole if own else 0.0
        for own, above in held
    ]
    ranked = sorted(range(len(sentences)), key=lambda i: -scores[i])
    best = [i for i in ranked[:_MAX_QUOTES] if scores[i] >= _LEAST_COVERAGE]
    return [sentences[i][0] for i in best if scores[i] * 2 >= scores[best[0]]]


def beginnings(passages: Sequence[Passage]) -> list[Quote]:
    """How documents begin, at most three of them: for a question of files without a word."""
    first: dict[str, Quote] = {}
    for number, passage in enumerate(passages, start=1):
        sentences = _sentences(passage.text)
        if sentences and passage.title not in first:
            first[passage.title] = Quote(number, passage.title, sentences[0])
    return list(first.values())[:_MAX_QUOTES]


def _under_headings(passage: Passage) -> list[tuple[str, str]]:
    """The sentences of a passage, each with the title and the heading above it.

    A heading names what is asked about, and says nothing of it; where there is nothing else, it has to do.
    """
    heading = ""
    found = []
    sentences = _sentences(passage.text)
    for text in sentences:
        if _says_something(text):
            found.append((text, f"{passage.title} {heading}"))
        else:
            heading = text
    return found or [(text, passage.title) for text in sentences]


def _says_something(text: str) -> bool:
    return text.endswith((".", "!", "?", "…", ":", "|")) or len(text.split()) >= _LEAST_WORDS


def content_words(text: str) -> list[str]:
    """The words of a text that say what it is about, in their order: none of the small ones of German and English."""
    return [word for word in _WORD.findall(text) if word.lower() not in _SMALL]


def _sentences(text: str) -> list[str]:
    pieces = (" ".join(piece.split()) for piece in _SENTENCE.split(text[:_MAX_PASSAGE]))
    return [p if len(p) <= _MAX_QUOTE else p[: _MAX_QUOTE - 1].rsplit(" ", 1)[0] + " …" for p in pieces if p]


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _SMALL}
