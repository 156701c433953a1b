"""The words of a paragraph of an OpenDocument text, and what hangs on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from convosphere.engines.documents.formats.opendocument.styles import Styles
from convosphere.engines.documents.formats.trees import Element, attribute, children, local
from convosphere.engines.documents.formats.word.runs import raised

# Words are found without the mark behind them.
_THIN: Final = "\u2009"
_MOST_BLANKS: Final = 200
_UNSEEN: Final = frozenset(
    {"tracked-changes", "hidden-text", "hidden-paragraph", "ruby-text", "forms", "script", "sender-initials"}
)
_OF_THE_PAGE: Final = frozenset({"page-number", "page-count", "chapter", "page-continuation"})
_BLANKS: Final = str.maketrans("\t\n\r", "   ")


@dataclass(slots=True)
class Said:
    """What a paragraph says; `notes`: mark and body; `boxes`: what stands in frames; `pictures`: what they show."""

    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, Element]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words; blanks in a row are one, as the format has it."""
        lines = ("".join(self.parts)).split("\v")
        return "\n".join(
            " ".join(filter(None, line.split(" "))).replace("\f", " ").replace("\a", "\t") for line in lines
        )


class Words:
    """Reads paragraphs. `repeated`: they stand on every page."""

    def __init__(self, styles: Styles, *, repeated: bool = False) -> None:
        self._styles = styles
        self._repeated = repeated

    def read(self, paragraph: Element) -> Said:
        """One paragraph."""
        said = Said()
        self._inside(paragraph, said)
        return said

    def _inside(self, element: Element, said: Said) -> None:
        said.parts.append((element.text or "").translate(_BLANKS))
        for each in element:
            self._add(each, said)
            said.parts.append((each.tail or "").translate(_BLANKS))

    def _add(self, element: Element, said: Said) -> None:
        name = local(element)
        if name in _UNSEEN or (self._repeated and name in _OF_THE_PAGE):
            return
        if name == "span" and self._styles.is_hidden(attribute(element, "style-name")):
            return
        taker = _TAKERS.get(name)
        if taker is None:
            self._inside(element, said)
        else:
            taker(element, said)


def _take_blanks(element: Element, said: Said) -> None:
    count = attribute(element, "c") or "1"
    # Not among those that are one.
    said.parts.append("\f" * min(int(count) if count.isdigit() else 1, _MOST_BLANKS))


def _take_note(element: Element, said: Said) -> None:
    mark = ""
    for each in element:
        if local(each) == "note-citation":
            mark = raised("".join(each.itertext()).strip())
            said.parts.append(_THIN + mark if mark else "")
        elif local(each) == "note-body":
            said.notes.append((mark, each))


def _take_comment(element: Element, said: Said) -> None:
    names = [each.text or "" for each in element if local(each) == "creator"]
    said.notes.append((f"{names[0]}:" if names else "", element))


def _take_box(element: Element, said: Said) -> None:
    said.boxes.append(element)


def _take_frame(element: Element, said: Said) -> None:
    for each in children(element):
        if local(each) in {"text-box", "table"}:
            said.boxes.append(each)
        elif local(each) == "desc" and each.text:
            said.pictures.append(" ".join(each.text.split()))


_TAKERS: Final[dict[str, Callable[[Element, Said], None]]] = {
    "s": _take_blanks,
    "tab": lambda _, said: said.parts.append("\a"),
    "line-break": lambda _, said: said.parts.append("\v"),
    "note": _take_note,
    "annotation": _take_comment,
    "frame": _take_frame,
    **dict.fromkeys(("custom-shape", "rect", "ellipse", "g", "text-box"), _take_box),
}
