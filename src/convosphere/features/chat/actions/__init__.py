"""What can be done in a chat, one verb or noun per file."""

from convosphere.features.chat.actions.answer import AnswerDesk
from convosphere.features.chat.actions.conversations import (
    change_conversation,
    create_conversation,
    delete_conversation,
    get_conversation,
    list_conversations,
)
from convosphere.features.chat.actions.present import present_conversation, present_message
from convosphere.features.chat.actions.read import list_messages, wait_for_events
from convosphere.features.chat.actions.relay import Relay, TooManySubscriptionsError
from convosphere.features.chat.actions.send import ANSWER_JOB, retry_answer, send_message
from convosphere.features.chat.actions.stop import STOP_SIGNAL, stop_answer

__all__ = [
    "ANSWER_JOB",
    "STOP_SIGNAL",
    "AnswerDesk",
    "Relay",
    "TooManySubscriptionsError",
    "change_conversation",
    "create_conversation",
    "delete_conversation",
    "get_conversation",
    "list_conversations",
    "list_messages",
    "present_conversation",
    "present_message",
    "retry_answer",
    "send_message",
    "stop_answer",
    "wait_for_events",
]
