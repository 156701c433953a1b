"""Shapes of messages: what is asked, what is shown, a page of it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, PlainSerializer, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from convosphere.features.chat.schemas.api import Input
from convosphere.features.chat.schemas.authors import MessageAuthor
from convosphere.features.chat.schemas.queue import QueuedQuestionOut
from convosphere.features.chat.schemas.ratings import RatingOut
from convosphere.features.chat.schemas.sources import CitationOut, GroundingOut
from convosphere.features.chat.schemas.texts import QuestionContent
from convosphere.features.chat.schemas.together import ReceiptOut
from convosphere.features.chat.types import MessageRole, MessageStatus, WhenBusy
from convosphere.features.files.schemas import Attachment

CostText = Annotated[Decimal, PlainSerializer(lambda cost: format(cost.normalize(), "f"), return_type=str)]

MOST_MODELS = 4
MOST_ATTACHMENTS = 20


class MessageFallback(BaseModel):
    """Why another model answered than the one that was to."""

    wanted: str = Field(description="What the wanted model is called", examples=["GPT-5"])
    because: str = Field(description="The code of what went wrong with it", examples=["provider_unavailable"])
    reason: str = Field(description="The same in the reader's language", examples=["The provider is out of order"])


class MessageModel(BaseModel):
    """Which model answered."""

    id: UUID | None
    name: str = Field(examples=["gpt-5-mini"])
    display_name: str
    provider: str
    fallback: MessageFallback | None = Field(None, description="None: it is the model that was to answer")


class MessageProblem(BaseModel):
    """Why an answer failed, in the reader's language."""

    code: str = Field(examples=["provider_rate_limited"])
    title: str
    detail: str
    retry_after: float | None = Field(None, description="Seconds to wait, if the provider named them")


class MessageUsage(BaseModel):
    """What an answer took."""

    input_tokens: int | None
    output_tokens: int | None
    cost: CostText | None = Field(None, examples=["0.00123"], description="None: the price is not known")
    currency: Literal["USD"] = "USD"
    time_to_first_token_ms: int | None
    duration_ms: int | None


class Siblings(BaseModel):
    """A message's place among those with the same parent and the same role, the oldest first."""

    index: int = Field(1, description="From 1")
    count: int = 1
    previous_id: UUID | None = None
    next_id: UUID | None = None


class MessageOut(BaseModel):
    """A question or an answer. Of a running answer, `content` is what was saved last."""

    id: UUID
    conversation_id: UUID
    parent_id: UUID | None
    role: MessageRole
    status: MessageStatus
    content: str = Field(examples=["What did Goethe do in Weimar?"])
    reasoning: str | None
    reasoning_ms: int | None = Field(description="How long the model thought before it answered")
    model: MessageModel | None
    attempt: int = Field(description="Raised by every worker that takes the answer on")
    error: MessageProblem | None
    finish_reason: str | None = Field(description="`length`: cut off; it can be continued")
    citations: list[CitationOut]
    grounding: GroundingOut | None = Field(description="What was searched for an answer; null: nothing")
    author: MessageAuthor | None
    pinned: bool = Field(description="Kept in the context, whatever else of the conversation no longer fits")
    usage: MessageUsage | None
    siblings: Siblings
    edited_from: UUID | None = Field(description="The question that this one was written in place of")
    comparison_id: UUID | None = Field(description="Answers side by side have it in common until one is chosen")
    suggestions: list[str] = Field(description="What could be asked next")
    attachments: list[Attachment]
    created_at: datetime
    completed_at: datetime | None


class MessagePage(BaseModel):
    """Messages of the branch that is shown, oldest first within the page; the first page is the newest one.

    Subscribing after `event_cursor` brings everything that these messages do not show yet.
    """

    items: list[MessageOut]
    next_cursor: str | None = Field(description="Where older messages begin")
    newer_cursor: str | None = Field(description="Where newer messages begin; none: the page ends with the newest")
    event_cursor: int
    queue: list[QueuedQuestionOut] = Field(description="Questions that wait, the next one first")
    ratings: dict[UUID, RatingOut] = Field(description="What the reader thinks of these messages, by message")
    receipts: list[ReceiptOut] = Field(description="Of a joint conversation: how far people have got, oneself included")


class MessageCreate(Input):
    """A question. With an `id` of the client's making, sending it twice asks once."""

    id: UUID | None = Field(None, examples=["019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1e"])
    # Before the text, whose check asks for them.
    attachment_ids: list[UUID] = Field([], max_length=MOST_ATTACHMENTS, description="Files that come with it")
    content: QuestionContent = Field("", validate_default=True, description="With files it may be empty")
    parent_id: UUID | None = Field(None, description="The answer it follows; none: the end of what is shown")
    model_id: UUID | None = Field(None, description="Who answers; none: the conversation's model, else the default")
    model_ids: list[UUID] = Field(
        [], max_length=MOST_MODELS, description="Several that answer side by side: none, or from two on"
    )
    edits: UUID | None = Field(None, description="The question that this one is asked in place of: a new branch")
    when_busy: WhenBusy = Field(
        WhenBusy.REFUSE,
        description="While an answer is being written: `refuse`, `queue` behind it, or `steer`, which stops it first",
    )

    @field_validator("content")
    @classmethod
    def _says_something(cls, content: str, known: ValidationInfo) -> str:
        if not content and known.data.get("attachment_ids") == []:
            raise PydanticCustomError("question_empty", "Write something, or attach a file.")
        return content

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if len(self.model_ids) == 1 or len(set(self.model_ids)) != len(self.model_ids):
            raise PydanticCustomError("model_ids", "Name at least two models, each once.")
        if self.model_ids and self.model_id is not None:
            raise PydanticCustomError("model_id_or_model_ids", "Name one model or several, not both.")
        if self.edits is not None and self.parent_id is not None:
            raise PydanticCustomError("edits_or_parent_id", "Say what it edits or what it follows, not both.")
        return self


class MessageSent(BaseModel):
    """The question as stored with what is on its way; or, `queued`, the question as it waits."""

    question: MessageOut | None
    answer: MessageOut | None = Field(description="The first of `answers`")
    answers: list[MessageOut]
    queued: QueuedQuestionOut | None


class RetryIn(Input):
    """Who is to answer again."""

    model_id: UUID | None = Field(None, description="None: the conversation's model, else the default")


class AnswerStarted(BaseModel):
    """An answer on its way."""

    answer: MessageOut
