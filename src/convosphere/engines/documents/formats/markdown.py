"""Markdown: headings, paragraphs, lists, tables, code; what is marked within a line is read as its words."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from convosphere.engines.documents.document import Block, BlockKind, Document, table_block
from convosphere.engines.documents.formats.html import page_blocks
from convosphere.engines.documents.formats.plain import cut, read_source
from convosphere.engines.documents.types import Limits

_FRONT: Final = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY: Final = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(\S.*)")
_DEEPEST: Final = 100
_FRONT_CHARACTERS: Final = 10_000
_KNOWN: Final = {"title": "title", "author": "author", "authors": "author", "date": "created", "updated": "modified"}


def read_text(path: Path, limits: Limits) -> Document:
    """A block for each block of the source."""
    text, truncated = read_source(path, limits)
    known: dict[str, Any] = cut(truncated=truncated)
    front = _FRONT.match(text[:_FRONT_CHARACTERS])
    metadata = {}
    if front is not None:
        text = text[front.end() :]
        for key, value in _ENTRY.findall(front.group(1)):
            if key.lower() in _KNOWN:
                metadata[_KNOWN[key.lower()]] = value.strip(" \t\"'[]")[:500]
    blocks = list(markdown_blocks(text))
    title = metadata.pop("title", None)
    return Document.of(blocks, title=title, metadata=metadata, **known)


def markdown_blocks(text: str) -> Iterator[Block]:
    """The blocks of a Markdown text."""
    tokens = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").parse(text)
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        # The library leaves out what is nested more deeply.
        yield from (Block(BlockKind.PARAGRAPH, part) for part in text.split("\n\n"))
        return
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _end(tokens, place)
        inside = tokens[place + 1 : end]
        place = end + 1
        match token.type:
            case "heading_open":
                yield Block(BlockKind.HEADING, _words(inside).replace("\n", " "), level=int(token.tag[1]))
            case "paragraph_open":
                yield Block(BlockKind.PARAGRAPH, _words(inside))
            case "bullet_list_open" | "ordered_list_open":
                yield Block(BlockKind.LIST, "\n".join(_items([token, *inside])))
            case "table_open":
                yield table_block(_rows(inside))
            case "fence" | "code_block":
                yield Block(BlockKind.CODE, token.content)
            case "html_block":
                yield from page_blocks(token.content).blocks
            case "blockquote_open":
                yield Block(BlockKind.PARAGRAPH, "\n".join(_lines(inside)))


def _end(tokens: Sequence[Token], place: int) -> int:
    """Where the token that is opened at `place` is closed."""
    depth = 0
    for number in range(place, len(tokens)):
        depth += tokens[number].nesting
        if depth <= 0:
            return number
    return len(tokens) - 1


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _words([token])
        elif token.type in {"fence", "code_block"}:
            yield token.content.rstrip("\n")


def _items(tokens: Sequence[Token]) -> Iterator[str]:
    """`- item`, `1. item`, those of inner lists further in."""
    lists: list[int | None] = []
    mark = ""
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "- " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        else:
            for text in _lines([token]):
                inset = "  " * (len(lists) - 1)
                yield inset + mark + text.replace("\n", f"\n{inset}{' ' * len(mark)}")
                mark = " " * len(mark)


def _rows(tokens: Sequence[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_words([token]))
    return rows


def _words(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        for child in token.children or ():
            match child.type:
                case "text" | "code_inline":
                    parts.append(child.content)
                case "image":
                    parts.append(_words([child]))
                case "softbreak" | "hardbreak":
                    parts.append("\n")
    return "".join(parts)
