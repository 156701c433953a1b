"""Pages: their text without tags, scripts and styles."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from convosphere.engines.documents.formats.plain import read_text as read_source
from convosphere.engines.documents.types import Document, Limits, Section

_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_BLOCKS_WORDS: Final = """
address article aside blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main
nav ol p pre section table tr ul
"""
_BLOCKS: Final = frozenset(_BLOCKS_WORDS.split())
_HEADINGS: Final = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLANKS = re.compile(r"[ \t\f\v\u00a0]+")
_LINES = re.compile(r" *\n[ \n]*\n *")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the signature is the library's
        if tag == "title":
            self._title = True
        elif tag in _UNSEEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n" + _HEADINGS.get(tag, "- " if tag == "li" else ""))
        elif tag in {"td", "th"}:
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._title = False
            self.parts.append("\n")
        elif tag in _UNSEEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._title or not self._hidden:
            self.parts.append(data)


def read_text(path: Path, limits: Limits) -> Document:
    """One section with what a reader would see, headings marked as in Markdown."""
    source = read_source(path, limits)
    page = _Page()
    page.feed(source.sections[0].text)
    page.close()
    text = _LINES.sub("\n\n", _BLANKS.sub(" ", "".join(page.parts))).strip()
    return Document((Section(text),), truncated=source.truncated)
