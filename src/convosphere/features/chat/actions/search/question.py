"""What a person types, and what the index is asked. Pure.

Words are joined by "and"; "in quotes" they stand side by side; a minus keeps out. The last word may be unfinished.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from convosphere.features.chat.repository.search import IndexQuery, ScopedQuery, SearchScope, WordRow, key_of

# A word this short is looked for as it stands: what begins with one letter is everything.
SHORTEST_PREFIX = 2
# Unfinished words up to this length find so much that looking among the newest messages is enough at first.
BROAD_PREFIX = 3
_SEGMENT = re.compile(r'(-?)"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of what was typed."""

    text: str
    quoted: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the index's form, with what else may stand for it."""

    text: str
    stems: frozenset[str]
    # A word that a language has on its list of those that say nothing.
    stop: bool
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must (not) be there: a word, or several side by side."""

    words: tuple[Word, ...]
    quoted: bool
    excluded: bool
    unfinished: bool = False

    @property
    def stop(self) -> bool:
        """Whether it says nothing by itself."""
        return not self.quoted and all(word.stop for word in self.words)


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for."""

    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        """What must be there."""
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def broad(self) -> bool:
        """Whether it will find a large part of everything."""
        return all(
            term.stop or (term.unfinished and len(term.words) == 1 and len(term.words[0].text) <= BROAD_PREFIX)
            for term in self.wanted
        )

    def relaxed(self, corrections: Mapping[str, Sequence[str]]) -> "Question":
        """Without words that say nothing, and with words that differ from what was typed by one letter."""
        loud = tuple(term for term in self.terms if term.excluded or not term.stop)
        kept = loud if any(not term.excluded for term in loud) else self.terms
        return Question(tuple(_corrected(term, corrections) for term in kept))

    def for_index(self, key: str) -> IndexQuery:
        """The question in the index's language, about lexemes that begin with `key`."""
        wanted = [_expression(term, key, whole=False) for term in self.wanted]
        unwanted = [f"!{_expression(term, key, whole=True)}" for term in self.terms if term.excluded]
        exact = [_expression(term, key, whole=True) for term in self.wanted]
        return IndexQuery(every=" & ".join(wanted + unwanted), exact=" & ".join(exact), some=" | ".join(wanted))

    def for_scope(self, scope: SearchScope) -> ScopedQuery:
        """The question to a person's own messages and to those of the conversations they joined."""
        owners = sorted({each.owner_id for each in scope.joined})
        return ScopedQuery(self.for_index(scope.key), {owner: self.for_index(key_of(owner)) for owner in owners})


def segments_of(typed: str) -> list[Segment]:
    """The pieces of what was typed."""
    found = []
    for minus, quoted, plain in _SEGMENT.findall(typed.replace("\x00", " ")):
        if plain:
            found.append(Segment(plain.lstrip("-"), excluded=plain.startswith("-") and len(plain) > 1))
        else:
            found.append(Segment(quoted, quoted=True, excluded=minus == "-"))
    return found


def question_of(segments: Sequence[Segment], words: Iterable[WordRow]) -> Question:
    """What is looked for: the pieces with their words as the index analyses them; a piece without words is nothing."""
    inside: dict[int, list[Word]] = {}
    for row in words:
        stems = frozenset(stem for stem in (row.german, row.english) if stem)
        inside.setdefault(row.segment, []).append(Word(row.text, stems, stop=None in (row.german, row.english)))
    terms = [
        Term(tuple(inside[number]), quoted=segment.quoted, excluded=segment.excluded)
        for number, segment in enumerate(segments)
        if number in inside
    ]
    if terms and not terms[-1].quoted and not terms[-1].excluded:
        last = terms[-1]
        terms[-1] = replace(last, unfinished=len(last.words[-1].text) >= SHORTEST_PREFIX)
    return Question(tuple(terms))


def _corrected(term: Term, corrections: Mapping[str, Sequence[str]]) -> Term:
    if term.quoted or term.excluded or len(term.words) > 1:
        return term
    (word,) = term.words
    return replace(term, words=(replace(word, corrections=tuple(corrections.get(word.text, ()))),))


def _expression(term: Term, key: str, *, whole: bool) -> str:
    if len(term.words) == 1 and not term.quoted:
        return _alternatives(term.words[0], key, unfinished=term.unfinished and not whole)
    # Side by side as written; stems would find other words there.
    last = len(term.words) - 1
    pieces = [
        _quote(key + word.text) + (":*" if number == last and term.unfinished and not whole else "")
        for number, word in enumerate(term.words)
    ]
    return "(" + " <-> ".join(pieces) + ")"


def _alternatives(word: Word, key: str, *, unfinished: bool) -> str:
    begun = ":*" if unfinished else ""
    pieces = [_quote(key + word.text) + begun]
    pieces += [_quote(key + stem) for stem in sorted(word.stems - {word.text})]
    pieces += [_quote(key + other) + begun for other in word.corrections]
    return "(" + " | ".join(pieces) + ")"


def _quote(lexeme: str) -> str:
    """A lexeme in a `tsquery`, whatever is in it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
