"""What a document says: blocks of text in their order, each with its place.

Callers store `Document.as_json` and cite by offsets: `document.text[block.start:block.end] == block.text`, always.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from convosphere.engines.documents.types import Fault

SCHEMA: Final = "convosphere-text/2"
# Between two blocks.
GAP: Final = "\n\n"

# No database stores NUL, no encoder takes half a pair; other control characters are never text.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Blank in any script, and the marks of encodings.
_EDGES: Final = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "\ufeff\u200b"


class BlockKind(StrEnum):
    """What a block is. A note belongs to a slide, a caption to a picture or a table."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CODE = "code"
    NOTE = "note"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a table …

    `text`: as it is shown; of a table its rows (`| a | b |`), of a list its items (`- a`), of code the bare lines.
    `page`: of a PDF, a slide, a sheet; counted from 1. `level`: of a heading, 1 to 6. `rows`: of a table, the header
    first where there is one. `start`, `end`: place in `Document.text`, in code points.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    level: int | None = None
    rows: tuple[tuple[str, ...], ...] | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a document's text as models are told it: of a page, or below a heading; headings are marked."""

    text: str
    page: int | None = None
    heading: str | None = None


@dataclass(frozen=True)
class Document:
    """The text of a document, made by `Document.of`.

    `pages`: how many there are, read or not. `truncated`: there was more than the limits allow. `language`: ISO 639-1.
    `metadata`: `author`, `created`, `modified` (ISO 8601 where the file has it so), `read_by` and what else the format
    knows. `warnings`: what is missing or doubtful though there is text.
    """

    blocks: tuple[Block, ...]
    pages: int | None = None
    truncated: bool = False
    language: str | None = None
    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, blocks: Iterable[Block], **known: Any) -> "Document":  # noqa: ANN401 - the other fields
        """Cleans the blocks' texts, leaves out blank ones and gives the others their places."""
        placed: list[Block] = []
        place = 0
        for block in blocks:
            # Code begins with its indentation.
            text = clean(block.text)
            text = text.strip("\n").rstrip() if block.kind is BlockKind.CODE else text.strip(_EDGES)
            if not text.strip(_EDGES) or not (block.rows is None or any(map(any, block.rows))):
                continue
            placed.append(replace(block, text=text, start=place, end=place + len(text)))
            place += len(text) + len(GAP)
        return cls(tuple(placed), **known)

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return GAP.join(block.text for block in self.blocks)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """By pages, or by headings where there are no pages."""
        sections: list[Section] = []
        parts: list[str] = []
        page: int | None = None
        heading: str | None = None
        for block in self.blocks:
            begins = block.page != page or (block.kind is BlockKind.HEADING and block.page is None)
            if begins and parts:
                sections.append(Section(GAP.join(parts), page, heading))
                parts = []
            page = block.page
            if block.kind is BlockKind.HEADING:
                heading = block.text if block.page is None else None
                parts.append(f"{'#' * (block.level or 1)} {block.text}")
            else:
                parts.append(block.text)
        if parts:
            sections.append(Section(GAP.join(parts), page, heading))
        return tuple(sections)

    @property
    def characters(self) -> int:
        """How much text there is in the sections."""
        return sum(len(section.text) for section in self.sections)

    def as_json(self) -> dict[str, Any]:
        """The form in which texts are stored; `convosphere-text/2`."""
        return {
            "schema": SCHEMA,
            "blocks": [_block_json(block) for block in self.blocks],
            "pages": self.pages,
            "truncated": self.truncated,
            "language": self.language,
            "title": self.title,
            "metadata": dict(self.metadata),
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Document":
        """From `as_json`, also of the form before (`convosphere-text/1`)."""
        if "blocks" not in value:
            return _from_first_form(value)
        return cls.of(
            (_block(entry) for entry in value["blocks"]),
            pages=value.get("pages"),
            truncated=bool(value.get("truncated")),
            language=value.get("language"),
            title=value.get("title"),
            metadata=value.get("metadata") or {},
            warnings=tuple(Fault(warning) for warning in value.get("warnings") or ()),
        )


def clean(text: str) -> str:
    """Plain line ends, no control characters; a lone half of a surrogate pair becomes U+FFFD."""
    if not _UNWANTED.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _UNWANTED.sub(lambda found: "\ufffd" if "\ud800" <= found.group() <= "\udfff" else "", text)


def table_text(rows: Iterable[Iterable[str]]) -> str:
    """How a table is written: a line for each row."""
    return "\n".join(f"| {' | '.join(' '.join(cell.split()) for cell in row)} |" for row in rows)


def table_block(rows: Iterable[Iterable[str]], page: int | None = None) -> Block:
    """A table of these cells; blanks within them become one space each."""
    cells = tuple(tuple(" ".join(clean(cell).split()) for cell in row) for row in rows)
    return Block(BlockKind.TABLE, table_text(cells), page=page, rows=cells)


def _block_json(block: Block) -> dict[str, Any]:
    entry: dict[str, Any] = {"kind": block.kind, "text": block.text}
    for name in ("page", "level", "rows"):
        value = getattr(block, name)
        if value is not None:
            entry[name] = value
    return entry


def _block(entry: dict[str, Any]) -> Block:
    rows = entry.get("rows")
    return Block(
        BlockKind(entry["kind"]),
        entry["text"],
        page=entry.get("page"),
        level=entry.get("level"),
        rows=None if rows is None else tuple(tuple(row) for row in rows),
    )


def _from_first_form(value: dict[str, Any]) -> Document:
    """Sections of plain text, headings marked as in Markdown."""
    blocks: list[Block] = []
    for section in value["sections"]:
        text, heading, page = section["text"], section.get("heading"), section.get("page")
        if heading and text.startswith(f"# {heading}"):
            blocks.append(Block(BlockKind.HEADING, heading, level=1))
            text = text[len(heading) + 2 :]
        blocks += [Block(BlockKind.PARAGRAPH, part, page=page) for part in text.split(GAP)]
    return Document.of(blocks, pages=value.get("pages"), truncated=value.get("truncated", False))
