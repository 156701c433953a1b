"""From a question to the job that answers it: at once, after waiting, again, or going on."""

from convosphere.features.chat.actions.send.again import continue_answer, retry_answer
from convosphere.features.chat.actions.send.answers import ANSWER_JOB
from convosphere.features.chat.actions.send.ask import send_message
from convosphere.features.chat.actions.send.queueing import change_queued, start_next, steer_queued, withdraw_queued

__all__ = [
    "ANSWER_JOB",
    "change_queued",
    "continue_answer",
    "retry_answer",
    "send_message",
    "start_next",
    "steer_queued",
    "withdraw_queued",
]
