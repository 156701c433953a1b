"""Frames that a client sends over the socket."""

import json
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from convosphere.features.chat.schemas.messages import MessageCreate
from convosphere.features.chat.schemas.together import ReceiptIn

# Numbers of events stay below what JavaScript counts exactly.
EventNumber = Annotated[int, Field(ge=0, lt=2**53)]
REFERENCE_CHARACTERS = 64
Reference = Annotated[str, Field(min_length=1, max_length=REFERENCE_CHARACTERS)]


class Frame(BaseModel):
    """Base of all frames: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class Authenticate(Frame):
    """First frame: who speaks. May come again with a fresh token."""

    type: Literal["authenticate"]
    token: Annotated[str, Field(max_length=4096)]


class Subscribe(Frame):
    """Replay everything after `after`, then go on live; without it, live only."""

    type: Literal["subscribe"]
    conversation: UUID
    after: EventNumber | None = None


class Unsubscribe(Frame):
    """No more of this conversation."""

    type: Literal["unsubscribe"]
    conversation: UUID


class SendMessage(MessageCreate):
    """A question; the reply carries what `POST …/messages` answers."""

    type: Literal["message.send"]
    ref: Reference
    conversation: UUID


class StopMessage(Frame):
    """Stop an answer; the reply carries the message."""

    type: Literal["message.stop"]
    ref: Reference
    conversation: UUID
    message: UUID


class Typing(Frame):
    """Somebody is writing a question, or has stopped doing so. Others hear it at most every other second."""

    type: Literal["typing"]
    conversation: UUID
    on: bool


class Receipt(ReceiptIn):
    """How far one has got; as `POST …/receipts`, without an answer."""

    type: Literal["receipt"]
    conversation: UUID


class FollowBase(Frame):
    """What happens in a knowledge base from now on: ids and states."""

    type: Literal["base.follow"]
    base: UUID


class UnfollowBase(Frame):
    """No more of it."""

    type: Literal["base.unfollow"]
    base: UUID


class Ping(Frame):
    """Asks for a pong."""

    type: Literal["ping"]


ClientFrame = Annotated[
    Authenticate
    | Subscribe
    | Unsubscribe
    | SendMessage
    | StopMessage
    | Typing
    | Receipt
    | FollowBase
    | UnfollowBase
    | Ping,
    Field(discriminator="type"),
]

_adapter: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)


def parse_frame(text: str) -> ClientFrame:
    """A frame from its JSON text.

    Raises:
        pydantic.ValidationError: it is none.
    """
    return _adapter.validate_json(text)


def reference_in(text: str) -> str | None:
    """The reference of a frame that could not be parsed, if it has a usable one, so that its sender hears of it."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    ref = frame.get("ref") if isinstance(frame, dict) else None
    return ref if isinstance(ref, str) and 0 < len(ref) <= REFERENCE_CHARACTERS and ref.isprintable() else None
