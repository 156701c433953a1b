"""Two readings of the same page: which one has more of its letters whole."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, clean

# Unknown letters, letters of a font's own, and numbers of glyphs written out.
_BROKEN: Final = re.compile("[\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)")
_LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": ""}
)
# pdfium's sign for a hyphen at the end of a line.
_HYPHEN: Final = re.compile("\ufffe\r?\n?|\u0002\r?\n?")
# So much more must one have to be taken in spite of the other's structure.
_MORE: Final = 1.1
_FEW: Final = 20
# The same line at the edge of so many pages is no heading.
_LEAST_PAGES: Final = 3
_MOST_PAGES: Final = 0.6
_PAGE_NUMBER: Final = re.compile(
    r"\W*((?:seite|page|blatt|s\.|p\.)\s*)?(\d{1,5})(\s*(?:von|of|/)\s*\d{1,5})?\W*", re.IGNORECASE
)
# Bare numbers further from the page's own are years.
_NEAR: Final = 30
_MOST_BROKEN: Final = 0.02


def letters(text: str) -> int:
    """How many letters and digits there are."""
    return sum(map(str.isalnum, text))


def mended(text: str) -> str:
    """Ligatures become their letters, words broken at the end of a line are put together."""
    return clean(_HYPHEN.sub("", text.replace("\x00", "")).translate(_LIGATURES))


def better(blocks: Sequence[Block], text: str, page: int) -> list[Block]:
    """The blocks of a page, or its plain text where the blocks have lost much of it or are broken."""
    structured = [
        replace(
            block,
            page=page,
            text=mended(block.text),
            rows=None if block.rows is None else tuple(tuple(map(mended, row)) for row in block.rows),
        )
        for block in blocks
    ]
    words = "\n".join(block.text for block in structured)
    here, there = letters(words), letters(text)
    loses = there > _MORE * here + _FEW
    breaks = _broken(words, here) > _MOST_BROKEN > _broken(text, there) and here < _MORE * there + _FEW
    if loses or breaks or (here <= _MORE * there + _FEW and not _figures_stand(structured, text)):
        return _plain(text, structured, page)
    return structured


def calm_running_heads(pages: dict[int, list[Block]]) -> None:
    """Page numbers, and what begins or ends most pages, are no headings: what follows is not about them."""
    edges = Counter(
        text
        for blocks in pages.values()
        for text in {block.text for block in (*blocks[:1], *blocks[-1:]) if block.kind is BlockKind.HEADING}
    )
    least = max(_LEAST_PAGES, _MOST_PAGES * len(pages))
    running = {text for text, count in edges.items() if count >= least}
    for number, blocks in pages.items():
        pages[number] = [
            replace(block, kind=BlockKind.PARAGRAPH, level=None)
            if block.kind is BlockKind.HEADING and (block.text in running or _is_page_number(block.text, number))
            else block
            for block in blocks
        ]


def _is_page_number(text: str, page: int) -> bool:
    found = _PAGE_NUMBER.fullmatch(text)
    if found is None:
        return False
    word, number, count = found.groups()
    return bool(word or count) or abs(int(number) - page) <= _NEAR


def _figures_stand(blocks: Sequence[Block], text: str) -> bool:
    """Whether each figure of the tables stands on the page: cells guessed together make numbers that nobody wrote."""
    cells = (cell for block in blocks for row in block.rows or () for cell in row)
    return all(word in text for cell in cells for word in cell.split() if any(map(str.isdigit, word)))


def _plain(text: str, structured: Sequence[Block], page: int) -> list[Block]:
    """The plain text; lines that are headings in the other reading stay headings."""
    levels = {block.text: block.level for block in structured if block.kind is BlockKind.HEADING}
    blocks: list[Block] = []
    lines: list[str] = []
    for line in (*text.split("\n"), ""):
        heading = " ".join(line.split())
        if heading in levels or not heading:
            blocks.append(Block(BlockKind.PARAGRAPH, "\n".join(lines), page=page))
            lines = []
        if heading in levels:
            blocks.append(Block(BlockKind.HEADING, heading, page=page, level=levels[heading]))
        elif heading:
            lines.append(line)
    return [block for block in blocks if block.text]


def _broken(text: str, count: int) -> float:
    return len(_BROKEN.findall(text)) / max(count, 1)
