"""A row of paragraphs: the text itself, a note, a box, what stands on every page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, table_block
from convosphere.engines.documents.formats.items import Item, flat, item, joined

_MOST_HEADING: Final = 6
_MOST_LEVEL: Final = 9
# Words are found without the mark behind them.
_THIN: Final = "\u2009"

Cell = list[Block | Item]


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is; `kind` None: not to be shown. `level`: of a list, from 0; `table`: in how many it lies."""

    kind: BlockKind | None = BlockKind.PARAGRAPH
    heading: int | None = None
    level: int = 0
    table: int = 0


@dataclass(slots=True)
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    cell: Cell = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        if self.cell:
            self.end_cell()
        if self.cells:
            self.rows.append(self.cells)
            self.cells = []


class Story:
    """Takes letters, marks and the ends of paragraphs, cells and rows; gives blocks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._tables: list[_Table] = []
        self._done: list[Block | Item] = []
        # What stands before the paragraph: its number, or a bullet.
        self.mark = ""
        # What hangs on it: boxes, words for pictures; notes and comments.
        self.beside: list[Block | Item] = []
        self.notes: list[Block | Item] = []
        # Where the text refers to a note that is still to come.
        self._refers: int | None = None

    def add(self, text: str) -> None:
        """More of the paragraph."""
        self._parts.append(text)

    def refer(self) -> None:
        """Here stands the mark of the note that comes next."""
        self._refers = len(self._parts)
        self._parts.append("")

    def take_mark(self, mark: str) -> bool:
        """The mark of a note, put where it is referred to; False: the author has made one of their own."""
        if self._refers is None or self._refers >= len(self._parts):
            return False
        self._parts[self._refers] = _THIN + mark
        self._refers = None
        return True

    def end_paragraph(self, look: Look) -> None:
        """What was said since the last one."""
        said = _whole("".join(self._parts))
        self._parts, self._refers = [], None
        found: list[Block | Item] = []
        if said.strip() and look.kind is not None:
            found.append(_block(said, self.mark, look, look.kind))
        self.mark = ""
        found += self.beside + self.notes
        self.beside, self.notes = [], []
        if found or look.table < len(self._tables):
            self._within(look.table).extend(found)

    def end_cell(self, look: Look) -> None:
        """A cell of the table that the paragraph lies in."""
        self.end_paragraph(look)
        self._within(look.table)
        self._tables[-1].end_cell()

    def end_row(self, depth: int) -> None:
        """A row of a table; `depth` from 1."""
        self._within(depth)
        self._tables[-1].end_row()

    def ready(self) -> list[Block | Item]:
        """What has been finished since it was last asked."""
        done, self._done = self._done, []
        return done

    def end(self, look: Look) -> list[Block | Item]:
        """What is left."""
        self.end_paragraph(look)
        self._within(0)
        return self.ready()

    def _within(self, depth: int) -> Cell:
        """Where the blocks of a table so deep go; deeper ones have ended."""
        while len(self._tables) > depth:
            table = self._tables.pop()
            table.end_row()
            around = self._tables[-1].cell if self._tables else self._done
            around.extend(_table(table.rows))
        while len(self._tables) < depth:
            self._tables.append(_Table())
        return self._tables[-1].cell if self._tables else self._done


def _whole(text: str) -> str:
    """Letters beyond the first 65,536 come in two halves."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _block(said: str, mark: str, look: Look, kind: BlockKind) -> Block | Item:
    mark = " ".join(mark.split())
    if look.heading is not None:
        text = " ".join(said.split())
        return Block(BlockKind.HEADING, f"{mark} {text}" if mark else text, level=min(look.heading, _MOST_HEADING))
    if mark:
        # Signs that stand for points are whatever their font makes of them.
        shown = mark if any(map(str.isalnum, mark)) else "-"
        return item(min(look.level, _MOST_LEVEL), shown, said.strip())
    return Block(kind, said.rstrip() if kind is BlockKind.CODE else said.strip())


def _table(rows: Iterable[list[Cell]]) -> Iterator[Block | Item]:
    found = list(rows)
    width = max(map(len, found), default=0)
    if width <= 1:
        # Tables of one column lay out a page: what is in them is text like any other.
        for row in found:
            for cell in row:
                yield from cell
        return
    after: list[Block] = []
    texts = [[flat(joined(cell), after) for cell in row] for row in found]
    filled = [row + [""] * (width - len(row)) for row in texts if any(row)]
    if filled:
        yield table_block(filled)
    yield from after
