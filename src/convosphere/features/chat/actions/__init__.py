"""What can be done in a chat, one verb or noun per file."""

from convosphere.features.chat.actions.answer import AnswerDesk
from convosphere.features.chat.actions.branches import choose_answer, delete_message, show_branch
from convosphere.features.chat.actions.citations import open_citation
from convosphere.features.chat.actions.context import ContextWanted, show_context
from convosphere.features.chat.actions.conversations import (
    change_conversation,
    create_conversation,
    delete_conversation,
    get_conversation,
    list_conversations,
    remove_conversations,
)
from convosphere.features.chat.actions.pins import pin_message
from convosphere.features.chat.actions.presence import PresenceRelay
from convosphere.features.chat.actions.present import present_conversation, present_message, present_rating
from convosphere.features.chat.actions.ratings import rate_answer, unrate_answer
from convosphere.features.chat.actions.read import Wanted, list_messages, wait_for_events
from convosphere.features.chat.actions.relay import Relay, Send, TooManySubscriptionsError
from convosphere.features.chat.actions.search import answering_models, search_conversations, search_messages
from convosphere.features.chat.actions.send import (
    ANSWER_JOB,
    change_queued,
    continue_answer,
    retry_answer,
    send_message,
    steer_queued,
    withdraw_queued,
)
from convosphere.features.chat.actions.small import (
    SMALL_TASKS_JOB,
    change_preferences,
    do_small_tasks,
    get_preferences,
)
from convosphere.features.chat.actions.sources import list_sources, set_sources
from convosphere.features.chat.actions.stop import STOP_SIGNAL, stop_answer
from convosphere.features.chat.actions.temporary import purge_temporary
from convosphere.features.chat.actions.together.files import link_to_attachment
from convosphere.features.chat.actions.together.listing import show_conversation, show_conversations
from convosphere.features.chat.actions.together.members import close_conversation, list_members, open_conversation
from convosphere.features.chat.actions.together.receipts import move_receipt
from convosphere.features.chat.actions.together.rights import access_to
from convosphere.features.chat.actions.together.telling import ACCESS_SIGNAL

__all__ = [
    "ACCESS_SIGNAL",
    "ANSWER_JOB",
    "SMALL_TASKS_JOB",
    "STOP_SIGNAL",
    "AnswerDesk",
    "ContextWanted",
    "PresenceRelay",
    "Relay",
    "Send",
    "TooManySubscriptionsError",
    "Wanted",
    "access_to",
    "answering_models",
    "change_conversation",
    "change_preferences",
    "change_queued",
    "choose_answer",
    "close_conversation",
    "continue_answer",
    "create_conversation",
    "delete_conversation",
    "delete_message",
    "do_small_tasks",
    "get_conversation",
    "get_preferences",
    "link_to_attachment",
    "list_conversations",
    "list_members",
    "list_messages",
    "list_sources",
    "move_receipt",
    "open_citation",
    "open_conversation",
    "pin_message",
    "present_conversation",
    "present_message",
    "present_rating",
    "purge_temporary",
    "rate_answer",
    "remove_conversations",
    "retry_answer",
    "search_conversations",
    "search_messages",
    "send_message",
    "set_sources",
    "show_branch",
    "show_context",
    "show_conversation",
    "show_conversations",
    "steer_queued",
    "stop_answer",
    "unrate_answer",
    "wait_for_events",
    "withdraw_queued",
]
