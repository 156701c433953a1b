"""Shapes of what is read: content, pages, chunks."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from convosphere.features.knowledge.schemas.bases import Strategy
from convosphere.features.knowledge.schemas.texts import LARGEST_NUMBER, AnyText, Input, PageQuery
from convosphere.platform.texts import seen


class Box(BaseModel):
    """A rectangle on a page, as parts of its width and height from the upper left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


class BlockOut(BaseModel):
    """A heading, a paragraph, a table …; `start` and `end` are code points in the version's text."""

    index: int
    kind: str = Field(examples=["heading", "paragraph", "list", "table", "code", "note", "caption"])
    text: str
    page: int | None
    level: int | None
    rows: list[list[str]] | None
    start: int
    end: int


class ContentOut(BaseModel):
    """A part of a version's text, by blocks."""

    document_id: UUID
    version_id: UUID
    version: int
    current: bool
    name: str
    title: str | None
    media_kind: str
    language: str | None
    pages: int | None
    characters: int | None
    truncated: bool
    items: list[BlockOut]
    total: int = Field(description="Blocks in all")
    next_cursor: str | None
    previous_cursor: str | None = Field(description="The blocks before these, after a jump")


class ContentQuery(Input):
    """Which part of which version."""

    version: int | None = Field(None, ge=1, le=LARGEST_NUMBER, description="Its number; none: the one that is found")
    at: int | None = Field(None, ge=0, le=LARGEST_NUMBER, description="Begin near this place in the text (code points)")
    page: int | None = Field(None, ge=1, le=LARGEST_NUMBER, description="Begin with this page")
    limit: int = Field(100, ge=1, le=500)
    cursor: str | None = Field(None, max_length=20)


class PagePicture(BaseModel):
    """A page as a picture (WebP, behind a link that ends soon), and where the passage stands on it."""

    url: str
    expires_at: datetime
    page: int
    pages: int
    width: int = Field(description="Pixels")
    height: int
    boxes: list[Box]


class PageQueryIn(Input):
    """How the page is wanted."""

    width: int = Field(1_000, ge=100, le=2_400, description="Pixels; rounded up to a size that is kept")
    chunk: UUID | None = Field(None, description="A chunk whose text is to be found on the page")
    at: int | None = Field(
        None, ge=0, le=LARGEST_NUMBER, description="Where in the text the words begin that are to be found instead"
    )
    to: int | None = Field(None, ge=0, le=LARGEST_NUMBER, description="Where they end")
    version: int | None = Field(None, ge=1, le=LARGEST_NUMBER)


class ChunkOut(BaseModel):
    """A piece of the document that is indexed and cited."""

    id: UUID
    ordinal: int
    text: str
    heading_path: list[str]
    first_page: int | None
    last_page: int | None
    start: int
    end: int
    tokens: int
    kind: str
    language: str | None
    parent_id: UUID | None
    indexed: bool = Field(description="Searched itself; of parents their children are")
    enabled: bool
    edited_at: datetime | None


class ChunkPage(BaseModel):
    """Chunks of the version that is found, in their order."""

    items: list[ChunkOut]
    next_cursor: str | None


class ChunkQuery(PageQuery):
    """Which chunks."""

    enabled: bool | None = None


class ChunkPatch(Input):
    """A text that is indexed in place of the one from the file; whether it is found at all."""

    text: Annotated[AnyText, Field(max_length=20_000), AfterValidator(seen)] | None = None
    enabled: bool | None = None


class PreviewIn(Input):
    """How would this be cut? Nothing is stored: a text, or a document of the base."""

    strategy: Strategy = Field(default_factory=Strategy)
    text: AnyText | None = Field(None, max_length=200_000)
    document_id: UUID | None = None


class PreviewChunk(BaseModel):
    """A piece as it would be."""

    ordinal: int
    text: str
    heading_path: list[str]
    first_page: int | None
    last_page: int | None
    tokens: int
    kind: str
    parent: int | None


class Preview(BaseModel):
    """The first pieces, and how many there would be."""

    items: list[PreviewChunk]
    total: int
    tokens: int
