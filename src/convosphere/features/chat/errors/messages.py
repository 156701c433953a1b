"""What can be wrong with a question, an answer, or what is done to them."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, InvalidInputError


class AnswerRunningError(ConflictError):
    """An answer is being written in this conversation; one at a time."""

    code: ClassVar[str] = "answer_running"


class NotAnswerableError(ConflictError):
    """Only an answer that has ended can be tried again."""

    code: ClassVar[str] = "not_an_ended_answer"


class NotContinuableError(ConflictError):
    """Only an answer that was cut off, with nothing behind it, can go on."""

    code: ClassVar[str] = "not_cut_off"


class NotRateableError(ConflictError):
    """Only an answer that has ended can be rated."""

    code: ClassVar[str] = "not_rateable"


class TooManyPinsError(ConflictError):
    """As many messages of the conversation are kept in the context as may."""

    code: ClassVar[str] = "too_many_pins"


class NothingToChooseError(ConflictError):
    """The message is no answer of a comparison that is open."""

    code: ClassVar[str] = "nothing_to_choose"


class NotShownError(ConflictError):
    """The message lies on a branch that is not shown."""

    code: ClassVar[str] = "not_shown"


class QueueFullError(ConflictError):
    """As many questions wait as may."""

    code: ClassVar[str] = "queue_full"


class IdTakenError(ConflictError):
    """The id of the client's making names something else already."""

    code: ClassVar[str] = "id_taken"


class ResyncRequiredError(ConflictError):
    """The events asked for are no longer kept; fetch the messages afresh."""

    code: ClassVar[str] = "resync_required"


class MessageTooLongError(InvalidInputError):
    """The message is longer than this installation accepts."""

    code: ClassVar[str] = "message_too_long"
