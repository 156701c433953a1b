"""Workbooks, OpenDocument presentations, RTF and books, by xberg."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document
from convosphere.engines.documents.formats.asides import asides_of
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.extracting import Extracted, extract, extract_sheets
from convosphere.engines.documents.formats.packages import look_over
from convosphere.engines.documents.formats.sniffing import BOOK, OPEN_DOCUMENT, RTF, SHEET, sniff
from convosphere.engines.documents.types import Fault, Limits

_SLIDES: Final = frozenset({f"{OPEN_DOCUMENT}presentation"})
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
    if paged:
        asides = asides_of(path)
        blocks = asides.among(blocks)
        if asides.hidden:
            warnings = (*warnings, Fault.HIDDEN_PARTS)
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
