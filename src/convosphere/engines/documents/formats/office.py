"""Documents of office programs and books: Word, PowerPoint, Excel, OpenDocument, RTF, EPUB, Outlook's messages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document
from convosphere.engines.documents.formats.extracting import Extracted, extract, extract_sheets
from convosphere.engines.documents.formats.packages import look_over
from convosphere.engines.documents.formats.sniffing import BOOK, OPEN_DOCUMENT, PRESENTATION, RTF, SHEET, sniff
from convosphere.engines.documents.types import Fault, Limits

_SLIDES: Final = frozenset({PRESENTATION, f"{OPEN_DOCUMENT}presentation"})
_SHEETS: Final = frozenset({SHEET, f"{OPEN_DOCUMENT}spreadsheet"})
# What the library puts before the notes of a slide.
_NOTES: Final = "Notes:"
_TITLE_CHARACTERS: Final = 150


def read_text(path: Path, limits: Limits) -> Document:
    """Blocks as the author made them; slides and sheets are pages.

    Raises:
        UnreadableError: broken, protected, or it holds more than the limits allow.
    """
    media_type = sniff(path, "").media_type
    warnings = () if media_type == RTF else look_over(path, limits)
    data, paged = path.read_bytes(), media_type in _SLIDES | _SHEETS
    if media_type in _SHEETS:
        found = extract_sheets(data, media_type, limits)
    else:
        found = extract(data, media_type, limits, notes=media_type in _SLIDES)
    blocks: Iterable[Block] = found.blocks
    if media_type in _SLIDES:
        blocks = _slides(found)
    elif not paged:
        # The library numbers the pages of texts by guessing.
        blocks = (replace(block, page=None) for block in blocks)
    kept, cut = within(blocks, limits)
    if cut:
        warnings = (*warnings, Fault.TRUNCATED)
    pages = max((block.page for block in kept if block.page is not None), default=found.pages) if paged else None
    return Document.of(
        kept,
        pages=pages,
        truncated=cut,
        language=found.language if media_type == BOOK else None,
        title=found.title,
        metadata=found.metadata | {"read_by": "xberg"},
        warnings=warnings,
    )


def within(blocks: Iterable[Block], limits: Limits) -> tuple[list[Block], bool]:
    """As many blocks as the limits allow, and whether there were more; the last one may be cut."""
    kept: list[Block] = []
    left = limits.text_characters
    for block in blocks:
        if block.page is not None and block.page > limits.pages:
            return kept, True
        if len(block.text) > left:
            text = block.text[:left]
            rows = block.rows
            if rows is not None:
                # Whole rows: the text and the cells stay the same thing.
                count = text.count("\n")
                rows, text = rows[:count], "\n".join(block.text.split("\n")[:count])
            if text.strip():
                kept.append(replace(block, text=text, rows=rows))
            return kept, True
        left -= len(block.text)
        kept.append(block)
    return kept, False


def _slides(found: Extracted) -> Iterator[Block]:
    page: int | None = None
    speaking = False
    for block in found.blocks:
        first = block.page != page
        if first:
            page, speaking = block.page, False
        if page in found.notes and block.text.strip() == _NOTES:
            speaking = True
        elif speaking and block.kind is not BlockKind.HEADING:
            yield replace(block, kind=BlockKind.NOTE)
        elif first and block.kind is BlockKind.PARAGRAPH and len(block.text) <= _TITLE_CHARACTERS:
            # What is first on a slide is its title, marked as such or not.
            yield Block(BlockKind.HEADING, " ".join(block.text.split()), page=page, level=1)
        else:
            yield block
