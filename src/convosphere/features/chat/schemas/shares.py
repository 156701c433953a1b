"""Shapes of shared snapshots."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from convosphere.features.chat.schemas.api import Input
from convosphere.features.chat.schemas.authors import MessageAuthor
from convosphere.features.chat.types import MessageRole
from convosphere.features.files.schemas import Attachment


class ShareCreate(Input):
    """How long a snapshot can be read."""

    expires_at: AwareDatetime | None = Field(None, description="None: until it is revoked or the conversation deleted")


class SharePageQuery(Input):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=100, description="Most items on a page")] = 50
    cursor: Annotated[str, Field(max_length=200)] | None = Field(None, description="`next_cursor` of the page before")


class ShareOut(BaseModel):
    """A snapshot as its owner sees it. Its page is `/shared/{id}`."""

    id: UUID
    conversation_id: UUID
    title: str
    message_count: int
    views: int = Field(description="How often others have opened it")
    created_at: datetime
    expires_at: datetime | None


class SharePage(BaseModel):
    """One's snapshots, the newest first."""

    items: list[ShareOut]
    next_cursor: str | None


class SharedConversation(BaseModel):
    """A snapshot as others see it."""

    id: UUID
    title: str
    shared_by: MessageAuthor
    is_own: bool
    message_count: int
    created_at: datetime = Field(description="When the snapshot was taken; what came later is not in it")
    expires_at: datetime | None


class SharedMessageOut(BaseModel):
    """A message of a snapshot."""

    position: int
    role: MessageRole
    content: str
    author_name: str | None
    model_display_name: str | None
    attachments: list[Attachment] = Field(description="Files; their links are the snapshot's")
    created_at: datetime


class SharedMessagePage(BaseModel):
    """Messages of a snapshot, oldest first."""

    items: list[SharedMessageOut]
    next_cursor: str | None
