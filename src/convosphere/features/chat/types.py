"""Enums and small values of the chat."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class MessageRole(StrEnum):
    """Who speaks."""

    USER = "user"
    ASSISTANT = "assistant"


class MessageStatus(StrEnum):
    """Where a message is; questions are complete from the start."""

    PENDING = "pending"
    STREAMING = "streaming"
    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"


class TitleOrigin(StrEnum):
    """Where a conversation's title comes from: what a person wrote is never overwritten."""

    WORDS = "words"
    # A model has been asked for one; until it answers the first words stand.
    ASKED = "asked"
    MODEL = "model"
    PERSON = "person"


class WhenBusy(StrEnum):
    """What becomes of a question that comes while an answer is being written."""

    REFUSE = "refuse"
    QUEUE = "queue"
    STEER = "steer"


class RatingValue(StrEnum):
    """What somebody thinks of an answer."""

    UP = "up"
    DOWN = "down"


class Access(StrEnum):
    """What somebody may do with a conversation; each may what those before it may. Their order is also that of their
    names in the alphabet but for the owner's, which the database never has to compare.
    """

    READER = "reader"
    WRITER = "writer"
    OWNER = "owner"

    def allows(self, need: "Access") -> bool:
        """Whether it is enough where `need` is asked for."""
        steps = list(Access)
        return steps.index(self) >= steps.index(need)


class Presence(StrEnum):
    """What somebody does in front of a joint conversation."""

    HERE = "here"
    TYPING = "typing"
    GONE = "gone"


RUNNING = (MessageStatus.PENDING, MessageStatus.STREAMING)


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Where an answer lives; enough for a worker to find it. `api_key_id`: of the program that asked, if one did."""

    organization_id: UUID
    conversation_id: UUID
    message_id: UUID
    api_key_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExportScope:
    """Which of a person's conversations leave: those named, those in some folders, or (neither) all."""

    conversation_ids: tuple[UUID, ...] | None = None
    folder_ids: tuple[UUID, ...] | None = None


def conversation_stream(conversation_id: UUID) -> str:
    """The event log's stream of one conversation."""
    return f"conversation:{conversation_id}"


def person_stream(person_id: UUID) -> str:
    """The event log's stream of one person: what happens in their list of conversations."""
    return f"person:{person_id}"


def subject_stream(kind: str, subject_id: UUID) -> str:
    """The stream of a person or of a group: what happens to the conversations that are opened to them."""
    return f"{kind}:{subject_id}"


def presence_stream(conversation_id: UUID) -> str:
    """The stream on which everybody who looks at a joint conversation says so. Nobody replays it."""
    return f"presence:{conversation_id}"
