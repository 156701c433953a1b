"""A piece before it is a chunk, and what stands around it in the document."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from convosphere.engines.documents.chunking.tokens import estimate_tokens
from convosphere.engines.documents.chunking.types import ChunkKind
from convosphere.engines.documents.document import BlockKind, Document


@dataclass(frozen=True, slots=True)
class Piece:
    """From `start` to `end` of the text, `header` repeated before it; `section`: number of the heading it is under."""

    start: int
    end: int
    kind: ChunkKind = "text"
    header: str = ""
    section: int = 0
    members: tuple["Piece", ...] = ()

    def text(self, document: Document) -> str:
        """What is shown."""
        text = document.text[self.start : self.end]
        return f"{self.header}\n{text}" if self.header else text


class Places:
    """Pages and headings by place in the text."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._starts = [block.start for block in document.blocks]
        self._paths: list[tuple[str, ...]] = []
        open_headings: list[tuple[int, str]] = []
        path: tuple[str, ...] = ()
        for block in document.blocks:
            if block.kind is BlockKind.HEADING:
                level = block.level or 1
                open_headings = [entry for entry in open_headings if entry[0] < level]
                open_headings.append((level, " ".join(block.text.split())[:200]))
                path = tuple(text for _, text in open_headings)
            self._paths.append(path)

    def headings(self, piece: Piece) -> tuple[str, ...]:
        """The headings above the first words of a piece that are no heading themselves."""
        first, last = self._first_and_last(piece)
        for number in range(first, last + 1):
            if self._blocks[number].kind is not BlockKind.HEADING:
                return self._paths[number]
        return self._paths[last]

    def pages(self, piece: Piece) -> tuple[int | None, int | None]:
        """First and last page of a piece."""
        first, last = self._first_and_last(piece)
        pages = [block.page for block in self._blocks[first : last + 1] if block.page is not None]
        return (min(pages), max(pages)) if pages else (None, None)

    def page_starts(self, piece: Piece) -> tuple[tuple[int, int], ...]:
        """Where in the text each page begins that a piece goes on over: pairs of place and page, none for its first."""
        first, last = self._first_and_last(piece)
        starts: list[tuple[int, int]] = []
        page = self._blocks[first].page
        for block in self._blocks[first + 1 : last + 1]:
            if block.page is not None and block.page != page:
                page = block.page
                starts.append((block.start, page))
        return tuple(starts)

    def _first_and_last(self, piece: Piece) -> tuple[int, int]:
        first = bisect_right(self._starts, piece.start) - 1
        return first, max(first, bisect_right(self._starts, piece.end - 1) - 1)


def grouped(document: Document, pieces: Iterable[Piece], most: int, *, across: bool = False) -> list[Piece]:
    """Neighbours put together up to `most` tokens, unless `across` of one section only; each knows its members."""
    groups: list[Piece] = []
    members: list[Piece] = []
    tokens = 0
    for piece in pieces:
        size = estimate_tokens(piece.text(document))
        apart = piece.section != members[0].section and not across if members else False
        # A header before a part of a table says nothing of the text after it.
        apart = apart or bool(members and members[0].header and piece.kind != "table")
        if members and (apart or tokens + size > most):
            groups.append(_group(members))
            members, tokens = [], 0
        members.append(piece)
        tokens += size
    if members:
        groups.append(_group(members))
    return groups


def _group(members: list[Piece]) -> Piece:
    first, last = members[0], members[-1]
    kinds = {member.kind for member in members}
    kind: ChunkKind = first.kind if len(kinds) == 1 else "text"
    return Piece(first.start, last.end, kind, first.header, first.section, tuple(members))
