"""What paragraphs are by their styles."""

import re
from dataclasses import dataclass, field
from typing import Final

from convosphere.engines.documents.document import BlockKind
from convosphere.engines.documents.formats.rich_text.stories import Look
from convosphere.engines.documents.formats.word.styles import CODE, CONTENTS

_DEEPEST: Final = 30
_HEADINGS: Final = 9
_TABLES: Final = 20
_NAMED: Final = re.compile(r"(?:heading|überschrift) ([1-9])")
_TITLES: Final = frozenset({"title", "titel"})
_CAPTIONS: Final = frozenset({"caption", "beschriftung"})


@dataclass(frozen=True, slots=True)
class Place:
    """What is set at a paragraph; `outline` from 0; `within`: said to lie in a table, `depth`: in how many."""

    style: int = 0
    outline: int | None = None
    level: int = 0
    within: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    outline: int | None
    based_on: int | None


@dataclass(slots=True)
class Styles:
    """The paragraph styles of a file, by their numbers."""

    _styles: dict[int, _Style] = field(default_factory=dict)

    def add(self, number: int, name: str, outline: int | None, based_on: int | None) -> None:
        """Takes note of one."""
        self._styles[number] = _Style(name.strip().rstrip(";").lower(), outline, based_on)

    def look(self, place: Place) -> Look:
        """What a paragraph is."""
        kind: BlockKind | None = BlockKind.PARAGRAPH
        outline = place.outline
        for style in self._line(place.style):
            named = _NAMED.fullmatch(style.name)
            if outline is None:
                outline = style.outline
            if outline is None and (named or style.name in _TITLES):
                outline = int(named.group(1)) - 1 if named else 0
            if style.name in _CAPTIONS:
                kind = BlockKind.CAPTION
            elif style.name in CODE:
                kind = BlockKind.CODE
            elif CONTENTS.fullmatch(style.name):
                # Derived from the headings, which stand in the text.
                kind = None
        heading = outline + 1 if outline is not None and 0 <= outline < _HEADINGS else None
        return Look(kind, heading, max(place.level, 0), min(place.depth or int(place.within), _TABLES))

    def _line(self, number: int | None) -> list[_Style]:
        line: list[_Style] = []
        while number in self._styles and len(line) < _DEEPEST:
            line.append(self._styles[number])
            number = line[-1].based_on
        return line
