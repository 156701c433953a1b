"""Programs talk with ConvoSphere: `ConvoSphere` for those that wait, `AsyncConvoSphere` for those that do not."""

from convosphere_client import models_gen as models
from convosphere_client._async.client import AsyncConvoSphere
from convosphere_client._async.stream import AsyncAnswerStream
from convosphere_client._sync.client import ConvoSphere
from convosphere_client._sync.stream import AnswerStream
from convosphere_client.credentials import SessionFile, SessionMemory, SessionStore, Tokens, session_path
from convosphere_client.errors import (
    AnswerFailedError,
    AnswerGoneError,
    ConflictError,
    ConnectionFailedError,
    ConvoSphereError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    ProblemError,
    ServerError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnexpectedAnswerError,
)
from convosphere_client.events import (
    AnswerDelta,
    AnswerEnded,
    AnswerEvent,
    AnswerWithdrawn,
    ConnectionCut,
    ConnectionResumed,
)
from convosphere_client.ids import new_id
from convosphere_client.retries import NO_RETRIES, Retries
from convosphere_client.version import VERSION

__all__ = [
    "NO_RETRIES",
    "VERSION",
    "AnswerDelta",
    "AnswerEnded",
    "AnswerEvent",
    "AnswerFailedError",
    "AnswerGoneError",
    "AnswerStream",
    "AnswerWithdrawn",
    "AsyncAnswerStream",
    "AsyncConvoSphere",
    "ConflictError",
    "ConnectionCut",
    "ConnectionFailedError",
    "ConnectionResumed",
    "ConvoSphere",
    "ConvoSphereError",
    "ForbiddenError",
    "InvalidInputError",
    "NotFoundError",
    "ProblemError",
    "Retries",
    "ServerError",
    "SessionFile",
    "SessionMemory",
    "SessionStore",
    "Tokens",
    "TooManyRequestsError",
    "UnauthenticatedError",
    "UnexpectedAnswerError",
    "models",
    "new_id",
    "session_path",
]
