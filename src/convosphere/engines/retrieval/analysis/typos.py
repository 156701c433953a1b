"""Words one slip of a finger away: a letter missing, too many, wrong, or two swapped. Pure.

Where other search engines keep a list of all words, an index is asked for every neighbour of the word: some five
hundred looks, a few milliseconds, and nothing that must be kept up to date or could outlive a deleted text.
"""

from itertools import pairwise
from string import ascii_lowercase
from typing import Final

from convosphere.engines.retrieval.analysis.folding import english_stem, fold, german_stem
from convosphere.engines.retrieval.analysis.terms import asked_terms_of, asked_tokens
from convosphere.engines.retrieval.analysis.tokens import Token

# Shorter words have so many neighbours that they mean nothing; longer ones are no words.
SHORTEST, LONGEST = 4, 24
# A shorter word is one slip away from too many others for a letter of it to be doubted; swapped ones are.
_SHORTEST_DOUBTED: Final = 5
# Of one question.
_MOST_DOUBTED: Final = 6
_ROWS: Final = (("qwertyuiop", "asdfghjkl", "zxcvbnm"), ("qwertzuiop", "asdfghjkl", "yxcvbnm"))
# What sounds alike.
_ALIKE: Final = "ae ai ei ey iy ou bp dt gk ck kq sz cs cz fv vw jy mn"


def can_be_mistyped(word: str) -> bool:
    """Whether it is a word whose neighbours are worth asking for (folded Latin letters)."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def neighbours(word: str, *, unfinished: bool = False) -> list[str]:
    """All words that differ by one slip. Of an unfinished word the end stays: a beginning without its last letter
    would be the beginning of far too much."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + (0 if unfinished else 1))]
    found: set[str] = set()
    for head, tail in cuts:
        if len(tail) > (1 if unfinished else 0):
            found.add(head + tail[1:])
            found.update(head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
        found.update(head + letter + tail for letter in ascii_lowercase)
    found.discard(word)
    return sorted(found)


def _taken_for_another() -> frozenset[str]:
    """Pairs of letters that stand beside each other on a keyboard, German or English, or sound alike."""
    found = set(_ALIKE.split())
    for rows in _ROWS:
        found |= {row[at : at + 2] for row in rows for at in range(len(row) - 1)}
        for upper, lower in pairwise(rows):
            found |= {upper[at + beside] + letter for at, letter in enumerate(lower) for beside in (0, 1)}
    return frozenset(found | {pair[::-1] for pair in found})


_TAKEN_FOR_ANOTHER: Final = _taken_for_another()


def doubtful(question: str, language: str | None) -> list[tuple[Token, tuple[list[str], list[str]]]]:
    """The words of a question that may be slips, with the terms that they are looked for by (`asked_terms_of`)."""
    words = [token for token in asked_tokens(question, language) if token.plain and not token.whole]
    return [(token, asked_terms_of(token)) for token in words if can_be_mistyped(fold(token.text))][:_MOST_DOUBTED]


def terms_nearby(word: str) -> dict[str, str]:
    """Terms of the words one slip away that is likely, each with such a word (folded). Takes milliseconds.

    What is another letter is mostly another word: «Betrag» is no slip for «Betrug». A first letter is seldom wrong.
    """
    word = fold(word)
    letters = sorted(word)
    swapped, others, replaced = [], [], []
    for other in neighbours(word):
        if len(other) != len(word):
            others.append(other)
        elif sorted(other) == letters:
            swapped.append(other)
        elif next(a + b for a, b in zip(word, other, strict=True) if a != b) in _TAKEN_FOR_ANOTHER:
            replaced.append(other)
    if len(word) < _SHORTEST_DOUBTED:
        others, replaced = [], []
    found: dict[str, str] = {}
    # The more likely before the less.
    for other in (*swapped, *(other for other in (*others, *replaced) if other[0] == word[0])):
        # Past their caches: nobody asks for most of these words again.
        for term in (german_stem.__wrapped__(other), english_stem.__wrapped__(other)):
            found.setdefault(term, other)
    return found
