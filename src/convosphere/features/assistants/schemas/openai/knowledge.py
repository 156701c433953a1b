"""What `/v1` knows beyond OpenAI's API: answers that rest on knowledge bases."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from convosphere.features.assistants.schemas.openai.fields import OpenAIInput

# What comes in is taken strictly, and JSON has no ids.
_Id = Annotated[UUID, Field(strict=False)]


class KnowledgeChoice(OpenAIInput):
    """Searches documents for the answer. Needs a key with the scope `knowledge`."""

    bases: list[_Id] = Field([], max_length=20, description="Knowledge bases, by their ids")
    documents: list[_Id] = Field([], max_length=20, description="Single documents, by their ids")
    question: str | None = Field(
        None,
        min_length=1,
        max_length=1_000,
        description="What to search for; none: the last question, with the words of the one before",
    )


class CompletionCitation(BaseModel):
    """A place in a document that the answer refers to as `[number]`."""

    number: int
    title: str
    heading: list[str]
    page: int | None
    base_id: UUID
    document_id: UUID
    version_id: UUID
    chunk_id: UUID
    start: int | None = Field(description="In the version's text, in code points")
    end: int | None
    quote: str
    score: float


class CompletionKnowledge(BaseModel):
    """What was searched and found for an answer, and what it cites."""

    question: str
    confidence: Literal["high", "medium", "low", "none"]
    because: str
    searched: int = Field(description="Documents that the key's person may read")
    citations: list[CompletionCitation]
