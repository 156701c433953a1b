"""Search over all one's messages (docs/decisions/0032)."""

from convosphere.features.chat.actions.search.messages import search_messages
from convosphere.features.chat.actions.search.titles import search_conversations

__all__ = ["search_conversations", "search_messages"]
