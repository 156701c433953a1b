"""Pieces of one length that overlap, whatever the structure."""

import re
from collections.abc import Iterator
from typing import Final

from convosphere.engines.documents.chunking.pieces import Piece
from convosphere.engines.documents.chunking.splitting import split
from convosphere.engines.documents.chunking.tokens import estimate_tokens
from convosphere.engines.documents.document import Document

_WORDS: Final = re.compile(r"\S+")


def fixed_pieces(document: Document, most: int, overlap: int) -> Iterator[Piece]:
    """Pieces of at most `most` tokens; each begins with the last `overlap` tokens of the one before, in whole words."""
    window: list[tuple[int, int, int]] = []
    tokens = 0
    fresh = False
    for word in _words(document.text, most):
        if tokens + word[2] > most:
            yield Piece(window[0][0], window[-1][1])
            window, tokens = _kept(window, min(overlap, most - word[2]))
        window.append(word)
        tokens += word[2]
        fresh = True
    if fresh:
        yield Piece(window[0][0], window[-1][1])


def _kept(window: list[tuple[int, int, int]], most: int) -> tuple[list[tuple[int, int, int]], int]:
    tokens = 0
    place = len(window)
    while place > 0 and tokens + window[place - 1][2] <= most:
        place -= 1
        tokens += window[place][2]
    return window[place:], tokens


def _words(text: str, most: int) -> Iterator[tuple[int, int, int]]:
    """Start, end, tokens of each word; of one longer than a piece, of its parts."""
    for found in _WORDS.finditer(text):
        tokens = estimate_tokens(found.group())
        if tokens <= most:
            yield found.start(), found.end(), tokens
            continue
        for start, end in split(found.group(), most):
            yield found.start() + start, found.start() + end, estimate_tokens(found.group()[start:end])
