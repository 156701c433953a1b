"""Chunks as other rooms and features see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ParentChunk:
    """The larger piece around a child; what its fields say is said of them in `LoadedChunk`."""

    text: str
    start: int
    end: int
    pages: tuple[tuple[int, int], ...]
    edited: bool


@dataclass(frozen=True, slots=True)
class LoadedChunk:
    """A chunk that the one who asked may read now, of a current version.

    `start`, `end`: code points in the version's text. `heading_path`: from the document's first level down.
    `pages`: from which place in the version's text on it stands on which page; none: the text has no pages.
    """

    chunk_id: UUID
    document_id: UUID
    version_id: UUID
    version_number: int
    base_id: UUID
    scope_id: UUID
    document_name: str
    base_name: str
    ordinal: int
    text: str
    heading_path: tuple[str, ...]
    first_page: int | None
    last_page: int | None
    start: int
    end: int
    tokens: int
    kind: str
    language: str | None
    media_kind: str
    document_date: datetime
    edited: bool
    parent_id: UUID | None
    pages: tuple[tuple[int, int], ...]
    parent: ParentChunk | None

    @property
    def parent_text(self) -> str | None:
        """Of a child, the text of the larger piece around it."""
        return None if self.parent is None else self.parent.text
