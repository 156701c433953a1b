"""Conversations and messages."""

from convosphere.features.chat.tables.attachments import MessageAttachment
from convosphere.features.chat.tables.conversations import Conversation
from convosphere.features.chat.tables.messages import Message
from convosphere.features.chat.tables.order import ArchiveRetention, ConversationTag, Folder, Tag
from convosphere.features.chat.tables.preferences import ChatPreference
from convosphere.features.chat.tables.queue import QueuedQuestion
from convosphere.features.chat.tables.ratings import MessageRating
from convosphere.features.chat.tables.shares import Share, SharedMessage

__all__ = [
    "ArchiveRetention",
    "ChatPreference",
    "Conversation",
    "ConversationTag",
    "Folder",
    "Message",
    "MessageAttachment",
    "MessageRating",
    "QueuedQuestion",
    "Share",
    "SharedMessage",
    "Tag",
]
