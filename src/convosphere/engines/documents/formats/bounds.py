"""How much of a document is kept."""

from collections.abc import Iterable
from dataclasses import replace

from convosphere.engines.documents.document import Block
from convosphere.engines.documents.types import Limits


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
