"""What can be wrong with a request to the chat."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, InvalidInputError


class AnswerRunningError(ConflictError):
    """An answer is being written in this conversation; one at a time."""

    code: ClassVar[str] = "answer_running"


class NotAnswerableError(ConflictError):
    """Only an answer that has ended can be tried again."""

    code: ClassVar[str] = "not_an_ended_answer"


class IdTakenError(ConflictError):
    """The id of the client's making names something else already."""

    code: ClassVar[str] = "id_taken"


class ResyncRequiredError(ConflictError):
    """The events asked for are no longer kept; fetch the messages afresh."""

    code: ClassVar[str] = "resync_required"


class MessageTooLongError(InvalidInputError):
    """The message is longer than this installation accepts."""

    code: ClassVar[str] = "message_too_long"
