"""The events that an answer comes as."""

from dataclasses import dataclass
from typing import Literal

from convosphere.engines.llm import CallRecord, FinishReason, ReasoningDelta, TextDelta, ToolCall, Usage
from convosphere.features.models.types import ResolvedModel


@dataclass(frozen=True, slots=True)
class ModelAnswering:
    """A model has begun to answer; comes first, once. `because`: what kept the wanted one from it; None: it is it.
    `left_out`: how many messages at the beginning of the history did not fit into its context; `passages`: how many of
    the task's it was shown, the first ones.
    """

    model: ResolvedModel
    because: str | None = None
    left_out: int = 0
    passages: int = 0


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
