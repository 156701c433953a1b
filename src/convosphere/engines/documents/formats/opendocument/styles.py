"""Styles of OpenDocument texts: what paragraphs are, which letters are hidden, and how lists count."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from convosphere.engines.documents.formats.trees import Element, attribute, child, local, number_in
from convosphere.engines.documents.formats.word.numbering import written

_DEEPEST: Final = 30
_LEVELS: Final = 10
_FORMS: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_TITLE: Final = "Title"
_CAPTION: Final = "Caption"
_CODE: Final = "Preformatted_20_Text"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list; `form`: of its numbers, None for a bullet, empty for none. `shown`: how many levels are."""

    form: str | None = None
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1


@dataclass(slots=True)
class Counting:
    """Where a list stands: level, from 1 → the number of its last item."""

    counts: dict[int, int] = field(default_factory=dict)

    def mark(self, levels: dict[int, Level], level: int, start: str | None = None) -> str:
        """What stands before the next item of a level; empty: nothing does."""
        shape = levels.get(level, Level())
        for deeper in range(level + 1, _LEVELS + 1):
            self.counts.pop(deeper, None)
        self.counts[level] = number_in(start, self.counts.get(level, shape.start - 1) + 1)
        if shape.form is None:
            return "-"
        numbers = []
        for each in range(max(1, level - shape.shown + 1), level + 1):
            above = levels.get(each, Level())
            if above.form:
                numbers.append(written(self.counts.get(each, above.start), above.form))
        return f"{shape.before}{'.'.join(numbers)}{shape.after}".strip() if shape.form else ""


class Styles:
    """All styles of a document, of both of its parts."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self.lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        self.hidden: set[str] = set()

    def add(self, elements: Iterable[Element]) -> None:
        """Takes note of styles."""
        for each in elements:
            name, kind = attribute(each, "name") or "", local(each)
            if kind == "style":
                parent = attribute(each, "parent-style-name")
                if parent is not None and parent != name:
                    self._parents[name] = parent
                if attribute(child(each, "text-properties"), "display") == "none":
                    self.hidden.add(name)
            elif kind == "list-style":
                self.lists[name] = _levels(each)
            elif kind == "outline-style":
                self.outline = _levels(each)

    def is_title(self, name: str | None) -> bool:
        """Whether paragraphs of that style are the document's title."""
        return _TITLE in self._line(name)

    def is_caption(self, name: str | None) -> bool:
        """Whether they stand below pictures and tables."""
        return _CAPTION in self._line(name)

    def is_code(self, name: str | None) -> bool:
        """Whether their blanks and line ends are meant."""
        return _CODE in self._line(name)

    def is_hidden(self, name: str | None) -> bool:
        """Whether its letters are not to be seen."""
        return any(each in self.hidden for each in self._line(name))

    def _line(self, name: str | None) -> list[str]:
        line: list[str] = []
        while name is not None and len(line) < _DEEPEST:
            line.append(name)
            name = self._parents.get(name)
        return line


def _levels(style: Element) -> dict[int, Level]:
    levels = {}
    for each in style:
        place = number_in(attribute(each, "level"), 0)
        if local(each) in {"list-level-style-number", "outline-level-style"} and place:
            form = attribute(each, "num-format") or ""
            levels[place] = Level(
                _FORMS.get(form, "decimal") if form else "",
                attribute(each, "num-prefix") or "",
                attribute(each, "num-suffix") or "",
                number_in(attribute(each, "display-levels"), 1),
                number_in(attribute(each, "start-value"), 1),
            )
    return levels
