"""Messages: who wrote what to whom, and the text of what is attached, each under its name."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document, clean
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.html import page_blocks
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_HEADERS: Final = ("From", "To", "Cc", "Date", "Subject")
_MOST_ATTACHMENTS: Final = 100
# A message in a message in a message is read, what is in that one is not.
_DEEPEST: Final = 3
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
    place = _Place(path.parent, limits, depth, warnings)
    for number, part in enumerate(message.iter_attachments()):
        if number >= _MOST_ATTACHMENTS:
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message stands: how deep in others, and who is to be warned."""

    folder: Path
    limits: Limits
    depth: int
    warnings: set[Fault]


def _attachment(place: _Place, part: MIMEPart, number: int) -> Iterator[Block]:
    name = PurePosixPath(clean(part.get_filename() or "").replace("\\", "/")).name[:200]
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        name = name or "message.eml"
    else:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
    if not data:
        return
    yield Block(BlockKind.HEADING, name or f"#{number + 1}", level=2)
    # Here, not above: it reads messages too.
    from convosphere.engines.documents.formats.parts import read_part  # noqa: PLC0415 - see above

    file = place.folder / f"part-{place.depth}-{number}"
    file.write_bytes(data)
    try:
        inner_document = read_part(file, name, place.limits, place.depth + 1) if place.depth < _DEEPEST else None
    except UnreadableError:
        inner_document = None
    finally:
        file.unlink(missing_ok=True)
    if inner_document is None:
        place.warnings.add(Fault.PARTS_LEFT_OUT)
        return
    place.warnings.update(inner_document.warnings)
    for block in inner_document.blocks:
        # Pages of an attachment are no pages of the message.
        level = None if block.level is None else min(block.level + 2, 6)
        yield replace(block, page=None, level=level)
