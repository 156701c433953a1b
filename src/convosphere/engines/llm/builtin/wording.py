"""Words of German and English questions and texts, and which of them mean the same."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from convosphere.platform.stemming import snowball_english, snowball_german

_WORD: Final = re.compile(r"\w+(?:[-/&.,]\w+)*")
_PLAIN: Final = re.compile(r"\w{2,}")
_SMALL_WORDS: Final = """
der die das den dem des ein eine einen einem einer eines ist sind war waren wie was wer wo wann warum welche
welcher welches und oder nicht mit von für auf aus bei nach zu zum zur im am um ich du wir ihr sie es man kann
wird werden haben hat sich auch als dass wenn the an is are was were how what who where when why which and or
not with of for on from at after to in you we they my your can will would have has do does did it this that
there be been by as if about
"""
SMALL: Final = frozenset(_SMALL_WORDS.split())
# What a question says besides of itself: how it asks, and verbs that every answer does without.
_ASKING_WORDS: Final = """
wieviel viel viele hoch lang lange oft groß gibt gab geben welchem welchen wem wen wessen wohin woher womit wofür
wieso weshalb bitte mir mich dir uns unser unsere unserem unseren unserer mein meine meinen meinem meiner ihre
ihren muss müssen darf dürfen soll sollen sollte kannst können könnte möchte will so noch schon denn eigentlich
vom ins beim ab bis vor an in er ihn ihm ihnen sein seine seinem seinen steht stehen bekomme bekommt erhalte habe
etwas jemand unter erreiche erreichen erreicht finde hier da dort nur je pro einmal
much many long often please me us our i a should could must may shall need get gets got tell any some so
happens happen mean means its their his her into up out find
"""
ASKING: Final = SMALL | frozenset(_ASKING_WORDS.split())
_NUMBER: Final = re.compile(r"\d")
# A form of a word counts as the word, a part of a compound less.
_PART: Final = 0.6
_SHORTEST_PART: Final = 5
_SHORTEST_PARTICIPLE: Final = 7
_NOUN: Final = 1.5
_CACHED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of a question: its stems in German and in English, and how much it counts."""

    stems: frozenset[str]
    weight: float


def content_words(text: str) -> list[str]:
    """The words of a text that say what it is about, in their order: none of the small ones of German and English."""
    return [word for word in _PLAIN.findall(text) if word.lower() not in SMALL]


@lru_cache(_CACHED)
def stems_of(word: str) -> frozenset[str]:
    """What a word in lower case has in common with its other forms."""
    if _NUMBER.search(word):
        return frozenset({word})
    folded = word.replace("ß", "ss").replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    german = snowball_german(folded).replace("ä", "a").replace("ö", "o").replace("ü", "u")
    found = {german, snowball_english(word)}
    if german.startswith("ge") and len(german) >= _SHORTEST_PARTICIPLE and german.endswith("t"):
        found.add(german[2:-1])
    return frozenset(found)


def stems_in(text: str) -> frozenset[str]:
    """The stems of all words of a text; of joined ones («A-4711/b») also those of what they are joined of."""
    found: set[str] = set()
    for match in _WORD.findall(text.lower()):
        if match in SMALL:
            continue
        found |= stems_of(match)
        if not match.isalnum():
            for piece in _PLAIN.findall(match):
                found |= stems_of(piece)
    return frozenset(found)


def wanted_by(question: str) -> list[Wanted]:
    """The words that an answer should hold. Names of things count more: in German they are written large."""
    found: dict[frozenset[str], float] = {}
    for match in _WORD.finditer(question):
        word = match[0]
        if word.lower() in ASKING:
            continue
        begins = not question[: match.start()].strip() or question[: match.start()].rstrip()[-1] in ".!?:"
        named = (word[0].isupper() and not begins) or _NUMBER.search(word) is not None
        stems = stems_of(word.lower())
        found[stems] = max(found.get(stems, 0.0), _NOUN if named else 1.0)
    return [Wanted(stems, weight) for stems, weight in found.items()]


def likeness(wanted: Wanted, vocabulary: Iterable[str]) -> dict[str, float]:
    """Which stems of a text mean a word of the question, and how nearly (0 to 1)."""
    return {stem: near for stem in vocabulary if (near := _near(wanted.stems, stem))}


def _near(stems: Collection[str], other: str) -> float:
    if other in stems:
        return 1.0
    for stem in stems:
        short, long = sorted((stem, other), key=len)
        if len(short) >= _SHORTEST_PART and (long.startswith(short) or long.endswith(short)):
            return _PART
    return 0.0
