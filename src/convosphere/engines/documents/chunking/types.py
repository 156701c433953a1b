"""How a document is cut, and the pieces."""

from dataclasses import dataclass
from typing import Literal

StrategyKind = Literal["structure", "fixed", "whole", "parent_child"]
ChunkKind = Literal["text", "table", "code"]


@dataclass(frozen=True, slots=True)
class Strategy:
    """How a document is cut.

    `structure`: along headings, paragraphs and tables, pieces of at most `max_tokens`. `fixed`: pieces of `max_tokens`
    that repeat `overlap_tokens` of the one before. `whole`: one piece. `parent_child`: pieces as of `structure`, each
    followed by its parts of at most `child_tokens`, which are what is searched for.
    """

    kind: StrategyKind = "structure"
    max_tokens: int = 400
    overlap_tokens: int = 60
    child_tokens: int = 120

    def __post_init__(self) -> None:
        if not (self.max_tokens >= 16 and self.child_tokens >= 8 and 0 <= self.overlap_tokens <= self.max_tokens // 2):  # noqa: PLR2004 - below these a piece holds no sentence
            raise ValueError("a piece has at least 16 tokens, a child 8; pieces overlap by at most their half")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document: what is found, shown and cited.

    `ordinal`: from 0, in the order of the text. `text`: the text between `start` and `end` (code points of
    `Document.text`); of a part of a table the header goes before it. `heading_path`: the headings above it, the
    outermost first. `page_starts`: where in the text each further page begins, and which. `tokens`: estimated
    (`tokens.py`). `parent`: ordinal of the piece that this is a part of.
    """

    ordinal: int
    text: str
    heading_path: tuple[str, ...]
    first_page: int | None
    last_page: int | None
    page_starts: tuple[tuple[int, int], ...]
    start: int
    end: int
    tokens: int
    parent: int | None
    kind: ChunkKind
    language: str | None
