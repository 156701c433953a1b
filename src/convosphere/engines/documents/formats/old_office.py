"""Word, Excel and PowerPoint before 2007, by xberg: their words; of their structure what it can make out.

Numbers before paragraphs are left out, for they are guessed; what is hidden, or was deleted, is among the words.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.extracting import extract, extract_sheets
from convosphere.engines.documents.formats.sniffing import OLD_SHEET, OLD_WORD, sniff
from convosphere.engines.documents.types import Fault, Limits

_GUESSED: Final = re.compile(r"^(\s*)\d+\. ", re.MULTILINE)


def read_text(path: Path, limits: Limits) -> Document:
    """Blocks; slides and sheets are pages.

    Raises:
        UnreadableError: broken, protected, or it holds more than the limits allow.
    """
    media_type, data = sniff(path, "").media_type, path.read_bytes()
    found = (extract_sheets if media_type == OLD_SHEET else extract)(data, media_type, limits)
    blocks: Iterable[Block] = found.blocks
    if media_type == OLD_WORD:
        blocks = map(_modest, found.blocks)
    kept, cut = within(blocks, limits)
    pages = max((block.page for block in kept if block.page is not None), default=None)
    return Document.of(
        kept,
        pages=pages,
        truncated=cut,
        title=found.title,
        metadata=found.metadata | {"read_by": "xberg"},
        warnings=(Fault.TRUNCATED,) if cut else (),
    )


def _modest(block: Block) -> Block:
    if block.kind is BlockKind.HEADING and not any(map(str.isalpha, block.text)):
        return replace(block, page=None, kind=BlockKind.PARAGRAPH, level=None)
    text = _GUESSED.sub(r"\1- ", block.text) if block.kind is BlockKind.LIST else block.text
    return replace(block, page=None, text=text)
