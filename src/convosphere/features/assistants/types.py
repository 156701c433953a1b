"""What an answer is made from, and the events it comes as."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from convosphere.engines.llm import (
    CallRecord,
    ChatMessage,
    FinishReason,
    Passage,
    ReasoningDelta,
    TextDelta,
    Tool,
    ToolCall,
    Usage,
)
from convosphere.features.models.types import ResolvedModel


@dataclass(frozen=True, slots=True)
class Parameters:
    """How the model should answer; None leaves it to the provider.

    `tools` are the asker's own: a call of one is handed back as a `ToolStep`, nothing runs it here.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    stop: Sequence[str] = ()
    tools: Sequence[Tool] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One answer to give.

    `history`: all messages of the branch, oldest first, the question last. `partial`: what an interrupted
    attempt has already said; the answer goes on behind it. `instructions`: the system prompt; None takes the
    default in the language of `locale`, "" none (for those who bring their own). `passages`: documents the
    answer may rest on. `time_zone`: an IANA name; None or an unknown one is UTC.
    `summary`: what the earlier part of the history says in short; told where that does not fit into the context.
    """

    model: ResolvedModel
    history: Sequence[ChatMessage]
    locale: str
    now: datetime
    partial: str = ""
    time_zone: str | None = None
    instructions: str | None = None
    passages: Sequence[Passage] = ()
    parameters: Parameters = field(default_factory=Parameters)
    summary: str = ""

    @property
    def chain(self) -> tuple[ResolvedModel, ...]:
        """Who is asked, one after the other, until one begins to answer; the first is the one that is wanted."""
        return (self.model, *self.model.fallbacks)


@dataclass(frozen=True, slots=True)
class ModelAnswering:
    """A model has begun to answer; comes first, once. `because`: what kept the wanted one from it; None: it is it.
    `left_out`: how many messages at the beginning of the history did not fit into its context.
    """

    model: ResolvedModel
    because: str | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ToolStep:
    """A tool at work. `requested`: the model wants it called, and whoever offered it has to."""

    call: ToolCall
    status: Literal["requested"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that the answer refers to as `[number]`."""

    number: int
    passage_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Citations:
    """All passages that the answer refers to, in the order of their numbers."""

    items: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The proper end of an answer; nothing follows. `calls`: what was asked of models for it."""

    reason: FinishReason
    calls: tuple[CallRecord, ...]


# Text and reasoning are the engine's own events: they pass by the thousand, and are not copied here.
AnswerEvent = ModelAnswering | TextDelta | ReasoningDelta | ToolStep | Citations | Usage | AnswerFinished
