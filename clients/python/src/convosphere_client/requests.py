"""A request before it is sent, and an answer after it has come. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from pydantic_core import to_jsonable_python

from convosphere_client.errors import ProblemError, UnexpectedAnswerError, error_for
from convosphere_client.models_gen import Problem
from convosphere_client.retries import retry_after_of

_REPEATABLE: Final = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
_PROBLEM: Final = "application/problem+json"
Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Request:
    """One request below `/api/v1`. `content` is sent as it is, with `headers`; `json` as JSON."""

    method: str
    path: str
    query: Mapping[str, Any]
    headers: Mapping[str, str]
    json: Any = None
    content: bytes | None = None
    repeatable: bool = False


def request(
    method: str,
    path: str,
    *,
    query: Mapping[str, object] | None = None,
    headers: Mapping[str, object] | None = None,
    body: BaseModel | None = None,
    content: bytes | None = None,
    content_type: str | None = None,
) -> Request:
    """Puts a request together; what is None is left out.

    It may be repeated if its method is idempotent, or if its body carries an id of the caller's making.
    """
    # The API tells fields that are left out from fields that are null.
    json = None if body is None else body.model_dump(mode="json", exclude_unset=True)
    sent = {name: _text(value) for name, value in (headers or {}).items() if value is not None}
    if content_type is not None:
        sent["content-type"] = content_type
    return Request(
        method=method,
        path=path,
        query={name: to_jsonable_python(value) for name, value in (query or {}).items() if value is not None},
        headers=sent,
        json=json,
        content=content,
        repeatable=method in _REPEATABLE or getattr(body, "id", None) is not None,
    )


def segment(value: object) -> str:
    """A value as one part of a path."""
    return quote(_text(value), safe="")


def read(kind: type[Answer], content: bytes) -> Answer:
    """The body of an answer.

    Raises:
        UnexpectedAnswerError: it has another shape than this client's version knows.
    """
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise UnexpectedAnswerError(_explain(kind, error)) from error


def read_object(kind: type[Answer], value: object) -> Answer:
    """As `read`, of something that was JSON."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise UnexpectedAnswerError(_explain(kind, error)) from error


def problem_of(status: int, headers: Mapping[str, str], content: bytes) -> ProblemError:
    """The error that an answer carries; also of proxies that speak no problem+json."""
    retry_after = retry_after_of(headers, datetime.now(UTC))
    if headers.get("content-type", "").startswith(_PROBLEM):
        problem = read(Problem, content)
        if problem.retry_after is None and retry_after is not None:
            problem = problem.model_copy(update={"retry_after": retry_after})
        return error_for(problem)
    return error_for(
        Problem(
            title=f"The server answered {status}",
            status=status,
            detail="",
            code=f"http_{status}",
            request_id=headers.get("x-request-id", ""),
            retry_after=retry_after,
        )
    )


def _text(value: object) -> str:
    return str(to_jsonable_python(value))


def _explain(kind: type[BaseModel], error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{kind.__name__}: {place or 'the answer'}: {first['msg']}. Client and server may be of different versions."
