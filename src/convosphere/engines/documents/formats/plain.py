"""Texts and source code, as they are: paragraphs by blank lines, code by its outermost parts."""

import re
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document, clean
from convosphere.engines.documents.formats.decoding import decode
from convosphere.engines.documents.types import Fault, Limits

_MOST_BYTES_PER_CHARACTER: Final = 4
_PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n\s*")
_UNDERLINE: Final = re.compile(r"(={3,}|-{3,})")
_PART_CHARACTERS: Final = 1_500


def read_source(path: Path, limits: Limits) -> tuple[str, bool]:
    """The text of a file with plain line ends, and whether it was cut."""
    most = limits.text_characters * _MOST_BYTES_PER_CHARACTER
    with path.open("rb") as file:
        data = file.read(most + 1)
    cut = len(data) > most
    text = clean(decode(data[:most], cut=cut).replace("\x00", "\ufffd"))
    return text[: limits.text_characters], cut or len(text) > limits.text_characters


def read_text(path: Path, limits: Limits) -> Document:
    """A block for each paragraph."""
    text, truncated = read_source(path, limits)
    return Document.of((_paragraph(part) for part in _PARAGRAPHS.split(text)), **cut(truncated=truncated))


def read_code(path: Path, limits: Limits) -> Document:
    """Blocks of code, cut between its outermost parts where there are such."""
    text, truncated = read_source(path, limits)
    return Document.of(code_blocks(text), **cut(truncated=truncated))


def code_blocks(text: str) -> list[Block]:
    """Source code as blocks of some size, cut at blank lines after which a line begins at the margin."""
    blocks: list[Block] = []
    lines: list[str] = []
    size = 0
    blank = False
    for line in text.split("\n"):
        if blank and size >= _PART_CHARACTERS and line and not line[0].isspace():
            blocks.append(Block(BlockKind.CODE, "\n".join(lines)))
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
        blank = not line.strip()
    return [*blocks, Block(BlockKind.CODE, "\n".join(lines))]


def cut(*, truncated: bool) -> dict[str, object]:
    """The fields of a document that say so."""
    return {"truncated": truncated, "warnings": (Fault.TRUNCATED,) if truncated else ()}


def _paragraph(text: str) -> Block:
    lines = text.split("\n")
    # A line with another of = or - below it has been a heading since typewriters.
    if len(lines) == 2 and _UNDERLINE.fullmatch(lines[1].strip()) and len(lines[0]) <= 200:  # noqa: PLR2004 - see above
        return Block(BlockKind.HEADING, lines[0], level=1 if lines[1].strip()[0] == "=" else 2)
    return Block(BlockKind.PARAGRAPH, text)
