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


RUNNING = (MessageStatus.PENDING, MessageStatus.STREAMING)


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Where an answer lives; enough for a worker to find it."""

    organization_id: UUID
    conversation_id: UUID
    message_id: UUID


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
