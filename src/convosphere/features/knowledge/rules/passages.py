"""Puts passages together from chunks, and finds the words in them that bear a statement."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from convosphere.features.knowledge.types.chunks import LoadedChunk, ParentChunk
from convosphere.features.knowledge.types.passages import FoundPassage, Piece, Quote

_GAP = "\n\n"
_MOST_QUOTED = 400
# «14. September» is no end.
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\d\.)(?<!\b\d\d\.)\s+(?=[^\sa-zäöüß])|\n{2,}|\n(?=\s*[-*•#|])")
_WORD = re.compile(r"\w{2,}")
# Words are compared by their beginnings: «Urlaubs» meets «Urlaub».
_STEM = 6
_ROW = "|"


def join_chunks(chunks: Sequence[LoadedChunk]) -> tuple[str, tuple[Piece, ...]]:
    """The text of neighbouring chunks of one version, in reading order, without what they have in common twice."""
    text = ""
    pieces: list[Piece] = []
    end = -1
    for chunk in sorted(chunks, key=lambda each: each.ordinal):
        whole = piece_of(chunk.chunk_id, chunk)
        plain = whole.exact and not whole.header
        again = end - chunk.start if plain and pieces and pieces[-1].exact else 0
        if again >= len(chunk.text):
            continue
        said = chunk.text[max(again, 0) :]
        if text and again <= 0:
            text += _GAP
        pieces.append(replace(whole, offset=len(text), length=len(said), start=chunk.start + max(again, 0)))
        text += said
        end = max(end, chunk.end)
    return text, tuple(pieces)


def piece_of(chunk_id: UUID, chunk: LoadedChunk | ParentChunk) -> Piece:
    """A chunk as the only one of a passage."""
    # What was edited is not the version's text. A part of a table is, after the header that is repeated before it.
    header = len(chunk.text) - (chunk.end - chunk.start)
    exact = not chunk.edited and header >= 0
    return Piece(
        chunk_id, 0, len(chunk.text), chunk.start, chunk.end, chunk.pages, exact=exact, header=header if exact else 0
    )


def join_parent(chunk: LoadedChunk, parent: ParentChunk) -> tuple[str, tuple[Piece, ...]] | None:
    """The text of a child's parent; None: the child was edited, and is no longer a part of it.

    What stands in the child is the child's, what stands around it the parent's.
    """
    own = piece_of(chunk.chunk_id, chunk)
    around = piece_of(chunk.chunk_id if chunk.parent_id is None else chunk.parent_id, parent)
    at = chunk.start - parent.start + around.header
    if parent.text[at : at + own.length] != chunk.text:
        at = parent.text.find(chunk.text)
    if at < 0:
        return None
    behind = at + own.length
    pieces = [replace(own, offset=at)]
    if at:
        pieces.insert(0, replace(around, length=at))
    if behind < around.length and around.exact:
        start = around.start + behind - around.header
        rest = around.length - behind
        pieces.append(replace(around, offset=behind, length=rest, start=start, header=0))
    elif behind < around.length:
        pieces.append(replace(around, offset=behind, length=around.length - behind))
    return parent.text, tuple(pieces)


def quote_for(passage: FoundPassage, words: str) -> Quote:
    """The sentence of a passage that has most in common with a statement; of equal ones the first."""
    if not passage.text or not passage.pieces:
        return Quote("", passage.hit_id, None, None, passage.page)
    return quote_in(passage.text, passage.pieces, words)


def quote_in(whole: str, pieces: Sequence[Piece], words: str) -> Quote:
    """As `quote_for`, of a text that is made of these pieces."""
    wanted = _stems(words)
    best = max(_shared(whole, wanted), key=lambda found: (found[2], -found[0]))
    start, end = best[0], min(best[1], best[0] + _MOST_QUOTED)
    piece = next((each for each in reversed(pieces) if each.offset <= start), pieces[0])
    # What a quote names is one chunk's; a sentence that two share is cut at the first one's end.
    end = min(end, piece.offset + piece.length) if start < piece.offset + piece.length else end
    text = whole[start:end]
    within = start - piece.offset - piece.header
    if not piece.exact or within < 0:
        return Quote(text, piece.chunk_id, piece.start, piece.end, piece.page_at(piece.start))
    begin = piece.start + within
    return Quote(text, piece.chunk_id, begin, begin + len(text), piece.page_at(begin))


def _shared(whole: str, wanted: set[str]) -> Iterator[tuple[int, int, int]]:
    """Where each sentence stands, and how many words of a statement it holds.

    Who tells a table's row names its columns: their names say nothing of which row it was, and bear nothing themselves.
    """
    spans = list(sentences(whole))
    columns: set[str] | None = None
    for place, (start, end) in enumerate(spans):
        text = whole[start:end]
        if not text.lstrip().startswith(_ROW):
            columns = None
            yield start, end, len(_stems(text) & wanted)
        elif columns is None and place + 1 < len(spans) and whole[slice(*spans[place + 1])].lstrip().startswith(_ROW):
            columns = _stems(text)
            yield start, end, 0
        else:
            yield start, end, len(_stems(text) & wanted - (columns or set()))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end; at least one."""
    begin = 0
    for match in _SENTENCE.finditer(text):
        if text[begin : match.start()].strip():
            yield begin, match.start()
        begin = match.end()
    if begin == 0 or text[begin:].strip():
        yield begin, len(text)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower())}
