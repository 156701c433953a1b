"""Search over all one's messages (docs/decisions/0032)."""

from convosphere.features.chat.actions.search.messages import search_messages
from convosphere.features.chat.actions.search.models import answering_models
from convosphere.features.chat.actions.search.titles import search_conversations

__all__ = ["answering_models", "search_conversations", "search_messages"]
