"""Tables that are too long: by rows, the header before each part."""

from collections.abc import Iterator
from typing import Final

from convosphere.engines.documents.chunking.pieces import Piece
from convosphere.engines.documents.chunking.splitting import split
from convosphere.engines.documents.chunking.tokens import estimate_tokens
from convosphere.engines.documents.document import Block

# A header longer than this part of the limit is not repeated.
_HEADER: Final = 3


def table_pieces(block: Block, most: int, first: int) -> Iterator[Piece]:
    """Parts of at most `most` tokens, header included; the first of at most `first`. A row too long is cut by words."""
    lines = block.text.split("\n")
    header = lines[0] if estimate_tokens(lines[0]) <= most // _HEADER else ""
    with_header = most - estimate_tokens(header)
    start, tokens, place, room = block.start, 0, block.start, first
    repeated = ""
    for line in lines:
        size = estimate_tokens(line)
        if tokens + size > room and place > start:
            yield Piece(start, place - 1, "table", repeated)
            start, tokens, repeated = place, 0, header
            room = with_header if header else most
        end = place + len(line)
        if size > room:
            # Alone: the header before each part of one row would say nothing.
            for begin, finish in split(line, min(room, most)):
                yield Piece(place + begin, place + finish, "table")
            start, tokens, repeated = end + 1, 0, header
            room = with_header if header else most
        else:
            tokens += size
        place = end + 1
    if start < block.end:
        yield Piece(start, block.end, "table", repeated)
