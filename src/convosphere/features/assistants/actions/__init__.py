"""Use cases: the one loop that answers, and what programs ask for through `/v1`."""

from convosphere.features.assistants.actions.complete import choose_model, complete
from convosphere.features.assistants.actions.embed import embed_texts
from convosphere.features.assistants.actions.loop import respond
from convosphere.features.assistants.actions.offered import find_offered_model, list_offered_models
from convosphere.features.assistants.actions.pace import Pace, keep_pace
from convosphere.features.assistants.actions.window import Fitted, fit_task

__all__ = [
    "Fitted",
    "Pace",
    "choose_model",
    "complete",
    "embed_texts",
    "find_offered_model",
    "fit_task",
    "keep_pace",
    "list_offered_models",
    "respond",
]
