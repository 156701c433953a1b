"""Shapes of the search."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from convosphere.features.chat.types import MessageRole

SEARCH_CHARACTERS = 300
SearchText = Annotated[str, Field(min_length=1, max_length=SEARCH_CHARACTERS)]

# A provider's name for a model. What no text of ours can hold finds nothing.
AnsweredName = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class SearchSort(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


class MessageSearch(BaseModel):
    """What is looked for, and among which messages."""

    q: SearchText = Field(description='Words joined by "and"; "in quotes" side by side; -word: without it')
    since: AwareDatetime | None = Field(None, alias="from", description="Not before")
    until: AwareDatetime | None = Field(None, alias="to", description="Before")
    folder: UUID | None = Field(None, description="In this folder and the folders in it")
    tag: UUID | None = None
    role: MessageRole | None = Field(None, description="Only questions (`user`) or only answers (`assistant`)")
    model: UUID | None = Field(None, description="Only answers that this model gave")
    model_name: AnsweredName | None = Field(
        None, description="Only answers of the model that is known by this name alone (`/search/models`)"
    )
    conversation: UUID | None = None
    sort: SearchSort = SearchSort.RELEVANCE
    limit: int = Field(20, ge=1, le=50)
    cursor: str | None = Field(None, max_length=300)


class SnippetPart(BaseModel):
    """A piece of text; `hit`: one of the words looked for."""

    text: str
    hit: bool


class MessageHit(BaseModel):
    """A message that was found."""

    message_id: UUID
    conversation_id: UUID
    conversation_title: str
    conversation_archived: bool
    role: MessageRole
    created_at: datetime
    snippet: list[SnippetPart]
    score: float = Field(description="0 to 1; 0 when sorted by date")


class MessageHits(BaseModel):
    """A page of hits."""

    items: list[MessageHit]
    next_cursor: str | None
    corrections: list[str] = Field(description="Words that were looked for as well, one slip from what was typed")
    complete: bool = Field(
        description="False: there are more hits than were ranked (the newest ones); sort by date or narrow it down"
    )


class ConversationHit(BaseModel):
    """A conversation whose title was found."""

    conversation_id: UUID
    title: list[SnippetPart]
    archived: bool
    last_message_at: datetime


class ConversationHits(BaseModel):
    """A page of conversations, those with the newest messages first."""

    items: list[ConversationHit]
    next_cursor: str | None


class AnsweringModel(BaseModel):
    """A model that has answered among one's messages: it has an id, or was known elsewhere by its name alone."""

    id: UUID | None = Field(description="For `model` of the search")
    name: str = Field(description="As one reads it; without an id, for `model_name` of the search")
    connected: bool = Field(description="Whether it is connected here now")


class AnsweringModels(BaseModel):
    """A page of models. One may come again on a later page: under its id, and by a name that it had elsewhere."""

    items: list[AnsweringModel]
    next_cursor: str | None
