"""All SQL of the chat. Every read takes whose conversations it may see."""

from convosphere.features.chat.repository.answers import (
    SavedDraft,
    lock_answer,
    release_conversation,
    request_stop,
    save_drafts,
)
from convosphere.features.chat.repository.conversations import (
    add_conversation,
    delete_conversation,
    find_conversation,
    get_conversation,
    list_conversations,
)
from convosphere.features.chat.repository.messages import (
    find_answer_to,
    find_by_id,
    find_message,
    get_message,
    history,
    list_messages,
)

__all__ = [
    "SavedDraft",
    "add_conversation",
    "delete_conversation",
    "find_answer_to",
    "find_by_id",
    "find_conversation",
    "find_message",
    "get_conversation",
    "get_message",
    "history",
    "list_conversations",
    "list_messages",
    "lock_answer",
    "release_conversation",
    "request_stop",
    "save_drafts",
]
