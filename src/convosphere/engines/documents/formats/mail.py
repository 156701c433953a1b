"""Messages: who wrote what to whom, and the text of what is attached, each under its name."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document, clean
from convosphere.engines.documents.formats.attached import MOST_ATTACHMENTS, Place, attached_name, file_blocks
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.html import page_blocks
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_HEADERS: Final = ("From", "To", "Cc", "Date", "Subject")
_HEADER_CHARACTERS: Final = 2_000


def read_text(path: Path, limits: Limits, depth: int = 0) -> Document:
    """The message, then its attachments.

    Raises:
        UnreadableError: it is larger than what archives may unpack to.
    """
    if path.stat().st_size > limits.unpacked_bytes:
        raise UnreadableError(Fault.TOO_MUCH_INSIDE, "message too large")
    with path.open("rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    warnings: set[Fault] = set()
    blocks = [*_head(message), *_body(message)]
    place = Place(path.parent, limits, depth, warnings)
    for number, part in enumerate(message.iter_attachments()):
        if number >= MOST_ATTACHMENTS:
            warnings.add(Fault.PARTS_LEFT_OUT)
            break
        blocks += _attachment(place, part, number)
    kept, cut = within(blocks, limits)
    if cut:
        warnings.add(Fault.TRUNCATED)
    return Document.of(
        kept,
        truncated=cut,
        title=_header(message, "Subject") or None,
        metadata=_metadata(message),
        warnings=tuple(sorted(warnings)),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(clean(str(message.get(name, ""))).split())[:_HEADER_CHARACTERS]
    except (ValueError, IndexError, AttributeError, TypeError):
        # Headers that the library itself cannot take apart.
        return ""


def _metadata(message: EmailMessage) -> dict[str, str]:
    metadata = {"author": _header(message, "From")[:500]}
    with suppress(ValueError, TypeError, IndexError):
        metadata["created"] = parsedate_to_datetime(_header(message, "Date")).isoformat()
    return {name: value for name, value in metadata.items() if value}


def _head(message: EmailMessage) -> Iterator[Block]:
    subject = _header(message, "Subject")
    if subject:
        yield Block(BlockKind.HEADING, subject, level=1)
    lines = [f"{name}: {value}" for name in _HEADERS[:-1] if (value := _header(message, name))]
    if lines:
        yield Block(BlockKind.PARAGRAPH, "\n".join(lines))


def _body(message: EmailMessage) -> list[Block]:
    part = message.get_body(("plain", "html"))
    if part is None:
        return []
    text = _decoded(part)
    if part.get_content_type() == "text/html":
        # A page's headings stand below the subject.
        return [
            replace(block, level=min((block.level or 1) + 1, 6)) if block.kind is BlockKind.HEADING else block
            for block in page_blocks(text).blocks
        ]
    return [Block(BlockKind.PARAGRAPH, each) for each in clean(text).split("\n\n")]


def _decoded(part: MIMEPart) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1252", "replace")


def _attachment(place: Place, part: MIMEPart, number: int) -> Iterator[Block]:
    name = part.get_filename() or ""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        name = name or "message.eml"
    else:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
    if data:
        yield from file_blocks(place, attached_name(name, number), number, data)
