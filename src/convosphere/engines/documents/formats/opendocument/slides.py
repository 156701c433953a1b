"""OpenDocument presentations: each slide's title, lists, tables and charts, then what is said at it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind
from convosphere.engines.documents.formats.items import Item, joined, titled
from convosphere.engines.documents.formats.opendocument.blocks import CONTENT, Reader
from convosphere.engines.documents.formats.trees import (
    Element,
    attribute,
    child,
    children,
    local,
    parse,
    stream,
    within_of,
)

_TITLES: Final = frozenset({"title"})
# Numbers, dates, small pictures of the slide.
_FURNITURE: Final = frozenset({"page", "page-number", "date-time", "header", "footer", "handout"})


class Slides(Reader):
    """Reads slide after slide. `count`: how many there were so far."""

    count = 0

    def blocks(self) -> Iterator[Block]:
        """All slides in the order in which they are shown."""
        for page in stream(self.archive, CONTENT, "presentation"):
            if local(page) == "page":
                self.count += 1
                for block in self._slide(page):
                    yield replace(block, page=self.count)

    def _slide(self, page: Element) -> Iterator[Block]:
        yield from titled(joined(self._shapes(page)))
        for block in joined(self._shapes(child(page, "notes"))):
            yield replace(block, kind=BlockKind.NOTE, level=None, rows=None)

    def _shapes(self, around: Iterable[Element] | None) -> Iterator[Block | Item]:
        for shape in around if around is not None else ():
            place, name = attribute(shape, "class"), local(shape)
            if place in _FURNITURE or name in {"notes", "annotation"}:
                continue
            if name == "g":
                yield from self._shapes(shape)
            elif place in _TITLES:
                text = " ".join(block.text for block in joined(self.found([shape])))
                if text:
                    yield Block(BlockKind.HEADING, " ".join(text.split()), level=1)
            else:
                yield from self.found([shape])
                yield from self._pictured(shape)

    def _pictured(self, frame: Element) -> Iterator[Block | Item]:
        """What a picture shows, in its author's words; the figures of a chart."""
        for each in frame:
            if local(each) == "desc" and each.text:
                yield Block(BlockKind.CAPTION, " ".join(each.text.split()))
            elif local(each) == "object":
                part = f"{(attribute(each, 'href') or '').removeprefix('./').rstrip('/')}/{CONTENT}"
                if part in self.archive.namelist():
                    yield from self._chart(child(parse(self.archive, part), "body", "chart", "chart"))

    def _chart(self, chart: Element | None) -> Iterator[Block | Item]:
        title = " ".join("".join(each.text or "" for each in within_of(child(chart, "title"))).split())
        if title:
            yield Block(BlockKind.CAPTION, title)
        yield from self.found(each for each in children(chart) if local(each) == "table")
