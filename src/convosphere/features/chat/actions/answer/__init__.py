"""Writing an answer: taken on by a worker, sent as it comes, saved each second, ended in one transaction."""

from convosphere.features.chat.actions.answer.desk import AnswerDesk
from convosphere.features.chat.actions.answer.turn import abandon_answer, write_answer

__all__ = ["AnswerDesk", "abandon_answer", "write_answer"]
