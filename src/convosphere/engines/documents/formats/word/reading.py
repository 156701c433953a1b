"""From the parts of a Word file to blocks, one paragraph after the other: the file's tree is never whole in memory."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document, table_block
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.items import Item, flat, is_page_number, item, joined
from convosphere.engines.documents.formats.openxml import Package, shapes_in
from convosphere.engines.documents.formats.packages import look_over
from convosphere.engines.documents.formats.trees import BROKEN, Element, attribute, child, children, local, newer_of
from convosphere.engines.documents.formats.word.numbering import Numbering, written
from convosphere.engines.documents.formats.word.runs import Runs, Said, raised
from convosphere.engines.documents.formats.word.styles import Look, Role, Styles, changed
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_INITIALS: Final = frozenset({"drop", "margin"})
_NOTES: Final = ("footnote", "endnote", "comment")
# What holds blocks and says nothing of its own.
_AROUND: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink"})


def read_text(path: Path, limits: Limits) -> Document:
    """Blocks as they are seen; what was deleted is not, and neither is what is hidden.

    Raises:
        UnreadableError: broken, protected, or it holds more than the limits allow.
    """
    warnings = look_over(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            package = Package(archive)
            reader = _Reader(package, package.main())
            kept, cut = within(reader.blocks(), limits)
            about = package.about()
    except UnreadableError:
        raise
    except BROKEN as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error
    return Document.of(
        kept,
        truncated=cut,
        title=about.pop("title", None),
        metadata=about,
        warnings=(
            *warnings,
            *([Fault.PARTS_LEFT_OUT] if reader.left_out else ()),
            *([Fault.TRUNCATED] if cut else ()),
        ),
    )


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        self._relations = {each.id: each for each in package.relations(main)}
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles.lists())
        # Kind and id of a note → its element; → its number.
        self._notes = {
            (kind, attribute(each, "id") or ""): each
            for kind in _NOTES
            for each in children(self._part(f"{kind}s"))
            if attribute(each, "type") in {None, "normal"}
        }
        self._marks: dict[tuple[str, str], str] = {}
        self._runs = Runs(self._mark_of)
        # A large letter, which is a paragraph of its own before the one that it belongs to.
        self._initial = ""
        self.left_out = False

    def blocks(self) -> Iterator[Block]:
        """All of it: what stands above the pages, the text with its notes, what stands below."""
        seen: set[str] = set()
        yield from self._repeated("header", seen)
        yield from self._joined(self._package.stream(self._main, "body"))
        yield from self._repeated("footer", seen)

    def _part(self, kind: str) -> Element | None:
        found = next((each.target for each in self._relations.values() if each.kind == kind), None)
        return None if found is None else self._package.parse(found)

    def _repeated(self, kind: str, seen: set[str]) -> Iterator[Block]:
        """What stands on every page, once."""
        mine, self._runs = self._runs, Runs(self._mark_of, repeated=True)
        for relation in self._relations.values():
            root = self._package.parse(relation.target) if relation.kind == kind else None
            for block in self._joined(children(root)):
                if block.text not in seen and not is_page_number(block.text):
                    seen.add(block.text)
                    yield Block(BlockKind.PARAGRAPH, block.text) if block.kind is BlockKind.HEADING else block
        self._runs = mine

    def _joined(self, elements: Iterable[Element]) -> Iterator[Block]:
        return joined(self._found(elements))

    def _found(self, elements: Iterable[Element]) -> Iterator[Block | Item]:
        for element in elements:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _AROUND:
                yield from self._found(element)
            elif name == "AlternateContent":
                yield from self._found(children(newer_of(element)))
            elif name == "altChunk":
                self.left_out = True

    def _paragraph(self, element: Element) -> Iterator[Block | Item]:
        look, said = self._look(element), self._runs.read(element)
        text = said.text.strip() if look.role is not Role.CODE else said.text.rstrip()
        # Empty ones are counted too.
        mark = None if look.number is None else self._numbering.mark(look.number, look.level or 0)
        if attribute(child(element, "pPr", "framePr"), "dropCap") in _INITIALS:
            self._initial = text
        elif text and look.role is not Role.CONTENTS and not look.hidden:
            yield _shaped(self._initial + text, mark, look)
            self._initial = ""
        yield from self._around(said)

    def _look(self, element: Element) -> Look:
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        look = changed(self._styles.look(style), properties)
        if look.number is not None and look.level is None:
            level = self._numbering.style_levels.get((look.number, style or self._styles.default or ""), 0)
            return Look(look.heading, look.number, level, look.role, look.hidden)
        return look

    def _around(self, said: Said) -> Iterator[Block | Item]:
        """What hangs on a paragraph: boxes, pictures, drawings, notes."""
        for box in said.boxes:
            yield from self._found(box)
        for words in said.pictures:
            yield Block(BlockKind.CAPTION, words)
        for relation in said.drawings:
            yield from self._drawing(relation)
        for kind, note in said.notes:
            yield from self._note(kind, note)

    def _note(self, kind: str, note: str) -> Iterator[Block]:
        # Each once: comments on a selection are named at both ends, notes may be referred to again.
        element = self._notes.pop((kind, note), None)
        if element is None:
            return
        text = " ".join(block.text for block in self._joined(element)).strip()
        before = attribute(element, "author") if kind == "comment" else None
        mark = self._marks.get((kind, note))
        before = f"{before}:" if before else mark and raised(mark)
        if text:
            yield Block(BlockKind.NOTE, f"{before} {text}" if before else text)

    def _mark_of(self, kind: str, note: str) -> str:
        if kind == "comment" or not note:
            return ""
        known = self._marks.get((kind, note))
        if known is None:
            count = 1 + sum(each == kind for each, _ in self._marks)
            known = self._marks[kind, note] = written(count, "lowerRoman" if kind == "endnote" else "decimal")
        return known

    def _drawing(self, relation: str) -> Iterator[Block]:
        found = self._relations.get(relation)
        root = None if found is None else self._package.parse(found.target)
        for words in shapes_in(root):
            yield Block(BlockKind.PARAGRAPH, words)

    def _table(self, element: Element) -> Iterator[Block | Item]:
        rows = [row for row in _rows(element) if not _is_deleted(row)]
        cells = [list(self._cells(row)) for row in rows]
        width = max((sum(span for _, span in row) for row in cells), default=0)
        if width <= 1:
            # Tables of one column lay out a page: what is in them is text like any other.
            for row in rows:
                for cell in _named(row, "tc"):
                    yield from self._found(cell)
            return
        texts: list[list[str]] = []
        after: list[Block] = []
        for spans in cells:
            line: list[str] = []
            for place, span in spans:
                line.append("" if place is None else self._text_in(place, after))
                line += [""] * (span - 1)
            texts.append(line + [""] * (width - len(line)))
        yield table_block(row for row in texts if any(row))
        yield from after

    def _cells(self, row: Element) -> Iterator[tuple[Element | None, int]]:
        """Each cell with the columns it takes; None: empty, or a part of the one above."""
        before = attribute(child(row, "trPr", "gridBefore"), "val")
        if before is not None and before.isdigit():
            yield None, min(int(before), 100)
        for cell in _named(row, "tc"):
            properties = child(cell, "tcPr")
            span = attribute(child(properties, "gridSpan"), "val")
            merged = child(properties, "vMerge")
            goes_on = merged is not None and attribute(merged, "val") in {None, "continue"}
            yield (None if goes_on else cell), min(int(span), 100) if span is not None and span.isdigit() else 1

    def _text_in(self, cell: Element, after: list[Block]) -> str:
        """The words of a cell; tables within it in one line, notes to behind the table."""
        return flat(self._joined(cell), after)


def _shaped(text: str, mark: str | None, look: Look) -> Block | Item:
    if look.heading is not None:
        # Bullets before headings are ornaments.
        number = f"{mark} " if mark and mark != "-" else ""
        return Block(BlockKind.HEADING, number + " ".join(text.split()), level=look.heading)
    if mark is not None:
        return item(look.level or 0, mark, text)
    if look.role is Role.CODE:
        return Block(BlockKind.CODE, text)
    return Block(BlockKind.CAPTION if look.role is Role.CAPTION else BlockKind.PARAGRAPH, text)


def _rows(table: Element) -> Iterator[Element]:
    yield from _named(table, "tr")


def _named(element: Element, name: str) -> Iterator[Element]:
    """Children of a name, also those in content controls."""
    for each in element:
        if local(each) == name:
            yield each
        elif local(each) in _AROUND:
            yield from _named(each, name)


def _is_deleted(row: Element) -> bool:
    return child(row, "trPr", "del") is not None
