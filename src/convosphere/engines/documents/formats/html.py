"""Pages: their text without tags, scripts and styles, as headings, paragraphs, lists, tables and code."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from convosphere.engines.documents.document import Block, BlockKind, Document, table_block
from convosphere.engines.documents.formats.plain import cut, read_source
from convosphere.engines.documents.types import Limits

_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "svg", "head", "select", "textarea"})
_BREAKS_WORDS: Final = """
address article aside blockquote dd div dl dt fieldset figure footer form header hr main nav p section h1 h2 h3 h4 h5 h6
ul ol li table caption figcaption pre body
"""
_BREAKS: Final = frozenset(_BREAKS_WORDS.split())
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LISTS: Final = frozenset({"ul", "ol"})
_CAPTIONS: Final = frozenset({"caption", "figcaption"})
_BLANKS: Final = re.compile(r"\s+")
_METADATA: Final = {
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "date": "created",
    "dc.date": "created",
    "article:published_time": "created",
    "article:modified_time": "modified",
    "description": "description",
}


@dataclass(slots=True)
class Page:
    """What a page says."""

    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)


def read_text(path: Path, limits: Limits) -> Document:
    """Blocks of what a reader would see."""
    source, truncated = read_source(path, limits)
    page = page_blocks(source)
    known: dict[str, Any] = cut(truncated=truncated)
    if page.title and not any(block.level == 1 for block in page.blocks):
        page.blocks.insert(0, Block(BlockKind.HEADING, page.title, level=1))
    return Document.of(page.blocks, title=page.title, language=page.language, metadata=page.metadata, **known)


def page_blocks(source: str) -> Page:
    """The blocks of a page, or of a part of one."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.end()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._parts: list[str] = []
        self._hidden: list[str] = []
        self._in_title = False
        self._level: int | None = None
        self._caption = False
        self._pre = 0
        # Open lists, each with the number its next item gets; items so far.
        self._lists: list[int | None] = []
        self._items: list[str] = []
        # Rows of the outermost open table; tables within tables become text of their cell.
        self._tables = 0
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            # Nothing says that the head was closed.
            self._hidden.clear()
        if tag in {"html", "title", "meta"}:
            self._head(tag, dict(attrs))
        elif tag in _UNSEEN:
            self._hidden.append(tag)
        elif tag == "br":
            self._parts.append("\n" if self._pre else "\v")
        elif tag in {"table", "tr", "td", "th"}:
            self._table(tag)
        elif tag in _BREAKS and not (self._tables and tag not in _LISTS and tag != "li"):
            self._end_block()
            self._begin_block(tag)
        elif tag in _BREAKS:
            self._parts.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in _UNSEEN:
            if tag in self._hidden:
                del self._hidden[self._hidden.index(tag) :]
        elif tag == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_cell()
                self._end_table()
        elif tag in _BREAKS and not self._tables:
            self._end_block()
            if tag in _LISTS and self._lists:
                self._lists.pop()
                if not self._lists:
                    self._end_list()
            elif tag == "pre":
                self._pre = max(0, self._pre - 1)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title = f"{self.page.title or ''}{data}"
        elif not self._hidden:
            self._parts.append(data)

    def end(self) -> None:
        """Whatever was left open."""
        if self._tables:
            self._end_cell()
            self._end_table()
        self._end_block()
        self._end_list()
        if self.page.title is not None:
            self.page.title = _BLANKS.sub(" ", self.page.title).strip()[:500] or None

    def _head(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "title":
            # A drawing has titles too.
            self._in_title = self.page.title is None and "svg" not in self._hidden
        elif tag == "html":
            language = (attributes.get("lang") or "")[:2].lower()
            self.page.language = language if language.isalpha() and len(language) == 2 else None  # noqa: PLR2004 - ISO 639-1
        else:
            name = (attributes.get("name") or attributes.get("property") or "").lower()
            if name in _METADATA and attributes.get("content"):
                self.page.metadata.setdefault(_METADATA[name], str(attributes["content"])[:500])

    def _begin_block(self, tag: str) -> None:
        self._level = _HEADINGS.get(tag)
        self._caption = tag in _CAPTIONS
        if tag in _LISTS:
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            if self._lists and number is not None:
                self._lists[-1] = number + 1
            self._items.append("  " * max(0, len(self._lists) - 1) + ("- " if number is None else f"{number}. "))
        elif tag == "pre":
            self._pre += 1

    def _end_block(self) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        text = text.replace("\v", "\n") if self._pre else _flowing(text)
        if not text.strip():
            return
        if self._pre:
            self._end_list()
            self.page.blocks.append(Block(BlockKind.CODE, text))
        elif self._level is not None:
            self._end_list()
            self.page.blocks.append(Block(BlockKind.HEADING, text.replace("\n", " "), level=self._level))
        elif self._items:
            self._add_to_item(text)
        else:
            kind = BlockKind.CAPTION if self._caption else BlockKind.PARAGRAPH
            self.page.blocks.append(Block(kind, text))
        self._level, self._caption = None, False

    def _add_to_item(self, text: str) -> None:
        last = self._items[-1]
        self._items[-1] = (
            last + text if last.endswith((". ", "- ")) and not last.strip(" -.0123456789") else f"{last}\n{text}"
        )
        if not self._lists:
            # `li` outside of any list: each stands for itself.
            self._end_list()

    def _end_list(self) -> None:
        text = "\n".join(item for item in self._items if item.strip(" -.0123456789"))
        self._items.clear()
        if text:
            self.page.blocks.append(Block(BlockKind.LIST, text))

    def _table(self, tag: str) -> None:
        if tag == "table":
            if not self._tables:
                self._end_block()
                self._end_list()
            self._tables += 1
            return
        if self._tables != 1:
            self._parts.append(" ")
            return
        self._end_cell()
        if tag == "tr":
            self._rows.append([])
        else:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append("")

    def _end_cell(self) -> None:
        text = _flowing("".join(self._parts))
        self._parts.clear()
        if text and self._rows and self._rows[-1]:
            self._rows[-1][-1] = f"{self._rows[-1][-1]} {text}".strip()
        elif text:
            # A caption, or text between rows.
            self.page.blocks.append(Block(BlockKind.CAPTION, text))

    def _end_table(self) -> None:
        rows = [row for row in self._rows if any(row)]
        self._rows, self._tables = [], 0
        if rows and max(map(len, rows)) > 1:
            self.page.blocks.append(table_block(rows))
        else:
            # Tables of one column lay out a page.
            self.page.blocks += [Block(BlockKind.PARAGRAPH, row[0]) for row in rows]


def _flowing(text: str) -> str:
    """Blanks become one space each, only forced breaks stay."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\v"))
    return "\n".join(lines).strip("\n")
