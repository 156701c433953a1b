"""Conversations and messages."""

from convosphere.features.chat.tables.attachments import MessageAttachment
from convosphere.features.chat.tables.conversations import Conversation
from convosphere.features.chat.tables.messages import Message
from convosphere.features.chat.tables.order import ArchiveRetention, ConversationTag, Folder, Tag
from convosphere.features.chat.tables.preferences import ChatPreference
from convosphere.features.chat.tables.queue import QueuedQuestion
from convosphere.features.chat.tables.ratings import MessageRating
from convosphere.features.chat.tables.shares import Share, SharedMessage
from convosphere.features.chat.tables.sources import ConversationSource
from convosphere.features.chat.tables.summaries import ConversationSummary
from convosphere.features.chat.tables.together import ConversationMember, ConversationReceipt

__all__ = [
    "ArchiveRetention",
    "ChatPreference",
    "Conversation",
    "ConversationMember",
    "ConversationReceipt",
    "ConversationSource",
    "ConversationSummary",
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
