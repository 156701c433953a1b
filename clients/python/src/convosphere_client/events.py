"""What a stream of an answer tells. Applied in order, they give exactly the text that the server has stored."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from convosphere_client.models_gen import MessageOut

Part = Literal["content", "reasoning"]


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """More of an answer's text (`content`), or of what the model thinks before it answers (`reasoning`)."""

    answer_id: UUID
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn:
    """Of this part only the first `keep` characters still hold; what follows is said anew.

    Happens when another worker takes the answer over from one that died.
    """

    answer_id: UUID
    part: Part
    keep: int


@dataclass(frozen=True, slots=True)
class AnswerEnded:
    """The answer is complete, was stopped, or failed: `message.status` says which."""

    message: MessageOut


@dataclass(frozen=True, slots=True)
class ConnectionCut:
    """The connection broke; the stream is about to be resumed, and nothing is lost."""


@dataclass(frozen=True, slots=True)
class ConnectionResumed:
    """The stream goes on where it was."""


AnswerEvent = AnswerDelta | AnswerWithdrawn | AnswerEnded | ConnectionCut | ConnectionResumed
