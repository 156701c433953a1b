"""Shapes of questions that wait."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from convosphere.features.chat.schemas.api import Input
from convosphere.features.chat.schemas.authors import MessageAuthor
from convosphere.features.chat.schemas.texts import QuestionContent
from convosphere.features.files.schemas import Attachment


class QueuedQuestionOut(BaseModel):
    """A question that waits for an answer to end. It becomes a message with the same id."""

    id: UUID
    conversation_id: UUID
    content: str
    model_id: UUID | None
    model_ids: list[UUID] = Field(description="Several that are to answer side by side")
    author: MessageAuthor
    attachments: list[Attachment]
    created_at: datetime


class QueuedQuestionPatch(Input):
    """What it asks instead."""

    content: QuestionContent = Field(description="May be empty if files come with the question")
