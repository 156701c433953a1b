"""The place of a text that shows why it was found, with the words marked. Pure."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from convosphere.features.chat.actions.search.question import Question

# Characters before the first marked word, and in all.
BEFORE, LENGTH = 60, 240
# Characters of a long text that are read first.
_AT_FIRST = 20_000
# So many letters of a stem (or all, if it is shorter) stand at the beginning of every form of a word.
_STEM_LETTERS = 3
_WORD_REST = r"[^\W_]*"
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; `hit`: it is one of the words looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in one line, and where words stand in it that may be hits: start, end, and the word folded."""

    text: str
    words: list[tuple[int, int, str]]


def fold(word: str) -> str:
    """As `search_fold` in the database does with a single word."""
    if word.isascii():
        return word.lower()
    plain = (sign for sign in unicodedata.normalize("NFKD", word) if not "\u0300" <= sign <= "\u036f")
    return "".join(plain).lower().replace("ß", "ss")


class Marker:
    """Finds the words of a question in texts. Each text is prepared once by `read`."""

    def __init__(self, question: Question) -> None:
        self._words: set[str] = set()
        self._beginnings: set[str] = set()
        self._stems: set[str] = set()
        for term in question.wanted:
            for number, word in enumerate(term.words):
                forms = {word.text, *word.corrections}
                begun = term.unfinished and number == len(term.words) - 1
                (self._beginnings if begun else self._words).update(forms)
                if len(term.words) == 1 and not term.quoted:
                    self._stems |= word.stems
        starts = {*self._words, *self._beginnings, *(stem[:_STEM_LETTERS] for stem in self._stems)}
        alternatives = "|".join(re.escape(start).replace("ss", "(?:ss|ß)") for start in sorted(starts))
        # Mere candidates: what looks alike from its beginning. A long text is searched as fast as a pattern goes.
        self._candidates = re.compile(rf"(?<![^\W_])(?:{alternatives}){_WORD_REST}")

    def read(self, content: str) -> Reading:
        """A text on one line, and the words in it that may be hits. Of a long one the beginning, if they are there."""
        reading = self._read(content[:_AT_FIRST])
        return reading if reading.words or len(content) <= _AT_FIRST else self._read(content)

    def _read(self, content: str) -> Reading:
        text = _BLANKS.sub(" ", unicodedata.normalize("NFC", content)).strip()
        found = self._candidates.finditer(_letter_by_letter(text))
        return Reading(text, [(match.start(), match.end(), match[0].replace("ß", "ss")) for match in found])

    def doubtful(self, readings: Iterable[Reading]) -> set[str]:
        """Words whose stems have to be known, folded."""
        if not self._stems:
            return set()
        return {word for reading in readings for _, _, word in reading.words if not self._certain(word)}

    def snippet(self, reading: Reading, stems: Mapping[str, set[str]]) -> list[Piece]:
        """The first place with a hit, in one line of at most `LENGTH` characters or so; the beginning without any."""
        text, hits = reading.text, self._hits(reading, stems)
        start = self._start(text, hits)
        end = min(len(text), start + LENGTH)
        if end < len(text):
            # Between words, unless there is no end of one.
            blank = text.rfind(" ", start + LENGTH // 2, end)
            end = blank if blank > 0 else end
        return _pieces(text, start, end, hits)

    def whole(self, reading: Reading, stems: Mapping[str, set[str]]) -> list[Piece]:
        """All of a short text."""
        return _pieces(reading.text, 0, len(reading.text), self._hits(reading, stems))

    def _hits(self, reading: Reading, stems: Mapping[str, set[str]]) -> list[tuple[int, int]]:
        return [
            (start, end)
            for start, end, word in reading.words
            if self._certain(word) or stems.get(word, set()) & self._stems
        ]

    def _certain(self, word: str) -> bool:
        return word in self._words or any(word.startswith(beginning) for beginning in self._beginnings)

    @staticmethod
    def _start(text: str, hits: list[tuple[int, int]]) -> int:
        """Where to begin: so that most hits are on show, and a little of what stands before them."""
        if not hits:
            return 0
        places = [start for start, _ in hits]
        room = LENGTH - BEFORE
        # So many hits are on show if the place begins with this one.
        shown = [bisect_left(places, place + room) - number for number, place in enumerate(places)]
        first = places[shown.index(max(shown))]
        start = max(0, first - BEFORE)
        return 0 if start == 0 else text.find(" ", start, first) + 1 or first


def _pieces(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    if start > 0:
        pieces.append(Piece("… ", hit=False))
    for hit_start, hit_end in hits:
        if hit_start < at or hit_end > end:
            continue
        if hit_start > at:
            pieces.append(Piece(text[at:hit_start], hit=False))
        pieces.append(Piece(text[hit_start:hit_end], hit=True))
        at = hit_end
    if at < end:
        pieces.append(Piece(text[at:end], hit=False))
    if end < len(text):
        pieces.append(Piece(" …", hit=False))
    return pieces


@cache
def _plain_letters() -> dict[int, str]:
    """For each Latin letter with an accent the one without, in lower case."""
    found = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        folded = fold(chr(code))
        if len(folded) == 1:
            found[code] = folded
    return found


def _letter_by_letter(text: str) -> str:
    """As `fold`, but each sign stays one sign, so that places in it are places in the text."""
    return text.lower() if text.isascii() else text.translate(_plain_letters()).lower()
