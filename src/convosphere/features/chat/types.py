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


RUNNING = (MessageStatus.PENDING, MessageStatus.STREAMING)


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Where an answer lives; enough for a worker to find it."""

    organization_id: UUID
    conversation_id: UUID
    message_id: UUID


def conversation_stream(conversation_id: UUID) -> str:
    """The event log's stream of one conversation."""
    return f"conversation:{conversation_id}"


def person_stream(person_id: UUID) -> str:
    """The event log's stream of one person: what happens in their list of conversations."""
    return f"person:{person_id}"
