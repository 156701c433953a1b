"""Where on a page a passage stands, whatever hyphens, line breaks and ligatures are between its letters."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from convosphere.engines.documents.types import Box, Word

# A passage is looked for in parts of so many letters: what was cut, put in another order or stands on another page
# leaves the others.
_PART: Final = 32
_SMALL: Final = 12
# Words share a line when so much of the lower one's height is beside the other, and it is not too far away.
_SAME_LINE: Final = 0.5
_FAR: Final = 3.0


def letters_of(text: str) -> str:
    """Letters and digits alone, without case: hyphens, breaks, ligatures and the lines of tables make no difference."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def places_of(page: str, passage: str) -> Iterator[tuple[int, int]]:
    """Beginning and end of each part of the passage in the page's letters, neighbours as one. Both: `letters_of`."""
    start = page.find(passage)
    if passage and start >= 0:
        yield start, start + len(passage)
        return
    begun: tuple[int, int] | None = None
    for offset, place, length in _parts(page, passage):
        first, last = _grown(page, passage, (offset, place, length))
        if begun is not None and begun[0] <= first <= begun[1]:
            begun = (begun[0], max(begun[1], last))
            continue
        if begun is not None:
            yield begun
        begun = (first, last)
    if begun is not None:
        yield begun


def boxes_in(words: Sequence[Word], passage: str) -> list[Box]:
    """A box for each line of the passage among a page's words."""
    letters: list[str] = []
    owners: list[int] = []
    for number, (text, _) in enumerate(words):
        for letter in letters_of(text):
            letters.append(letter)
            owners.append(number)
    found = places_of("".join(letters), letters_of(passage))
    return [
        line
        for first, last in found
        for line in _lines(words[number][1] for number in dict.fromkeys(owners[first:last]))
    ]


def _parts(page: str, passage: str) -> Iterator[tuple[int, int, int]]:
    """Place in the passage, place on the page and length of each part that is on both, smaller ones only near the
    part before."""
    after = 0
    for first in range(0, len(passage), _PART):
        part = passage[first : first + _PART]
        place = page.find(part, after)
        if place < 0 and len(part) == _PART:
            place = page.find(part)
        if place >= 0 and len(part) >= _SMALL:
            yield first, place, len(part)
            after = place + len(part)
            continue
        for small in range(0, len(part), _SMALL):
            piece = part[small : small + _SMALL]
            place = page.find(piece, after, after + 3 * _PART) if len(piece) == _SMALL else -1
            if place >= 0:
                yield first + small, place, _SMALL
                after = place + _SMALL


def _grown(page: str, passage: str, part: tuple[int, int, int]) -> tuple[int, int]:
    """A part with all the letters around it that are the same in both: lines are marked from beginning to end."""
    offset, place, length = part
    # From a place on the page to the place in the passage.
    shift = offset - place
    first, last = place, place + length
    while first > 0 and first + shift > 0 and page[first - 1] == passage[first + shift - 1]:
        first -= 1
    while last < len(page) and last + shift < len(passage) and page[last] == passage[last + shift]:
        last += 1
    return first, last


def _lines(boxes: Iterable[Box]) -> Iterator[Box]:
    """Boxes of words that follow each other on a line, as one."""
    line: Box | None = None
    for box in boxes:
        if line is not None and _follows(line, box):
            line = (min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3]))
            continue
        if line is not None:
            yield line
        line = box
    if line is not None:
        yield line


def _follows(line: Box, box: Box) -> bool:
    height = box[3] - box[1]
    beside = min(line[3], box[3]) - max(line[1], box[1])
    return beside >= _SAME_LINE * min(height, line[3] - line[1]) and line[0] <= box[0] <= line[2] + _FAR * height
