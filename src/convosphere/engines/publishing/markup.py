"""Markdown as plain blocks: what the forms that are no Markdown have in common.

Raw HTML in it stays text. Only links that lead to the web or to a mailbox stay links; pictures become links, because
a document that fetches something tells a stranger that it was opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from convosphere.engines.publishing.formulas import FORMULA, add_formulas

_SCHEMES: Final = ("http://", "https://", "mailto:")
_BULLETS: Final = ("•", "◦", "▪")


def safe_link(url: str) -> bool:
    """Whether a link may stay one."""
    return url.lower().startswith(_SCHEMES)


def parser() -> MarkdownIt:
    """Markdown as the web client reads it: CommonMark, tables, strikethrough, formulas, boxes to tick; no HTML."""
    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.validateLink = safe_link  # type: ignore[method-assign]  # the documented way to say which links are links
    return add_formulas(made)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that looks the same all over. A line break is a `text` of its own: a newline."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    link: str | None = None
    # TeX, and by which signs it was set apart: `$` in a line, `$$` in a line of its own.
    formula: str = ""


@dataclass(slots=True)
class Block:
    """A paragraph, a heading (`level` 1–6), `code`, a `rule`, or a `table`: `rows` of cells, the first the head, and
    how the columns are set (`left`, `center`, `right`).
    """

    kind: str
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    # How far it is moved in, and what stands before it.
    indent: int = 0
    bullet: str | None = None
    quoted: bool = False
    text: str = ""
    rows: list[list[list[Run]]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


class _Place:
    """Where the walk through the tokens is: open lists and quotes, and the bullet that the next block gets."""

    def __init__(self) -> None:
        self.numbers: list[int | None] = []
        self.quotes = 0
        self.heading = 0
        self.bullet: str | None = None

    def move(self, token: Token) -> None:
        """Takes in a token that opens or closes something."""
        match token.type:
            case "bullet_list_open":
                self.numbers.append(None)
            case "ordered_list_open":
                self.numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self.numbers.pop()
            case "list_item_open":
                self._item()
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "heading_open" | "heading_close":
                self.heading = int(token.tag[1:]) if token.nesting > 0 else 0
            case _:
                pass

    def _item(self) -> None:
        number = self.numbers[-1]
        if number is None:
            self.bullet = _BULLETS[min(len(self.numbers), len(_BULLETS)) - 1]
        else:
            self.bullet = f"{number}."
            self.numbers[-1] = number + 1

    def put(self, block: Block) -> Block:
        """The block as it stands here."""
        block.indent, block.quoted = len(self.numbers) + self.quotes, self.quotes > 0
        block.bullet, self.bullet = self.bullet, None
        return block


def blocks(markdown: str) -> Iterator[Block]:
    """The blocks of a text, in order; nesting has become indentation."""
    tokens = parser().parse(markdown)
    place = _Place()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        match token.type:
            case "inline":
                kind = "heading" if place.heading else "paragraph"
                yield place.put(Block(kind, runs=list(runs(token.children or [])), level=place.heading))
            case "fence" | "code_block":
                yield place.put(Block("code", text=token.content.rstrip("\n")))
            case "hr":
                yield place.put(Block("rule"))
            case "table_open":
                table, index = _table(tokens, index)
                yield place.put(table)
            case _:
                place.move(token)


def _table(tokens: list[Token], index: int) -> tuple[Block, int]:
    table = Block("table")
    while tokens[index].type != "table_close":
        token = tokens[index]
        if token.type == "tr_open":
            table.rows.append([])
        elif token.type == "th_open":
            table.columns.append(str(token.attrGet("style") or "").rpartition(":")[2] or "left")
        elif token.type == "inline":
            table.rows[-1].append(list(runs(token.children or [])))
        index += 1
    return table, index + 1


class _Style:
    """How text looks at a point of a line."""

    _DEPTHS: ClassVar = {"strong": "bold", "em": "italic", "s": "struck"}

    def __init__(self) -> None:
        self.depth = {"bold": 0, "italic": 0, "struck": 0}
        self.link: str | None = None

    def move(self, token: Token) -> None:
        """Takes in a token that opens or closes something."""
        name = self._DEPTHS.get(token.type.rpartition("_")[0])
        if name is not None:
            self.depth[name] += token.nesting
        elif token.type == "link_open":
            self.link = str(token.attrGet("href") or "") or None
        elif token.type == "link_close":
            self.link = None

    def run(self, text: str, *, code: bool = False) -> Run:
        """Text as it looks here."""
        bold, italic, struck = (depth > 0 for depth in self.depth.values())
        return Run(text, bold, italic, code, struck, self.link)


def runs(tokens: list[Token]) -> Iterator[Run]:
    """The pieces of one line of text."""
    style = _Style()
    for token in tokens:
        match token.type:
            case "hardbreak":
                yield Run("\n")
            case "softbreak":
                yield Run(" ")
            case "image":
                source = str(token.attrGet("src") or "")
                yield Run(token.content or source, link=source or style.link, italic=True)
            case "code_inline":
                yield style.run(token.content, code=True)
            case _ if token.type == FORMULA:
                yield replace(style.run(token.content, code=True), formula=token.markup)
            case _ if token.content:
                yield style.run(token.content)
            case _:
                style.move(token)
