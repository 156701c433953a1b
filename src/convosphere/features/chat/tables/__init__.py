"""Conversations and messages."""

from convosphere.features.chat.tables.conversations import Conversation
from convosphere.features.chat.tables.messages import Message

__all__ = ["Conversation", "Message"]
