"""Outlook's messages: read by xberg, what is attached as parts under their names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.extracting import Extracted, extract
from convosphere.engines.documents.types import Fault, Limits

# What the library puts before the names of what is attached, and each of these.
_ATTACHMENTS: Final = "Attachments:"
_ATTACHED: Final = re.compile(r"(.+) \([\d.,]+ ?[kKMG]?i?B\)")
_PART_LEVEL: Final = 2


def read_text(path: Path, limits: Limits) -> Document:
    """The message, then its attachments.

    Raises:
        UnreadableError: broken.
    """
    found = extract(path.read_bytes(), "application/vnd.ms-outlook", limits)
    body, names = _taken_apart(found.blocks)
    subject = found.metadata.pop("subject", None) or found.title
    head = [Block(BlockKind.HEADING, subject, level=1)] if subject else []
    kept, cut = within([*head, *body, *_parts(found, names)], limits)
    unread = set(names) - {name for name, part in found.parts if part.blocks}
    warnings = (*([Fault.PARTS_LEFT_OUT] if unread else ()), *([Fault.TRUNCATED] if cut else ()))
    return Document.of(
        kept, truncated=cut, title=subject, metadata=found.metadata | {"read_by": "xberg"}, warnings=warnings
    )


def _taken_apart(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """The message itself, and the names of what is attached."""
    for place, block in enumerate(blocks):
        if block.text.strip() != _ATTACHMENTS:
            continue
        names = []
        for other in blocks[place + 1 :]:
            attached = _ATTACHED.fullmatch(other.text.strip())
            if attached is None:
                break
            names.append(attached.group(1))
        if names:
            return [replace(each, page=None) for each in blocks[:place]], names
    return [replace(each, page=None) for each in blocks], []


def _parts(found: Extracted, names: Sequence[str]) -> Iterator[Block]:
    parts = dict(found.parts)
    for name in dict.fromkeys((*names, *parts)):
        yield Block(BlockKind.HEADING, name, level=_PART_LEVEL)
        for block in parts[name].blocks if name in parts else ():
            level = None if block.level is None else min(block.level + _PART_LEVEL, 6)
            yield replace(block, page=None, level=level)
