"""What a small model is asked beside the answers: a title, suggestions. Never the builtin one."""

from convosphere.features.chat.actions.small.after import SMALL_TASKS_JOB, do_small_tasks
from convosphere.features.chat.actions.small.preferences import change_preferences, get_preferences

__all__ = [
    "SMALL_TASKS_JOB",
    "change_preferences",
    "do_small_tasks",
    "get_preferences",
]
