"""Puts passages together from chunks, and finds the words in them that bear a statement."""

import re
from collections.abc import Iterator, Sequence

from convosphere.features.knowledge.types.chunks import LoadedChunk
from convosphere.features.knowledge.types.passages import FoundPassage, Piece, Quote

_GAP = "\n\n"
_MOST_QUOTED = 400
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\sa-zäöüß])|\n{2,}|\n(?=\s*[-*•#|])")
_WORD = re.compile(r"\w{2,}")
# Words are compared by their beginnings: «Urlaubs» meets «Urlaub».
_STEM = 6


def join_chunks(chunks: Sequence[LoadedChunk]) -> tuple[str, tuple[Piece, ...]]:
    """The text of neighbouring chunks of one version, in reading order, without what they have in common twice."""
    text = ""
    pieces: list[Piece] = []
    end = -1
    for chunk in sorted(chunks, key=lambda each: each.ordinal):
        # An edited chunk, or a table whose header is repeated, is not the version's text character by character.
        exact = not chunk.edited and len(chunk.text) == chunk.end - chunk.start
        again = end - chunk.start if exact and pieces and pieces[-1].exact else 0
        if again >= len(chunk.text):
            continue
        said = chunk.text[max(again, 0) :]
        if text and again <= 0:
            text += _GAP
        start = chunk.start + max(again, 0)
        pieces.append(Piece(chunk.chunk_id, len(text), len(said), start, chunk.end, chunk.first_page, exact))
        text += said
        end = max(end, chunk.end)
    return text, tuple(pieces)


def quote_for(passage: FoundPassage, words: str) -> Quote:
    """The sentence of a passage that has most in common with a statement; of equal ones the first."""
    if not passage.text or not passage.pieces:
        return Quote("", passage.hit_id, None, None, passage.page)
    wanted = _stems(words)
    spans = sentences(passage.text)
    best = max(spans, key=lambda span: (len(_stems(passage.text[span[0] : span[1]]) & wanted), -span[0]))
    start, end = best[0], min(best[1], best[0] + _MOST_QUOTED)
    piece = next((each for each in reversed(passage.pieces) if each.offset <= start), passage.pieces[0])
    # What a quote names is one chunk's; a sentence that two share is cut at the first one's end.
    end = min(end, piece.offset + piece.length) if start < piece.offset + piece.length else end
    text = passage.text[start:end]
    if not piece.exact:
        return Quote(text, piece.chunk_id, piece.start, piece.end, piece.page)
    begin = piece.start + start - piece.offset
    return Quote(text, piece.chunk_id, begin, begin + len(text), piece.page)


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
