"""Workbooks and books, by xberg."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, Document
from convosphere.engines.documents.formats.asides import asides_of
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.extracting import extract, extract_sheets
from convosphere.engines.documents.formats.packages import look_over
from convosphere.engines.documents.formats.sniffing import BOOK, sniff
from convosphere.engines.documents.types import Fault, Limits

_READ_BY: Final = {"read_by": "xberg"}


def read_sheets(path: Path, limits: Limits) -> Document:
    """Blocks as the author made them; sheets are pages.

    Raises:
        UnreadableError: broken, protected, or it holds more than the limits allow.
    """
    warnings, asides = look_over(path, limits), asides_of(path)
    found = extract_sheets(path.read_bytes(), sniff(path, "").media_type, limits)
    if asides.hidden:
        warnings = (*warnings, Fault.HIDDEN_PARTS)
    kept, cut = within(asides.among(found.blocks), limits)
    return Document.of(
        kept,
        pages=max((block.page for block in kept if block.page is not None), default=found.pages),
        truncated=cut,
        title=found.title,
        metadata=found.metadata | _READ_BY,
        warnings=(*warnings, Fault.TRUNCATED) if cut else warnings,
    )


def read_book(path: Path, limits: Limits) -> Document:
    """Chapter after chapter.

    Raises:
        UnreadableError: see `read_sheets`.
    """
    warnings = look_over(path, limits)
    found = extract(path.read_bytes(), BOOK, limits)
    # The library numbers the pages of texts by guessing.
    blocks: Iterable[Block] = (replace(block, page=None) for block in found.blocks)
    kept, cut = within(blocks, limits)
    return Document.of(
        kept,
        truncated=cut,
        language=found.language,
        title=found.title,
        metadata=found.metadata | _READ_BY,
        warnings=(*warnings, Fault.TRUNCATED) if cut else warnings,
    )
