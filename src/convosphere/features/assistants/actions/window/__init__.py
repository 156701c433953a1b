"""What of a conversation a model sees: as much of its end as fits into its context."""

from convosphere.features.assistants.actions.window.fitting import Asked, Fitted, fit
from convosphere.features.assistants.actions.window.foresight import fit_task

__all__ = ["Asked", "Fitted", "fit", "fit_task"]
