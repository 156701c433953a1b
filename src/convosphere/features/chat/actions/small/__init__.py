"""What a small model is asked beside the answers: a title, suggestions. Never the builtin one."""

from convosphere.features.chat.actions.small.preferences import change_preferences, get_preferences
from convosphere.features.chat.actions.small.suggestions import SUGGEST_JOB, suggest_questions
from convosphere.features.chat.actions.small.titles import TITLE_JOB, title_conversation

__all__ = [
    "SUGGEST_JOB",
    "TITLE_JOB",
    "change_preferences",
    "get_preferences",
    "suggest_questions",
    "title_conversation",
]
