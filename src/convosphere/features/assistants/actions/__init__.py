"""Use cases: the one loop that answers, and what programs ask for through `/v1`."""

from convosphere.features.assistants.actions.complete import choose_model, complete
from convosphere.features.assistants.actions.loop import respond
from convosphere.features.assistants.actions.offered import find_offered_model, list_offered_models

__all__ = ["choose_model", "complete", "find_offered_model", "list_offered_models", "respond"]
