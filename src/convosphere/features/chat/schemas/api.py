"""Shapes of the chat's API and of the events on its streams."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from convosphere.features.chat.schemas.texts import clean_content, clean_title
from convosphere.features.chat.types import MessageRole, MessageStatus

CostText = Annotated[Decimal, PlainSerializer(lambda cost: format(cost.normalize(), "f"), return_type=str)]
# The setting `limits.message_characters` is checked by the action; this bound only keeps nonsense out.
Content = Annotated[str, Field(min_length=1, max_length=2_000_000), AfterValidator(clean_content)]
Title = Annotated[str, Field(max_length=200), AfterValidator(clean_title)]


class Input(BaseModel):
    """Base of request bodies: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class ConversationCreate(Input):
    """A new conversation. With an `id` of the client's making, asking twice makes one."""

    id: UUID | None = Field(None, examples=["019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d"])
    title: Title = ""
    model_id: UUID | None = None


class ConversationPatch(Input):
    """What can be changed; what is left out stays."""

    title: Title | None = None
    model_id: UUID | None = None
    archived: bool | None = None


class ConversationOut(BaseModel):
    """A conversation as its owner sees it in the list."""

    id: UUID
    title: str = Field(examples=["Trip to Weimar"])
    model_id: UUID | None
    created_at: datetime
    updated_at: datetime
    last_message_at: datetime
    archived: bool
    running: bool = Field(description="Whether an answer is being written")


class ConversationPage(BaseModel):
    """Conversations, the ones with the newest messages first."""

    items: list[ConversationOut]
    next_cursor: str | None


class MessageModel(BaseModel):
    """Which model answered."""

    id: UUID | None
    name: str = Field(examples=["gpt-5-mini"])
    display_name: str
    provider: str


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


class MessageAuthor(BaseModel):
    """The person who wrote a question."""

    id: UUID
    name: str


class MessageOut(BaseModel):
    """A question or an answer. Of a running answer, `content` is what was saved last."""

    id: UUID
    conversation_id: UUID
    parent_id: UUID | None
    role: MessageRole
    status: MessageStatus
    content: str = Field(examples=["What did Goethe do in Weimar?"])
    reasoning: str | None
    model: MessageModel | None
    attempt: int = Field(description="Raised by every worker that takes the answer on")
    error: MessageProblem | None
    finish_reason: str | None
    citations: list[Any]
    author: MessageAuthor | None
    usage: MessageUsage | None
    created_at: datetime
    completed_at: datetime | None


class MessagePage(BaseModel):
    """Messages, oldest first within the page; the first page is the newest one.

    Subscribing after `event_cursor` brings everything that these messages do not show yet.
    """

    items: list[MessageOut]
    next_cursor: str | None = Field(description="Where older messages begin")
    event_cursor: int


class MessageCreate(Input):
    """A question. With an `id` of the client's making, sending it twice asks once."""

    id: UUID | None = Field(None, examples=["019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1e"])
    content: Content
    parent_id: UUID | None = Field(None, description="The message it follows; none: the newest one")
    model_id: UUID | None = Field(None, description="Who answers; none: the conversation's model, else the default")


class MessageSent(BaseModel):
    """The question as stored, and the answer that is on its way."""

    question: MessageOut
    answer: MessageOut


class AnswerStarted(BaseModel):
    """A new answer to the same question."""

    answer: MessageOut


class NumberedEvent(BaseModel):
    """An event with its number on the conversation's stream."""

    n: int
    event: dict[str, Any]


class EventPage(BaseModel):
    """What happened after a number, for clients without a socket."""

    events: list[NumberedEvent]
    cursor: int
