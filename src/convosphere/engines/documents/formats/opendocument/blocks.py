"""The words of OpenDocument files as blocks: headings and lists with their numbers, tables, notes in their places."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, table_block
from convosphere.engines.documents.formats.items import Item, flat, is_page_number, item, joined
from convosphere.engines.documents.formats.opendocument.styles import Counting, Level, Styles
from convosphere.engines.documents.formats.opendocument.words import Said, Words
from convosphere.engines.documents.formats.trees import Element, attribute, child, children, local, parse, stream

CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_MOST_HEADING: Final = 6
# Cells that are alike are written once; sheets in texts are small.
_MOST_REPEATED: Final = 200
_AROUND: Final = frozenset(
    {"section", "text-box", "numbered-paragraph", "g", "frame", "custom-shape", "rect", "ellipse"}
)
_ROWS: Final = frozenset({"table-header-rows", "table-rows", "table-row-group"})


class Reader:
    """Reads the words of a file in the order in which they are printed."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._styles = Styles()
        self._masters: list[Element] = []
        if _STYLES in archive.namelist():
            root = parse(archive, _STYLES)
            for kind in ("styles", "automatic-styles"):
                self._styles.add(children(child(root, kind)))
            self._masters = list(children(child(root, "master-styles")))
        self._styles.add(stream(archive, CONTENT, "automatic-styles"))
        self._words = Words(self._styles)
        self._headings = Counting()
        self._last: dict[str, Counting] = {}
        self._named: dict[str, Counting] = {}

    def blocks(self) -> Iterator[Block]:
        """All of it: what stands above the pages, the text with its notes, what stands below."""
        seen: set[str] = set()
        yield from self._repeated("header", seen)
        yield from joined(self.found(stream(self.archive, CONTENT, "text")))
        yield from self._repeated("footer", seen)

    def _repeated(self, kind: str, seen: set[str]) -> Iterator[Block]:
        """What stands on every page, once."""
        mine, self._words = self._words, Words(self._styles, repeated=True)
        for part in (part for master in self._masters for part in master if local(part).startswith(kind)):
            for block in joined(self.found(part)):
                if block.text not in seen and not is_page_number(block.text):
                    seen.add(block.text)
                    yield block
        self._words = mine

    def found(self, elements: Iterable[Element]) -> Iterator[Block | Item]:
        """What these elements say."""
        for element in elements:
            name = local(element)
            if name == "h":
                yield from self._heading(element)
            elif name == "p":
                yield from self._paragraph(element)
            elif name == "list":
                yield from self._list(element)
            elif name == "table":
                yield from self._table(element)
            elif name in _AROUND:
                yield from self.found(element)

    def _heading(self, element: Element) -> Iterator[Block | Item]:
        said = self._words.read(element)
        text = " ".join(said.text.split())
        level = attribute(element, "outline-level") or "1"
        depth = int(level) if level.isdigit() else 1
        mark = ""
        if self._styles.outline.get(depth, Level()).form and attribute(element, "is-list-header") != "true":
            start = attribute(element, "start-value") or (
                "1" if attribute(element, "restart-numbering") == "true" else None
            )
            mark = self._headings.mark(self._styles.outline, depth, start)
        if text:
            yield Block(BlockKind.HEADING, f"{mark} {text}" if mark else text, level=min(max(depth, 1), _MOST_HEADING))
        yield from self._around(said)

    def _paragraph(self, element: Element) -> Iterator[Block | Item]:
        said, style = self._words.read(element), attribute(element, "style-name")
        text = said.text
        if text.strip() and not self._styles.is_hidden(style):
            if self._styles.is_title(style):
                yield Block(BlockKind.HEADING, " ".join(text.split()), level=1)
            elif self._styles.is_code(style):
                yield Block(BlockKind.CODE, text.rstrip())
            else:
                kind = BlockKind.CAPTION if self._styles.is_caption(style) else BlockKind.PARAGRAPH
                yield Block(kind, text.strip())
        yield from self._around(said)

    def _around(self, said: Said) -> Iterator[Block | Item]:
        """What hangs on a paragraph: boxes, pictures, notes."""
        for box in said.boxes:
            yield from self.found([box])
        for words in said.pictures:
            yield Block(BlockKind.CAPTION, words)
        for mark, body in said.notes:
            text = " ".join(block.text for block in joined(self.found(body)))
            if text:
                yield Block(BlockKind.NOTE, f"{mark} {text}" if mark else text)

    def _list(self, element: Element, outer: tuple[str, int, Counting] | None = None) -> Iterator[Block | Item]:
        style, level, counting = outer or ("", 0, Counting())
        style = attribute(element, "style-name") or style
        level += 1
        if outer is None:
            counting = self._counting(element, style)
        levels = self._styles.lists.get(style, {})
        for each in element:
            if local(each) not in {"list-item", "list-header"}:
                continue
            mark: str | None = None
            if local(each) == "list-item":
                mark = counting.mark(levels, level, attribute(each, "start-value"))
            yield from self._in_item(each, (style, level, counting), mark)

    def _in_item(self, element: Element, place: tuple[str, int, Counting], mark: str | None) -> Iterator[Block | Item]:
        _, level, _ = place
        lines: list[str] = []
        after: list[Block | Item] = []
        for each in element:
            if local(each) == "list" and not after:
                yield from _begun(lines, level, mark)
                lines, mark = [], None
                yield from self._list(each, place)
                continue
            for found in self.found([each]) if local(each) != "list" else self._list(each, place):
                # The paragraphs of an item are its lines, whatever else is in it follows.
                plain = isinstance(found, Block) and found.kind is BlockKind.PARAGRAPH and not after
                if isinstance(found, Block) and plain:
                    lines.append(found.text)
                else:
                    after.append(found)
        yield from _begun(lines, level, mark)
        yield from after

    def _counting(self, element: Element, style: str) -> Counting:
        """Where a list begins to count: anew, or where another one ended."""
        named = self._named.get(attribute(element, "continue-list") or "")
        goes_on = attribute(element, "continue-numbering") == "true"
        counting = named or (self._last.get(style) if goes_on else None) or Counting()
        self._last[style] = counting
        name = attribute(element, "id")
        if name:
            self._named[name] = counting
        return counting

    def _table(self, element: Element) -> Iterator[Block | Item]:
        rows = [list(_cells(row)) for row in _rows(element)]
        if max(map(len, rows), default=0) <= 1:
            # Tables of one column lay out a page: what is in them is text like any other.
            for row in rows:
                for cell in row:
                    yield from self.found(children(cell))
            return
        after: list[Block] = []
        texts = [["" if cell is None else flat(joined(self.found(cell)), after) for cell in row] for row in rows]
        width = max(map(len, texts))
        filled = [row + [""] * (width - len(row)) for row in texts if any(row)]
        if filled:
            yield table_block(filled)
        yield from after


def _begun(lines: list[str], level: int, mark: str | None) -> Iterator[Block | Item]:
    text = "\n".join(lines)
    if text:
        yield Item(level - 1, text) if not mark else item(level - 1, mark, text)


def _rows(table: Element) -> Iterator[Element]:
    for each in table:
        if local(each) == "table-row":
            yield each
        elif local(each) in _ROWS:
            yield from _rows(each)


def _cells(row: Element) -> Iterator[Element | None]:
    """Each cell, as often as it is there; None: covered by another one."""
    for each in row:
        if local(each) not in {"table-cell", "covered-table-cell"}:
            continue
        count = attribute(each, "number-columns-repeated") or "1"
        for _ in range(min(int(count) if count.isdigit() else 1, _MOST_REPEATED)):
            yield each if local(each) == "table-cell" else None
