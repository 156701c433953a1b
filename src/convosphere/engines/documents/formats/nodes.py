"""xberg's tree of a document as blocks: lists put together, tables with their rows, headings with their levels."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, Final

import orjson

from convosphere.engines.documents.document import Block, BlockKind, table_block

_TEXTS: Final = {"code": BlockKind.CODE, "comment": BlockKind.NOTE, "image": BlockKind.CAPTION}
_NOTES: Final = "speaker-notes"
# What programs call slides that have no title.
_NO_TITLE: Final = re.compile(r"(?:page|p|slide|folie|seite)\s*\d+", re.IGNORECASE)
_COMMENT: Final = re.compile(r"\[cmt:\w{1,9}\]")
_DEEPEST: Final = 500
# Points; headings begin at the margin, tables stand in the middle.
_COLUMN: Final = 150


def blocks_of(nodes: Sequence[Any]) -> list[Block]:
    """The blocks of a tree, in the order in which they stand on their page."""
    blocks = _in_place(list(_Nodes(nodes).blocks()))
    if any(block.kind is BlockKind.NOTE for block in blocks):
        # Where a comment stands the library leaves a mark.
        return [replace(block, text=_COMMENT.sub("", block.text)) if block.rows is None else block for block in blocks]
    return blocks


class _Nodes:
    """The library's tree, read in its order."""

    def __init__(self, nodes: Sequence[Any]) -> None:
        self._nodes = nodes
        # List → whether it is ordered. What else was read is not kept: a table may have a million cells.
        self._lists: dict[int, bool] = {}
        # Next number of each ordered list.
        self._numbers: dict[int, int] = {}

    def blocks(self) -> Iterator[tuple[Block, Any]]:
        """Each block with the box it stands in, where the format has such."""
        page: int | None = None
        items: list[str] = []
        items_page: int | None = None
        for place, node in enumerate(self._nodes):
            content = orjson.loads(str(node.content))
            kind = content["node_type"]
            if kind == "list_item":
                items_page = items_page if items else node.page or page
                items.append(self._item(place, content))
                continue
            if kind == "list":
                self._lists[place] = bool(content.get("ordered"))
                continue
            if items:
                yield Block(BlockKind.LIST, "\n".join(items), page=items_page), None
                items = []
            if kind == "slide":
                page = content["number"]
            block = _block(kind, content)
            if block is not None:
                yield replace(block, page=node.page or page), node.bbox
        if items:
            yield Block(BlockKind.LIST, "\n".join(items), page=items_page), None

    def _item(self, place: int, content: dict[str, Any]) -> str:
        lists: list[int] = []
        parent = self._nodes[place].parent
        while parent is not None and len(lists) < _DEEPEST:
            if parent in self._lists:
                lists.append(parent)
            parent = self._nodes[parent].parent
        mark = "- "
        if lists and self._lists[lists[0]]:
            number = self._numbers.get(lists[0], 1)
            self._numbers[lists[0]] = number + 1
            mark = f"{number}. "
        inset = "  " * max(0, len(lists) - 1)
        text: str = content["text"]
        return inset + mark + text.strip().replace("\n", f"\n{inset}{' ' * len(mark)}")


def _block(kind: str, content: dict[str, Any]) -> Block | None:
    maker = _MAKERS.get(kind)
    if maker is not None:
        return maker(content)
    words = _WORDS.get(kind)
    return None if words is None else Block(_TEXTS.get(kind, BlockKind.PARAGRAPH), words(content))


def _in_place(found: list[tuple[Block, Any]]) -> list[Block]:
    """The library lists some tables before what stands above them."""
    for place in range(len(found) - 2, -1, -1):
        table, box = found[place]
        after = place + 1
        while table.kind is BlockKind.TABLE and after < len(found) and _is_above(found[after], box, table.page):
            found[after - 1], found[after] = found[after], found[after - 1]
            after += 1
    return [block for block, _ in found]


def _is_above(other: tuple[Block, Any], box: Any, page: int | None) -> bool:  # noqa: ANN401 - the library's
    block, place = other
    if box is None or place is None or block.page != page or block.kind is BlockKind.TABLE:
        return False
    # From below, in points; beside the table is another column.
    return bool(place.y0 >= box.y1 - 1 and place.x0 < box.x1 + _COLUMN and box.x0 - _COLUMN < place.x1)


def _heading(content: dict[str, Any]) -> Block:
    return Block(BlockKind.HEADING, " ".join(content["text"].split()), level=min(max(content.get("level", 1), 1), 6))


def _slide(content: dict[str, Any]) -> Block | None:
    title = " ".join((content.get("title") or "").split())
    return Block(BlockKind.HEADING, title, level=1) if title and not _NO_TITLE.fullmatch(title) else None


def _raw(content: dict[str, Any]) -> Block:
    return Block(BlockKind.NOTE if _NOTES in content["format"] else BlockKind.PARAGRAPH, content["content"])


def _table(content: dict[str, Any]) -> Block | None:
    grid = content["grid"]
    rows = [[""] * grid["cols"] for _ in range(grid["rows"])]
    for cell in grid["cells"]:
        if cell["row"] < len(rows) and cell["col"] < grid["cols"]:
            rows[cell["row"]][cell["col"]] = cell["content"]
    rows = [row for row in rows if any(text.strip() for text in row)]
    return table_block(rows) if rows else None


_MAKERS: Final[dict[str, Callable[[dict[str, Any]], Block | None]]] = {
    "title": _heading,
    "heading": _heading,
    "slide": _slide,
    "raw_block": _raw,
    "table": _table,
}
_WORDS: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    **dict.fromkeys(("paragraph", "code", "formula", "footnote", "citation", "comment"), itemgetter("text")),
    "image": lambda content: content.get("description") or "",
    "admonition": lambda content: content.get("title") or "",
    "definition_item": lambda content: f"{content['term']}: {content['definition']}",
    "metadata_block": lambda content: "\n".join(f"{entry['key']}: {entry['value']}" for entry in content["entries"]),
}
