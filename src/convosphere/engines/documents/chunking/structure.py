"""Along the document's own structure: a heading begins a piece, paragraphs are put together, tables keep their rows."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from convosphere.engines.documents.chunking.pieces import Piece
from convosphere.engines.documents.chunking.splitting import split
from convosphere.engines.documents.chunking.tables import table_pieces
from convosphere.engines.documents.chunking.tokens import estimate_tokens
from convosphere.engines.documents.chunking.types import ChunkKind
from convosphere.engines.documents.document import Block, BlockKind, Document

_KINDS: Final[dict[BlockKind, ChunkKind]] = {BlockKind.TABLE: "table", BlockKind.CODE: "code"}
# A table or code below this part of the limit stays with the text around it.
_SMALL: Final = 4


def structure_pieces(document: Document, most: int) -> list[Piece]:
    """Pieces of at most `most` tokens."""
    packing = _Packing(document, most)
    for block in document.blocks:
        packing.take(block)
    packing.close()
    return packing.pieces


class _Packing:
    """The piece that is being filled, and those that are done."""

    def __init__(self, document: Document, most: int) -> None:
        self.pieces: list[Piece] = []
        self._text = document.text
        self._most = most
        self._open: Piece | None = None
        self._tokens = 0
        self._only_headings = False
        self._section = 0

    def take(self, block: Block) -> None:
        if block.kind is BlockKind.HEADING:
            self._take_heading(block)
            return
        kind = _KINDS.get(block.kind, "text")
        size = estimate_tokens(block.text)
        if kind != "text" and size > self._most // _SMALL:
            self._take_apart(block, kind, size)
            return
        for piece, tokens in self._parts(block, "text", size):
            self._add(piece, tokens)
        self._only_headings = False

    def close(self) -> None:
        if self._open is not None:
            self.pieces.append(self._open)
        self._open, self._tokens, self._only_headings = None, 0, False

    def _take_heading(self, block: Block) -> None:
        # Headings that follow one another stay together: a title with the first chapter's.
        if not self._only_headings:
            self.close()
            self._section += 1
        for piece, tokens in self._parts(block, "text", estimate_tokens(block.text)):
            self._add(piece, tokens)
        self._only_headings = True

    def _take_apart(self, block: Block, kind: ChunkKind, size: int) -> None:
        """A table or code that is pieces of its own; a heading right above goes along with its beginning."""
        if not self._only_headings:
            self.close()
        room = self._most - self._tokens
        parts = self._parts(block, kind, size, first=room if self._only_headings else self._most)
        for number, (piece, tokens) in enumerate(parts):
            if number or piece.header or tokens > self._most - self._tokens:
                self.close()
            self._add(piece, tokens)
            if self._open is not None:
                self._open = replace(self._open, kind=kind)
        self.close()

    def _parts(self, block: Block, kind: ChunkKind, size: int, first: int | None = None) -> Iterator[tuple[Piece, int]]:
        if size <= self._most and (first is None or size <= first or kind == "code"):
            yield Piece(block.start, block.end, kind, section=self._section), size
        elif kind == "table":
            for piece in table_pieces(block, self._most, first or self._most):
                header = estimate_tokens(piece.header)
                tokens = header + estimate_tokens(self._text[piece.start : piece.end])
                yield replace(piece, section=self._section), tokens
        else:
            # With a heading above it every part is a little shorter, so that the heading is not left alone.
            room = self._most - self._tokens if self._only_headings else self._most
            for start, end in split(block.text, max(room, self._most // 2)):
                piece = Piece(block.start + start, block.start + end, kind, section=self._section)
                yield piece, estimate_tokens(self._text[piece.start : piece.end])

    def _add(self, piece: Piece, tokens: int) -> None:
        before = self._open
        if before is not None:
            # Parts of one long word have no blank between them and are counted together.
            joined = self._tokens + tokens
            if before.end == piece.start:
                joined = estimate_tokens(self._text[before.start : piece.end])
            if joined <= self._most:
                self._open, self._tokens = replace(before, end=piece.end), joined
                return
            self.close()
        self._open, self._tokens = piece, tokens
