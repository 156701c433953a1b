"""Archives that hang on messages: what is in them, each file under its name. Others are unpacked, not read."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document
from convosphere.engines.documents.formats.archives import MEMBERS, unpack
from convosphere.engines.documents.types import Fault, Limits, UnpackLimits, UnreadableError

_MOST_MEMBERS: Final = 100
_MOST_HEADING: Final = 6


def read_packed(path: Path, limits: Limits, depth: int) -> Document:
    """Headings are the names.

    Args:
        path: the archive; it is moved.
        limits: of the message.
        depth: how deep in messages it lies.

    Raises:
        UnreadableError: broken, encrypted, or more than the limits allow.
    """
    folder = path.with_name(f"{path.name}-unpacked")
    folder.mkdir()
    try:
        archive = path.rename(folder / "archive")
        bounds = UnpackLimits(
            entries=_MOST_MEMBERS, unpacked_bytes=limits.unpacked_bytes, member_bytes=limits.unpacked_bytes, nested=1
        )
        members = unpack(archive, bounds)
        warnings: set[Fault] = set()
        blocks: list[Block] = []
        for number, member in enumerate(members):
            blocks += _member(folder / MEMBERS / str(number), "/".join(member["parts"]), limits, depth, warnings)
    finally:
        shutil.rmtree(folder)
    return Document.of(blocks, warnings=tuple(sorted(warnings)))


def _member(file: Path, name: str, limits: Limits, depth: int, warnings: set[Fault]) -> Iterator[Block]:
    # Here, not above: it reads archives too.
    from convosphere.engines.documents.formats.parts import read_file  # noqa: PLC0415 - see above

    yield Block(BlockKind.HEADING, name, level=1)
    try:
        document = read_file(file, name, limits, depth)
    except UnreadableError:
        document = None
    if document is None:
        warnings.add(Fault.PARTS_LEFT_OUT)
        return
    warnings.update(document.warnings)
    for block in document.blocks:
        yield replace(block, page=None, level=None if block.level is None else min(block.level + 1, _MOST_HEADING))
