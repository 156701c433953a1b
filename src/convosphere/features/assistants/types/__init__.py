"""What an answer is made from, and the events it comes as."""

from convosphere.features.assistants.types.events import (
    AnswerEvent,
    AnswerFinished,
    Citation,
    Citations,
    ModelAnswering,
    ToolStep,
)
from convosphere.features.assistants.types.task import Parameters, Pins, Task

__all__ = [
    "AnswerEvent",
    "AnswerFinished",
    "Citation",
    "Citations",
    "ModelAnswering",
    "Parameters",
    "Pins",
    "Task",
    "ToolStep",
]
