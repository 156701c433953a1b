"""A conversation outside of a database: all of it, in one JSON object; the format `convosphere-chat/1` is made of them.

Read from files that anybody may have made: every text has a bound, every time is one that can be stored. Fields that
are not known are passed over, so that a later version of this format can add some.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from convosphere.features.chat.types import MessageRole, RatingValue
from convosphere.platform.texts import one_line

MOST_MESSAGES = 50_000
LONGEST_CONTENT = 2_000_000
_MOST_NUMBER = 2**31 - 1
# Before the first of these programs, and after everybody who could import it.
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


def storable(text: object) -> object:
    """A text that the database takes: NUL and halves of characters become a visible sign."""
    if not isinstance(text, str):
        return text
    # What is fine, as nearly all is, stays the same object: a long chat is in memory once.
    whole = text.replace("\x00", "\ufffd")
    try:
        whole.encode()
    except UnicodeEncodeError:
        return whole.encode("utf-8", "replace").decode()
    return whole


def _storable_time(at: datetime) -> datetime:
    try:
        there = at.astimezone(UTC)
    except OverflowError:
        raise ValueError("no time that can be stored") from None
    if not _EARLIEST <= there <= _LATEST:
        raise ValueError("no time that can be stored")
    return there


Id = Annotated[str, BeforeValidator(storable), Field(min_length=1, max_length=200)]
Line = Annotated[str, BeforeValidator(storable), Field(max_length=1_000), AfterValidator(one_line)]
Text = Annotated[str, BeforeValidator(storable), Field(max_length=LONGEST_CONTENT)]
Time = Annotated[AwareDatetime, AfterValidator(_storable_time)]
Number = Annotated[int, Field(ge=0, le=_MOST_NUMBER)]
Cost = Annotated[
    Decimal,
    Field(ge=0, lt=10**9, max_digits=28),
    PlainSerializer(lambda cost: format(cost.normalize(), "f"), return_type=str),
]


class Portable(BaseModel):
    """Base of what travels."""

    model_config = ConfigDict(extra="ignore")


class PortableModel(Portable):
    """Which model answered."""

    name: Line = Field(examples=["gpt-5-mini"])
    display_name: Line
    provider: Line = Field(examples=["openai"])


class PortableUsage(Portable):
    """What an answer took; the cost in US dollars."""

    input_tokens: Number | None = None
    output_tokens: Number | None = None
    cost: Cost | None = None
    time_to_first_token_ms: Number | None = None
    duration_ms: Number | None = None


class PortableRating(Portable):
    """What the conversation's owner thinks of an answer."""

    value: RatingValue
    reasons: list[Annotated[Line, Field(max_length=60)]] = Field([], max_length=10)
    comment: Annotated[Text, Field(max_length=2_000)] = ""


class PortableFile(Portable):
    """A file that came with a question. Its content may lie beside, in the archive that this file came in."""

    name: Line
    media_type: Line
    size: Annotated[int, Field(ge=0, lt=2**63)] = Field(description="Bytes")
    path: Annotated[str, BeforeValidator(storable), Field(max_length=1_000)] | None = Field(
        None, description="Where in the archive its content is; none: it is not there", examples=["files/report.pdf"]
    )


class PortableMessage(Portable):
    """A question or an answer. `id` is unique within its conversation; `parent_id` is what it follows."""

    id: Id
    parent_id: Id | None = Field(None, description="None: it stands at the beginning; several may")
    role: MessageRole
    status: Literal["completed", "stopped", "failed"] = Field(
        "completed", description="An answer that was being written when it was exported is `stopped`"
    )
    content: Text = Field("", description="Markdown")
    reasoning: Text | None = None
    reasoning_ms: Number | None = None
    model: PortableModel | None = None
    author: Line | None = Field(None, description="The name of who asked")
    created_at: Time
    completed_at: Time | None = None
    finish_reason: Line | None = None
    error_code: Line | None = Field(None, description="Why the answer failed")
    citations: list[Any] = Field([], max_length=1_000)
    usage: PortableUsage | None = None
    pinned: bool = Field(default=False, description="Kept in the context of models")
    edited_from: Id | None = Field(None, description="The question that this one was written in place of")
    comparison_id: Id | None = Field(None, description="Answers side by side have it in common until one is chosen")
    suggestions: list[Line] = Field([], max_length=10)
    rating: PortableRating | None = None
    attachments: list[PortableFile] = Field([], max_length=100)


class PortableConversation(Portable):
    """A conversation with all its branches."""

    id: Id
    title: Line = ""
    created_at: Time
    updated_at: Time
    last_message_at: Time
    archived_at: Time | None = None
    pinned: bool = False
    folder: list[Line] = Field(
        [], max_length=20, description="The names of the folders it lies in, the outermost first"
    )
    tags: list[Line] = Field([], max_length=100)
    current_id: Id | None = Field(None, description="The end of the branch that is shown")
    messages: Sequence[PortableMessage] = Field(
        max_length=MOST_MESSAGES, description="In the order of arrival: what a message follows comes before it"
    )
