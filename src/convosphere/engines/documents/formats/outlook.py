"""Outlook's messages ([MS-OXMSG]): who wrote what to whom, then what is attached, read like a mail's."""

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document, clean
from convosphere.engines.documents.formats.attached import (
    MOST_ATTACHMENTS,
    Place,
    attached_name,
    file_blocks,
    part_blocks,
)
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.compound import Storage, open_compound
from convosphere.engines.documents.formats.decoding import decode
from convosphere.engines.documents.formats.html import page_blocks
from convosphere.engines.documents.formats.rich_text import packed_blocks
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_SUBJECT, _SENDER, _ADDRESS, _PLAIN_ADDRESS, _TO, _CC = 0x0037, 0x0C1A, 0x5D01, 0x0C1F, 0x0E04, 0x0E03
_BODY, _RICH, _PAGE = 0x1000, 0x1009, 0x1013
_SENT, _ARRIVED = 0x0039, 0x0E06
_LONG_NAME, _NAME, _SHOWN_NAME, _CONTENT = 0x3707, 0x3704, 0x3001, 0x3701
_ENCODINGS: Final = (0x3FFD, 0x3FDE)
_WIDE, _NARROW, _BYTES, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_MOMENT: Final = 0x0040
_PROPERTIES: Final = "__properties_version1.0"
_PROPERTY: Final = struct.Struct("<HHIQ")
_ATTACHMENT: Final = "__attach_version1.0_#"
# What stands before the properties of the whole, of a message within it.
_HEAD, _INNER_HEAD = 32, 24
_FIRST: Final = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_TICKS: Final = 2_650_467_743_999_999_999
_LINE_CHARACTERS: Final = 2_000
_UNICODE_PAGES: Final = {65_001: "utf-8", 1_200: "utf-16-le", 20_127: "cp1252"}
_PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n")


def read_text(path: Path, limits: Limits, depth: int = 0) -> Document:
    """The message, then its attachments.

    Raises:
        UnreadableError: broken, or larger than what archives may unpack to.
    """
    if path.stat().st_size > limits.unpacked_bytes:
        raise UnreadableError(Fault.TOO_MUCH_INSIDE, "message too large")
    root = open_compound(path.read_bytes())
    return _document(_Message(root, _HEAD), Place(path.parent, limits, depth, set()))


def _document(message: "_Message", place: Place) -> Document:
    blocks = [*_head(message), *_body(message, place.limits), *_attachments(message, place)]
    kept, cut = within(blocks, place.limits)
    if cut:
        place.warnings.add(Fault.TRUNCATED)
    metadata = {"author": message.sender[:500]}
    if message.moment is not None:
        metadata["created"] = message.moment.isoformat()
    return Document.of(
        kept,
        truncated=cut,
        title=message.line(_SUBJECT) or None,
        metadata={name: value for name, value in metadata.items() if value},
        warnings=tuple(sorted(place.warnings)),
    )


class _Message:
    """Texts and moments of a message, or of an attachment, by their numbers."""

    def __init__(self, storage: Storage, head: int) -> None:
        self.storage = storage
        fixed = (storage.read(_PROPERTIES) or b"")[head:]
        self._fixed = {
            (number, kind): value
            for kind, number, _, value in _PROPERTY.iter_unpack(fixed[: len(fixed) // _PROPERTY.size * _PROPERTY.size])
        }
        pages = (self._fixed.get((number, 0x0003)) for number in _ENCODINGS)
        page = next((page & 0xFFFFFFFF for page in pages if page), 0)
        self._encoding = _UNICODE_PAGES.get(page, f"cp{page}")

    def content(self, number: int, kind: int = _BYTES) -> bytes | None:
        return self.storage.read(f"__substg1.0_{number:04x}{kind:04x}")

    def text(self, number: int) -> str:
        wide = self.content(number, _WIDE)
        if wide is not None:
            return clean(wide.decode("utf-16-le", "replace").rstrip("\0"))
        narrow = (self.content(number, _NARROW) or b"").rstrip(b"\0")
        try:
            return clean(narrow.decode(self._encoding))
        except (LookupError, UnicodeDecodeError):
            return clean(narrow.decode("cp1252", "replace"))

    def line(self, number: int) -> str:
        return " ".join(self.text(number).split())[:_LINE_CHARACTERS]

    @property
    def sender(self) -> str:
        name = self.line(_SENDER)
        addresses = (self.line(number) for number in (_ADDRESS, _PLAIN_ADDRESS))
        # Within an organisation it is the name of an entry in its directory.
        address = next((each for each in addresses if "@" in each), "")
        return f"{name} <{address}>" if name and address and name != address else name or address

    @property
    def moment(self) -> datetime | None:
        ticks = next((self._fixed[key] for key in ((_SENT, _MOMENT), (_ARRIVED, _MOMENT)) if self._fixed.get(key)), 0)
        return _FIRST + timedelta(microseconds=ticks // 10) if 0 < ticks <= _MOST_TICKS else None


def _head(message: _Message) -> Iterator[Block]:
    subject = message.line(_SUBJECT)
    if subject:
        yield Block(BlockKind.HEADING, subject, level=1)
    said = {
        "From": message.sender,
        "To": message.line(_TO),
        "Cc": message.line(_CC),
        "Date": "" if message.moment is None else format_datetime(message.moment),
    }
    lines = [f"{name}: {value}" for name, value in said.items() if value]
    if lines:
        yield Block(BlockKind.PARAGRAPH, "\n".join(lines))


def _body(message: _Message, limits: Limits) -> list[Block]:
    text = message.text(_BODY).strip()
    if text:
        return [Block(BlockKind.PARAGRAPH, each.strip()) for each in _PARAGRAPHS.split(text) if each.strip()]
    page, rich = message.content(_PAGE), message.content(_RICH)
    found = page_blocks(decode(page)).blocks if page else packed_blocks(rich, limits) if rich else []
    # Its headings stand below the subject.
    return [
        replace(block, level=min((block.level or 1) + 1, 6)) if block.kind is BlockKind.HEADING else block
        for block in found
    ]


def _attachments(message: _Message, place: Place) -> Iterator[Block]:
    hanging = [storage for name, storage in message.storage.storages.items() if name.startswith(_ATTACHMENT)]
    if len(hanging) > MOST_ATTACHMENTS:
        place.warnings.add(Fault.PARTS_LEFT_OUT)
    for number, storage in enumerate(hanging[:MOST_ATTACHMENTS]):
        about = _Message(storage, 8)
        given = next((name for each in (_LONG_NAME, _NAME, _SHOWN_NAME) if (name := about.line(each))), "")
        name = attached_name(given, number)
        inner = storage.storages.get(f"__substg1.0_{_CONTENT:04x}{_OBJECT:04x}")
        data = about.content(_CONTENT)
        if inner is not None:
            yield from _inner(place, name, inner)
        elif data:
            yield from file_blocks(place, name, number, data)


def _inner(place: Place, name: str, storage: Storage) -> Iterator[Block]:
    """A message in the message; what is drawn into the text, a diagram say, is none, and left out."""
    if storage.read(_PROPERTIES) is None:
        place.warnings.add(Fault.PARTS_LEFT_OUT)
        return iter([Block(BlockKind.HEADING, name, level=2)])
    within_it = Place(place.folder, place.limits, place.depth + 1, set())
    return part_blocks(place, name, lambda: _document(_Message(storage, _INNER_HEAD), within_it))
