"""Passages: chunks as they stand in an answer's context."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Confidence(StrEnum):
    """How well what was found fits a question: `rules/confidence.py` says how that is reckoned."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk in a passage: its text begins at `offset` of the passage's.

    `start`, `end`: where it stands in the version's text. `exact`: character by character, after the first `header`
    ones, which are repeated from elsewhere; not as a rendering of it. `pages`: see `LoadedChunk`.
    """

    chunk_id: UUID
    offset: int
    length: int
    start: int
    end: int
    pages: tuple[tuple[int, int], ...]
    exact: bool
    header: int = 0

    def page_at(self, place: int) -> int | None:
        """The page on which a place of the version's text stands."""
        page = None
        for start, number in self.pages:
            if page is None or start <= place:
                page = number
        return page


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A chunk that was found with what stands around it, of one version. `text` "": it may no longer be read."""

    hit_id: UUID
    document_id: UUID
    version_id: UUID
    base_id: UUID
    title: str
    heading: tuple[str, ...]
    page: int | None
    text: str
    pieces: tuple[Piece, ...]
    score: float

    @property
    def place(self) -> str:
        """Where it stands, in words: document, headings, page."""
        page = "" if self.page is None else f" ({self.page})"
        return " › ".join([self.title, *self.heading]) + page


@dataclass(frozen=True, slots=True)
class Grounded:
    """What was found for a question, the best first. `searched`: in how many documents that the asker may read."""

    question: str
    passages: tuple[FoundPassage, ...]
    confidence: Confidence
    because: str
    searched: int
    bases: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage that bear a statement. Offsets count code points of the version's text."""

    text: str
    chunk_id: UUID
    start: int | None
    end: int | None
    page: int | None
