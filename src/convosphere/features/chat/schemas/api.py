"""Shapes of conversations, and of the events on their streams."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from convosphere.features.chat.schemas.authors import PersonRef
from convosphere.features.chat.types import Access
from convosphere.platform.texts import one_line

Title = Annotated[str, Field(max_length=200), AfterValidator(one_line)]


class Input(BaseModel):
    """Base of request bodies: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class SourceIn(Input):
    """A knowledge base, or one document."""

    kind: Literal["base", "document"]
    id: UUID


class ConversationCreate(Input):
    """A new conversation. With an `id` of the client's making, asking twice makes one."""

    id: UUID | None = Field(None, examples=["019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d"])
    title: Title = ""
    model_id: UUID | None = None
    folder_id: UUID | None = Field(None, description="Where it is to lie")
    temporary: bool = Field(
        default=False, description="In no list, no search, no export; deleted a day after the last message"
    )
    sources: list[SourceIn] = Field([], max_length=20, description="What its answers may rest on")


class ConversationPatch(Input):
    """What can be changed; what is left out stays."""

    title: Title | None = None
    model_id: UUID | None = None
    archived: bool | None = None
    pinned: bool | None = None
    folder_id: UUID | None = Field(None, description="Where it is to lie; null: in no folder")
    tags: list[UUID] | None = Field(None, max_length=20, description="All its tags from now on")


class ConversationOut(BaseModel):
    """A conversation as somebody sees it who may. Its order (archive, pin, folder, tags) is its owner's: blank for
    everybody else.
    """

    id: UUID
    title: str = Field(examples=["Trip to Weimar"])
    model_id: UUID | None
    created_at: datetime
    updated_at: datetime
    last_message_at: datetime
    archived: bool
    archived_at: datetime | None
    pinned: bool
    folder_id: UUID | None
    tags: list[UUID]
    running: bool = Field(description="Whether an answer is being written")
    temporary: bool = Field(description="In no list, no search, no export; deleted a day after the last message")
    access: Access = Field(description="What one may do: `reader` < `writer` < `owner`")
    owner: PersonRef | None = Field(description="Whose it is; null: one's own")
    joint: bool = Field(description="Whether it is opened to others")
    source_count: int = Field(description="How many knowledge bases and documents its answers may rest on")
    unread: bool | None = Field(
        description="Of a joint one: whether others, or an answer, said something since one has read; null in events"
    )
    unread_message_id: UUID | None = Field(description="The newest of that; null in events, which name it as `news`")


class ConversationPage(BaseModel):
    """Conversations, the ones with the newest messages first."""

    items: list[ConversationOut]
    next_cursor: str | None


class NumberedEvent(BaseModel):
    """An event with its number on the conversation's stream."""

    n: int
    event: dict[str, Any]


class EventPage(BaseModel):
    """What happened after a number, for clients without a socket."""

    events: list[NumberedEvent]
    cursor: int
