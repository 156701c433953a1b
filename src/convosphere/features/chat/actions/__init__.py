"""What can be done in a chat, one verb or noun per file."""

from convosphere.features.chat.actions.answer import AnswerDesk
from convosphere.features.chat.actions.branches import choose_answer, delete_message, show_branch
from convosphere.features.chat.actions.conversations import (
    change_conversation,
    create_conversation,
    delete_conversation,
    get_conversation,
    list_conversations,
    remove_conversations,
)
from convosphere.features.chat.actions.present import present_conversation, present_message, present_rating
from convosphere.features.chat.actions.ratings import rate_answer, unrate_answer
from convosphere.features.chat.actions.read import Wanted, list_messages, wait_for_events
from convosphere.features.chat.actions.relay import Relay, TooManySubscriptionsError
from convosphere.features.chat.actions.search import search_conversations, search_messages
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
    SUGGEST_JOB,
    TITLE_JOB,
    change_preferences,
    get_preferences,
    suggest_questions,
    title_conversation,
)
from convosphere.features.chat.actions.stop import STOP_SIGNAL, stop_answer
from convosphere.features.chat.actions.temporary import purge_temporary

__all__ = [
    "ANSWER_JOB",
    "STOP_SIGNAL",
    "SUGGEST_JOB",
    "TITLE_JOB",
    "AnswerDesk",
    "Relay",
    "TooManySubscriptionsError",
    "Wanted",
    "change_conversation",
    "change_preferences",
    "change_queued",
    "choose_answer",
    "continue_answer",
    "create_conversation",
    "delete_conversation",
    "delete_message",
    "get_conversation",
    "get_preferences",
    "list_conversations",
    "list_messages",
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
    "show_branch",
    "steer_queued",
    "stop_answer",
    "suggest_questions",
    "title_conversation",
    "unrate_answer",
    "wait_for_events",
    "withdraw_queued",
]
