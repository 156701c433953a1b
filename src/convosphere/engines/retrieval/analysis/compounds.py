"""Takes German compounds apart: "Krankenversicherungsbeitrag" is found by "Versicherung".

A pure function of the word, so that what was indexed years ago and what is asked today fall apart alike; a vocabulary
learned from the collection would change under the index (docs/decisions/0046).
"""

from functools import cache
from typing import Final

from convosphere.engines.retrieval.analysis.folding import fold, german_stem, lowered
from convosphere.engines.retrieval.analysis.german_words import FRONT_WORDS, WORDS

_SHORTEST: Final = 7
_LONGEST: Final = 60
_SHORTEST_PART: Final = 3
# Beside one that is known, an unknown part must be a word of some length; and so must the one that is known.
_SHORTEST_UNKNOWN: Final = 4
_SHORTEST_KNOWN: Final = 5
_LINKS: Final = ("", "s", "es", "n", "en", "er", "e", "ens")
# What makes verbs and nouns out of others, and no parts of a compound.
_BEFORE: Final = """
ab an auf aus be bei da dar durch ein emp ent er fort ge hin hinter her miss mit nach neben ob ur un unter ver vor weg
wider wieder zer zu uber um
"""
_BEHIND: Final = """
schaft heit keit lich ig losig isch ierung igung ung erin barkeit samkeit tion tum lein chen ling nis bar haft ismus er
"""
_PREFIXES: Final = frozenset(_BEFORE.split())
_PREFIXES_BY_LENGTH: Final = ("über", *sorted(_PREFIXES, key=len, reverse=True))
_ENDINGS: Final = tuple(_BEHIND.split())
_VOWELS: Final = frozenset("aeiouy")


def parts_of(word: str) -> tuple[str, ...]:
    """The stems of the parts of a folded word, from its beginning; empty: it is no compound that we know of."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return ()
    heads, _ = _lexicon()
    if word in heads or german_stem(word) in heads:
        return ()
    return _all_known(word) or _half_known(word)


def behind_first_part(word: str) -> str | None:
    """What is left of a word, in lower case, without its first part: "gang" of "Ausgang", "besitz" of "Grundbesitz"."""
    spelt = lowered(word)
    for before in _PREFIXES_BY_LENGTH:
        if spelt.startswith(before) and len(spelt) - len(before) >= _SHORTEST_UNKNOWN:
            return spelt[len(before) :]
    heads, inside = _lexicon()
    for cut in range(_SHORTEST_PART, len(spelt) - _SHORTEST_PART):
        if fold(spelt[:cut]) in inside and german_stem(spelt[cut:]) in heads:
            return spelt[cut:]
    return None


@cache
def _lexicon() -> tuple[frozenset[str], dict[str, str]]:
    """Stems of words that can end a compound, and by every form that can stand inside one, the stem of its word."""
    heads = frozenset(german_stem(fold(word)) for word in WORDS)
    inside: dict[str, str] = {}
    for word in map(fold, sorted(FRONT_WORDS)):
        inside[word] = german_stem(word)
    for word in map(fold, sorted(WORDS)):
        stem = german_stem(word)
        for link in _LINKS:
            inside.setdefault(word + link, stem)
        if word.endswith("e") and len(word) > _SHORTEST_UNKNOWN:
            inside.setdefault(word[:-1], stem)
            inside.setdefault(word[:-1] + "s", stem)
    return heads, inside


def _all_known(word: str) -> tuple[str, ...]:
    """Parts that are all known, as few as possible: from the end, what is left of each place falls apart best."""
    heads, inside = _lexicon()
    best: dict[int, tuple[str, ...]] = {}
    for start in range(len(word) - _SHORTEST_PART, -1, -1):
        rest = word[start:]
        stem = german_stem(rest)
        if start and stem in heads and len(stem) >= _SHORTEST_PART:
            best[start] = (stem,)
            continue
        found = [
            (inside[word[start:end]], *best[end])
            for end in range(start + _SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
            if end in best and word[start:end] in inside
        ]
        if found:
            best[start] = min(found, key=len)
    return best.get(0, ())


def _half_known(word: str) -> tuple[str, ...]:
    """A known end behind an unknown beginning, else the other way round; the longest that is known."""
    heads, inside = _lexicon()
    for cut in range(_SHORTEST_UNKNOWN, len(word) - _SHORTEST_KNOWN + 1):
        front, head = word[:cut], german_stem(word[cut:])
        if head in heads and len(head) >= _SHORTEST_PART and _could_be_word(front):
            return (german_stem(_without_link(front)), head)
    for cut in range(len(word) - _SHORTEST_KNOWN, _SHORTEST_KNOWN - 1, -1):
        rest = word[cut:]
        if word[:cut] in inside and word[:cut] not in FRONT_WORDS and _could_be_word(rest) and not _is_ending(rest):
            return (inside[word[:cut]], german_stem(rest))
    return ()


def _could_be_word(part: str) -> bool:
    return part not in _PREFIXES and not _VOWELS.isdisjoint(part[:3])


def _is_ending(part: str) -> bool:
    return part.removeprefix("s").startswith(_ENDINGS)


def _without_link(part: str) -> str:
    """Without the "s" that German puts behind these endings only to join."""
    return part[:-1] if part.endswith(("ungs", "heits", "keits", "schafts", "tions", "tats", "lings")) else part
