"""Shapes of what answers rest on: what is attached, what was found, what is cited; and how that is stored."""

from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError

from convosphere.features.chat.schemas.api import Input, SourceIn

MOST_SOURCES = 20
# What citations are stored as.
_FORM: Final = 2

SourceKind = Literal["base", "document"]
Confidence = Literal["high", "medium", "low", "none"]


class SourcesPut(Input):
    """All that is attached from now on."""

    sources: list[SourceIn] = Field(max_length=MOST_SOURCES)


class SourceOut(BaseModel):
    """A knowledge base, or one document, that answers may rest on."""

    kind: SourceKind
    id: UUID
    name: str | None = Field(description="null: it is not for the reader, or there no longer is such a thing")
    readable: bool = Field(description="Whether answers to the reader's own questions search it")
    base_id: UUID | None = Field(description="Of a document: where it lies")


class SourceList(BaseModel):
    """What is attached to a conversation."""

    items: list[SourceOut]


class GroundingOut(BaseModel):
    """What was searched for an answer, and how well it fits. Without it nothing was searched."""

    state: Literal["searching", "done"]
    question: str | None = Field(None, description="As it was searched for: so that it stands alone")
    confidence: Confidence | None = Field(None, description="How well what was found fits; null: while it is searched")
    because: str | None = Field(None, description="Why, as a code", examples=["words_and_meaning"])
    reason: str | None = Field(None, description="The same in words", examples=["All words of the question were found"])
    searched: int | None = Field(None, description="How many documents were searched: those that the asker may read")
    passages: int | None = Field(None, description="How many passages were found for it")


class CitationOut(BaseModel):
    """A place in a document that an answer refers to as `[number]`. Its words are shown to whoever may open it."""

    number: int
    kind: Literal["knowledge", "file"]
    title: str
    heading: list[str] = Field([], description="The headings above it, the outermost first")
    page: int | None = None
    base_id: UUID | None = None
    document_id: UUID | None = None
    version_id: UUID | None = None
    chunk_id: UUID | None = None
    start: int | None = Field(None, description="In the version's text, in code points")
    end: int | None = None
    score: float | None = Field(None, description="0 to 1; compares passages of one answer")
    passage_id: str | None = Field(None, description="Of a file in the conversation: `file:` and its id")


class CitationPlace(CitationOut):
    """A cited place for somebody who may open it."""

    quote: str
    base_name: str | None = None
    version: int | None = Field(None, description="The number of the cited version")
    current: bool = Field(description="Whether the cited version is still the one that is found")


def grounding_from(stored: dict[str, Any] | None, reason: str | None) -> GroundingOut | None:
    """As it is shown; the passages themselves are not."""
    if stored is None:
        return None
    if stored["state"] == "searching":
        return GroundingOut(state="searching", question=stored.get("question"))
    return GroundingOut(
        state="done",
        question=stored["question"],
        confidence=stored["confidence"],
        because=stored["because"],
        reason=reason,
        searched=stored["searched"],
        passages=len(stored["passages"]),
    )


def citations_from(stored: list[Any] | None) -> list[CitationOut]:
    """As they are shown, without quotes; what an import brought along and nobody can read is left out."""
    return [shown for shown in map(citation_from, stored or ()) if shown is not None]


def citation_from(stored: object) -> CitationOut | None:
    """One of them; None: it is none. The first form (`v` missing) knew nothing but files."""
    if not isinstance(stored, dict):
        return None
    try:
        return CitationOut.model_validate(stored if stored.get("v") == _FORM else {**stored, "kind": "file"})
    except ValidationError:
        return None


def portable_citations(stored: list[Any] | None) -> list[dict[str, Any]]:
    """As they leave in an export: the places, whose words are shown to whoever may open them."""
    return [{"v": _FORM, **shown.model_dump(mode="json", exclude_none=True)} for shown in citations_from(stored)]
