"""What readers of office files put together: items of lists, lines of code, what stands in cells and on every page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind

# What is left of «Seite 1 von 3» when the numbers are gone, and with them.
_PAGE_NUMBER: Final = re.compile(r"(?:seite|page|blatt|von|of|s\.|p\.|\W|\d)*", re.IGNORECASE)

_TITLE_CHARACTERS: Final = 150


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list with its mark; `level` from 0."""

    level: int
    text: str


def item(level: int, mark: str, text: str) -> Item:
    """An item; its further lines stand under its first."""
    return Item(level, f"{mark} {text}".replace("\n", f"\n{' ' * (len(mark) + 1)}"))


def joined(found: Iterable[Block | Item]) -> Iterator[Block]:
    """Blocks; neighbouring items as one list, neighbouring lines of code as one piece."""
    items: list[Item] = []
    code: list[str] = []
    for each in chain(found, (None,)):
        if items and not isinstance(each, Item):
            yield _list(items)
            items = []
        if code and not (isinstance(each, Block) and each.kind is BlockKind.CODE):
            yield Block(BlockKind.CODE, "\n".join(code))
            code = []
        if isinstance(each, Item):
            items.append(each)
        elif each is not None and each.kind is BlockKind.CODE:
            code.append(each.text)
        elif each is not None:
            yield each


def titled(blocks: Iterable[Block]) -> Iterator[Block]:
    """What stands on a slide, its title first: marked as such or not."""
    found = list(blocks)
    title = next((block for block in found if block.kind is BlockKind.HEADING), None)
    if title is not None:
        # Titles may lie above everything else, and so come last.
        found.remove(title)
        yield title
    elif found and found[0].kind is BlockKind.PARAGRAPH and len(found[0].text) <= _TITLE_CHARACTERS:
        yield Block(BlockKind.HEADING, " ".join(found.pop(0).text.split()), level=1)
    yield from found


def flat(blocks: Iterable[Block], after: list[Block]) -> str:
    """The words of a cell; tables within it in one line, notes to behind the table."""
    parts = []
    for block in blocks:
        if block.kind is BlockKind.NOTE:
            after.append(block)
        elif block.rows is not None:
            parts.append("; ".join(", ".join(filter(None, row)) for row in block.rows))
        else:
            parts.append(block.text)
    return "\n".join(parts)


def is_page_number(text: str) -> bool:
    """Whether it says no more than which page it is."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def _list(items: list[Item]) -> Block:
    least = min(each.level for each in items)
    lines = []
    for each in items:
        inset = "  " * (each.level - least)
        lines.append(inset + each.text.replace("\n", f"\n{inset}"))
    return Block(BlockKind.LIST, "\n".join(lines))
