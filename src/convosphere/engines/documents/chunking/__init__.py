"""Cuts a document into the pieces that are indexed, found and cited. Pure: run it in a thread, or in any process."""

from collections.abc import Iterable

from convosphere.engines.documents.chunking.fixed import fixed_pieces
from convosphere.engines.documents.chunking.pieces import Piece, Places, grouped
from convosphere.engines.documents.chunking.structure import structure_pieces
from convosphere.engines.documents.chunking.tokens import estimate_tokens
from convosphere.engines.documents.chunking.types import Chunk, Strategy
from convosphere.engines.documents.document import Document
from convosphere.engines.documents.language import detect_language

__all__ = ["Chunk", "Strategy", "chunk", "estimate_tokens"]

# A whole document longer than this is cut after all: no index takes a lexicon as one entry.
WHOLE_TOKENS = 8_000


def chunk(document: Document, strategy: Strategy | None = None) -> list[Chunk]:
    """The pieces of a document, in its order; every character that is not blank is in one of them.

    `structure` and `fixed` hold `max_tokens`, children `child_tokens`, whole documents 8,000 (estimated) tokens.
    """
    strategy = strategy or Strategy()
    places = Places(document)
    if strategy.kind == "parent_child":
        return _parents_and_children(document, places, strategy)
    return [_chunk(document, places, ordinal, piece) for ordinal, piece in enumerate(_pieces(document, strategy))]


def _pieces(document: Document, strategy: Strategy) -> Iterable[Piece]:
    if strategy.kind == "fixed":
        return fixed_pieces(document, strategy.max_tokens, strategy.overlap_tokens)
    if strategy.kind == "whole":
        return grouped(document, structure_pieces(document, WHOLE_TOKENS), WHOLE_TOKENS, across=True)
    return structure_pieces(document, strategy.max_tokens)


def _parents_and_children(document: Document, places: Places, strategy: Strategy) -> list[Chunk]:
    chunks: list[Chunk] = []
    children = structure_pieces(document, min(strategy.child_tokens, strategy.max_tokens))
    for parent in grouped(document, children, strategy.max_tokens):
        ordinal = len(chunks)
        chunks.append(_chunk(document, places, ordinal, parent))
        chunks += [
            _chunk(document, places, ordinal + number, child, parent=ordinal)
            for number, child in enumerate(parent.members, start=1)
        ]
    return chunks


def _chunk(document: Document, places: Places, ordinal: int, piece: Piece, *, parent: int | None = None) -> Chunk:
    text = piece.text(document)
    first_page, last_page = places.pages(piece)
    return Chunk(
        ordinal=ordinal,
        text=text,
        heading_path=places.headings(piece),
        first_page=first_page,
        last_page=last_page,
        page_starts=places.page_starts(piece),
        start=piece.start,
        end=piece.end,
        tokens=estimate_tokens(text),
        parent=parent,
        kind=piece.kind,
        language=(detect_language(text) if piece.kind == "text" else None) or document.language,
    )
