"""What can go wrong, as exceptions. What the server refuses comes as its problem+json says it."""

from collections.abc import Mapping
from typing import Final

from convosphere_client.models_gen import FieldError, MessageOut, Problem


class ConvoSphereError(Exception):
    """Base of all errors of this package."""


class ConnectionFailedError(ConvoSphereError):
    """The server cannot be reached, or did not answer, also after all attempts."""


class UnexpectedAnswerError(ConvoSphereError):
    """The server answered something that this version of the client does not understand."""


class AnswerFailedError(ConvoSphereError):
    """An answer ended without success; `message` holds what came, `message.error` says why."""

    def __init__(self, message: MessageOut) -> None:
        problem = message.error
        super().__init__(f"{problem.title}. {problem.detail}" if problem else "The answer failed.")
        self.message = message


class AnswerGoneError(ConvoSphereError):
    """The answer, or its conversation, was deleted while it was being read."""


class ProblemError(ConvoSphereError):
    """The server refused. `code` is stable; `title` and `detail` are in the reader's language."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(" ".join(part for part in (f"{problem.title}.", problem.detail) if part))
        self.problem = problem

    @property
    def code(self) -> str:
        """What it is, for programs: `not_found`, `budget_exceeded`."""
        return self.problem.code

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status

    @property
    def request_id(self) -> str:
        """By which administrators find it in the server's log."""
        return self.problem.request_id

    @property
    def field_errors(self) -> list[FieldError]:
        """The fields that are wrong, if it is about fields."""
        return self.problem.errors or []


class UnauthenticatedError(ProblemError):
    """Nobody is signed in, or the session or key has ended (401)."""


class ForbiddenError(ProblemError):
    """This person or key may not (403)."""


class NotFoundError(ProblemError):
    """There is no such thing, or not for this person (404)."""


class ConflictError(ProblemError):
    """The present state does not allow it (409)."""


class InvalidInputError(ProblemError):
    """A field is wrong; `field_errors` names it (422)."""


class TooManyRequestsError(ProblemError):
    """Too many requests, or a budget is used up (429); `problem.retry_after` says when to come back, in seconds."""


class ServerError(ProblemError):
    """The server, or a part that it needs, failed (5xx)."""


_BY_STATUS: Final[Mapping[int, type[ProblemError]]] = {
    401: UnauthenticatedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    422: InvalidInputError,
    429: TooManyRequestsError,
}
_FIRST_OF_SERVER = 500


def error_for(problem: Problem) -> ProblemError:
    """The exception of a problem's status."""
    usual = ServerError if problem.status >= _FIRST_OF_SERVER else ProblemError
    return _BY_STATUS.get(problem.status, usual)(problem)
