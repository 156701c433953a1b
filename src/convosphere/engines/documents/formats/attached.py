"""What hangs on messages, whoever wrote them: each attachment under its name, read like a file of its kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document, clean
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

MOST_ATTACHMENTS: Final = 100
# A message in a message in a message is read, what is in that one is not.
DEEPEST: Final = 3
_LEVEL: Final = 2
_NAME_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands: how deep in others, and who is to be warned."""

    folder: Path
    limits: Limits
    depth: int
    warnings: set[Fault]


def attached_name(given: str, number: int) -> str:
    """The name of an attachment without folders; one without a name has its number, from 0."""
    return PurePosixPath(clean(given).replace("\\", "/")).name[:_NAME_CHARACTERS] or f"#{number + 1}"


def file_blocks(place: Place, name: str, number: int, data: bytes) -> Iterator[Block]:
    """The text of an attached file below its name."""
    # Here, not above: it reads messages too.
    from convosphere.engines.documents.formats.parts import read_part  # noqa: PLC0415 - see above

    file = place.folder / f"part-{place.depth}-{number}"

    def read() -> Document | None:
        file.write_bytes(data)
        try:
            return read_part(file, name, place.limits, place.depth + 1)
        finally:
            file.unlink(missing_ok=True)

    return part_blocks(place, name, read)


def part_blocks(place: Place, name: str, read: Callable[[], Document | None]) -> Iterator[Block]:
    """The text of what is attached below its name; of what cannot be read, or lies too deep, the name alone."""
    yield Block(BlockKind.HEADING, name, level=_LEVEL)
    try:
        inner = read() if place.depth < DEEPEST else None
    except UnreadableError:
        inner = None
    if inner is None:
        place.warnings.add(Fault.PARTS_LEFT_OUT)
        return
    place.warnings.update(inner.warnings)
    for block in inner.blocks:
        # Pages of an attachment are no pages of the message.
        level = None if block.level is None else min(block.level + _LEVEL, 6)
        yield replace(block, page=None, level=level)
