"""Shapes of searching: what is asked, what is found, what one searched before."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from convosphere.features.knowledge.schemas.texts import (
    ColourName,
    Cursor,
    Input,
    Language,
    PageQuery,
    Search,
    Title,
    writable,
)
from convosphere.features.knowledge.types import MediaKind
from convosphere.features.knowledge.types.passages import Confidence
from convosphere.platform.texts import seen

MOST_CHARACTERS = 1_000


def _question(text: str) -> str:
    return seen(" ".join(writable(text).replace("\x00", " ").split()))


Question = Annotated[
    str,
    Field(min_length=1, max_length=MOST_CHARACTERS, examples=["How many days of leave in the first year?"]),
    AfterValidator(_question),
]
Ids = Annotated[list[UUID], Field(max_length=100)]


class SearchFilters(Input):
    """Which documents are looked at; what is left out restricts nothing."""

    folders: Ids = Field([], description="In these, or below them")
    tags_any: Ids = Field([], description="With one of these")
    tags_all: Ids = Field([], description="With all of these")
    kinds: list[MediaKind] = Field([], max_length=30)
    languages: list[Language] = Field([], max_length=30)
    authors: list[Search] = Field([], max_length=30)
    date_from: AwareDatetime | None = Field(None, description="The document's date, else when it came; not before")
    date_to: AwareDatetime | None = Field(None, description="Before")
    documents: Ids = Field([], description="These alone")
    outdated: bool = Field(default=False, description="Also what is not valid yet, or not any more")


class SearchIn(Input):
    """A question to the documents that one may read."""

    question: Question
    bases: Annotated[list[UUID], Field(max_length=100)] | None = Field(None, description="None: all")
    filters: SearchFilters = Field(default_factory=SearchFilters)
    sort: Literal["relevance", "date", "name"] = Field(
        "relevance", description="`date` (newest first) and `name` order the documents that fit best"
    )
    limit: int = Field(20, ge=1, le=50, description="Most documents on a page")
    cursor: Cursor | None = None
    note: bool = Field(default=True, description="Whether it is to stand in one's history")


class Span(BaseModel):
    """A word that was asked for, in UTF-16 code units (JavaScript string indices) of the passage's text."""

    start: int
    end: int


class PassageOut(BaseModel):
    """A passage that fits."""

    chunk_id: UUID
    ordinal: int
    heading: list[str] = Field(description="The headings above it, the outermost first")
    first_page: int | None
    last_page: int | None
    text: str
    marks: list[Span]
    at: int = Field(description="Where what fits best of it begins in the version's text, in code points")
    to: int = Field(description="Where that ends")
    page: int | None = Field(description="The page on which that stands")
    start: int = Field(description="In the version's text, in code points")
    end: int
    kind: str = Field(examples=["text", "table", "code"])
    score: float = Field(description="0 to 1; compares passages of one search")
    lexical: float | None = Field(description="BM25; null: no word of the question stands in it")
    dense: float | None = Field(description="Cosine similarity; null: it was not compared so")
    reranked: float | None = Field(description="The reranker's verdict; null: it was not asked")


class FoundDocument(BaseModel):
    """A document with its passages that fit, the best first."""

    document_id: UUID
    version_id: UUID
    version_number: int
    name: str
    base_id: UUID
    base_name: str
    media_kind: str
    date: datetime
    score: float
    passages: list[PassageOut]


class FacetValue(BaseModel):
    """How many of the documents that were found have this."""

    key: str = Field(description="What the filter takes")
    label: str
    count: int
    colour: ColourName | None = None


class Facet(BaseModel):
    """One way to narrow a search down: the most frequent values first."""

    name: Literal["base", "folder", "tag", "kind", "language", "author"]
    values: list[FacetValue]


class LexicalOnly(BaseModel):
    """A base that was searched by words alone, and why."""

    base_id: UUID
    because: str = Field(examples=["no_embedder"])
    reason: str = Field(description="The same in words", examples=["No embedder is set up for this base"])


class Correction(BaseModel):
    """A word of the question that stands in nothing one may read, and the one that was looked for instead."""

    typed: str = Field(examples=["Urlaubsanspurch"])
    shown: str = Field(description="As the documents write it", examples=["Urlaubsanspruch"])


class SearchOut(BaseModel):
    """A page of what was found, of that which one may read."""

    items: list[FoundDocument]
    next_cursor: str | None
    total: int = Field(description="Documents among the passages that fit best; with `more`, there are further ones")
    more: bool
    facets: list[Facet] = Field(description="On the first page")
    confidence: Confidence
    because: str = Field(examples=["words_and_meaning"])
    reason: str = Field(description="The same in words")
    lexical_only: list[LexicalOnly]
    reranked: bool
    corrections: list[Correction] = Field(description="Words that stand nowhere, and what was looked for instead")


class SuggestQuery(Input):
    """What somebody has typed so far."""

    q: Search
    bases: Annotated[list[UUID], Field(max_length=100)] | None = None
    limit: int = Field(8, ge=1, le=20)


class Suggestion(BaseModel):
    """What might be meant. Of a document, tag or base also which one."""

    kind: Literal["question", "document", "tag", "base"]
    text: str
    id: UUID | None = None
    base_id: UUID | None = None


class SuggestionList(BaseModel):
    """The most likely first: one's own questions, documents, tags, bases."""

    items: list[Suggestion]


class SimilarQuery(Input):
    """How many."""

    limit: int = Field(5, ge=1, le=20)


class SimilarDocument(BaseModel):
    """A document that speaks of the same."""

    document_id: UUID
    name: str
    base_id: UUID
    base_name: str
    score: float = Field(description="0 to 1; compares documents of one answer")


class SimilarList(BaseModel):
    """The most alike first."""

    items: list[SimilarDocument]


class PastSearch(BaseModel):
    """A search of one's own."""

    id: UUID
    question: str
    bases: list[UUID]
    hits: int
    created_at: datetime


class PastSearchPage(BaseModel):
    """One's own searches, the newest first."""

    items: list[PastSearch]
    next_cursor: str | None


class PastSearchQuery(PageQuery):
    """Which page."""


class PopularSearch(BaseModel):
    """A question that several people had."""

    question: str
    people: int


class PopularList(BaseModel):
    """Questions of at least three people in the last 90 days, in bases that one may read, the most frequent first."""

    items: list[PopularSearch]


class SavedSearchIn(Input):
    """A search to keep."""

    name: Title
    request: SearchIn


class SavedSearchOut(BaseModel):
    """A search that one keeps."""

    id: UUID
    name: str
    request: SearchIn
    created_at: datetime


class SavedSearchList(BaseModel):
    """All of one's own, by name."""

    items: list[SavedSearchOut]
