"""The words of a paragraph, as its readers see them: without what was deleted, hidden, or is an instruction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from convosphere.engines.documents.formats.openxml import without_ornaments
from convosphere.engines.documents.formats.trees import Element, attribute, child, local, newer_of

# Deleted, moved to elsewhere, properties, the small letters above others, the names of fields.
_UNSEEN: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "rt"}
    | {"fldData", "ctrlPr", "oMathParaPr", "object"}
)
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# In heads and feet: fields that say which page it is, or repeat a heading of it.
_OF_THE_PAGE: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "STYLEREF"})
_RAISED: Final = str.maketrans("0123456789ivxlc", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣˡᶜ")
# Words are found without the mark behind them.
_THIN: Final = "\u2009"
_HIDDEN: Final = "vanish"
_OFF: Final = frozenset({"0", "false"})


@dataclass(slots=True)
class Said:
    """What a paragraph says, and what hangs on it."""

    parts: list[str] = field(default_factory=list)
    # In the order in which they are referred to: kind (`footnote`, `endnote`, `comment`), id.
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    # What pictures show, in words.
    pictures: list[str] = field(default_factory=list)
    # Relations of drawings that have texts of their own.
    drawings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self.parts)


class Runs:
    """Reads paragraphs; `mark_of`: what is written where a note of a kind and id is referred to."""

    def __init__(self, mark_of: Callable[[str, str], str], *, repeated: bool = False) -> None:
        """`repeated`: the paragraphs stand on every page."""
        self._mark_of = mark_of
        self._repeated = repeated
        # Fields may reach over runs and paragraphs: instruction, whether its result has begun.
        self._fields: list[tuple[list[str], bool]] = []

    def read(self, paragraph: Element) -> Said:
        """One paragraph."""
        said = Said()
        for each in paragraph:
            self._add(each, said)
        return said

    def _add(self, element: Element, said: Said) -> None:
        name = local(element)
        if name == "instrText" and self._fields:
            self._fields[-1][0].append(element.text or "")
        if name in _UNSEEN or (name == "r" and _is_hidden(element)):
            return
        if name in _SIGNS:
            said.parts.append(_SIGNS[name])
            return
        taker = _TAKERS.get(name)
        if taker is None:
            self._children(element, said)
        else:
            taker(self, element, said)

    def take_text(self, element: Element, said: Said) -> None:
        """Letters."""
        if not self._is_of_the_page():
            said.parts.append(without_ornaments(element.text or ""))

    def take_field(self, element: Element, said: Said) -> None:
        """A field in one piece."""
        self._fields.append(([attribute(element, "instr") or ""], True))
        self._children(element, said)
        self._fields.pop()

    def take_border(self, element: Element, _: Said) -> None:
        """Where a field, or its result, begins or ends."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(([], False))
        elif kind == "separate" and self._fields:
            self._fields[-1] = self._fields[-1][0], True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def take_choice(self, element: Element, said: Said) -> None:
        """The same thing twice, for programs of different age."""
        chosen = newer_of(element)
        if chosen is not None:
            self._children(chosen, said)

    def take_reference(self, element: Element, said: Said) -> None:
        """The mark of a note."""
        kind, note = local(element).removesuffix("Reference"), attribute(element, "id") or ""
        said.notes.append((kind, note))
        mark = self._mark_of(kind, note)
        if mark:
            said.parts.append(_THIN + raised(mark))

    def _children(self, elements: Element, said: Said) -> None:
        for each in elements:
            self._add(each, said)

    def _is_of_the_page(self) -> bool:
        if not self._repeated or not self._fields:
            return False
        words = "".join(self._fields[-1][0]).split()
        return bool(words) and words[0].upper() in _OF_THE_PAGE


def raised(mark: str) -> str:
    """A note's number as it stands behind a word: `¹²`, `ⁱᵛ`."""
    return mark.translate(_RAISED)


def _is_hidden(run: Element) -> bool:
    hidden = child(run, "rPr", _HIDDEN)
    return hidden is not None and attribute(hidden, "val") not in _OFF


def _take_box(_: Runs, element: Element, said: Said) -> None:
    said.boxes.append(element)


def _take_picture(_: Runs, element: Element, said: Said) -> None:
    words = " ".join((attribute(element, "descr") or "").split())
    if words:
        said.pictures.append(words)


def _take_drawing(_: Runs, element: Element, said: Said) -> None:
    # The data of the shapes, not their layout.
    relation = attribute(element, "dm")
    if relation:
        said.drawings.append(relation)


_TAKERS: Final[dict[str, Callable[[Runs, Element, Said], None]]] = {
    "t": Runs.take_text,
    "fldSimple": Runs.take_field,
    "fldChar": Runs.take_border,
    "AlternateContent": Runs.take_choice,
    "txbxContent": _take_box,
    "docPr": _take_picture,
    "relIds": _take_drawing,
    **dict.fromkeys(("footnoteReference", "endnoteReference", "commentReference"), Runs.take_reference),
}
