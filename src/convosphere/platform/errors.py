"""Errors with a stable code, told to clients as problem+json (RFC 9457) in the reader's language.

Features subclass these: a `code`, a `status` if it differs, and the texts `errors.<code>.title` and
`.detail` in their catalogue. An error without texts of its own speaks with those of its base class.
"""

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from convosphere.platform.i18n import has_text, translate

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One input field and what is wrong with it.

    `field` is a path ("body.email", "query.limit"); `code` a word of `validation.<code>` in the catalogue
    (Pydantic's error types are such words); `message` is said as it is when the catalogue has no such word.
    """

    field: str
    code: str
    message: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def body(self, locale: str) -> dict[str, str]:
        """The entry of the problem's `errors` list."""
        key = f"validation.{self.code}"
        if has_text(key):
            text = translate(key, locale, **self.params)
        else:
            text = self.message or translate("validation.invalid", locale)
        return {"field": self.field, "message": text, "code": self.code}


class ProblemError(Exception):
    """Base of every error that a client is told about.

    Keyword arguments fill the placeholders of the title and the detail; `field` ("body.email") names the
    input to blame.
    """

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        shown = ", ".join(f"{name}={value!r}" for name, value in params.items())
        super().__init__(f"{self.code}({shown})" if shown else self.code)
        self.field = field
        self.params = params

    def title(self, locale: str) -> str:
        """What happened, in a few words."""
        return self._text("title", locale)

    def detail(self, locale: str) -> str:
        """What happened, what it means, and what to do."""
        return self._text("detail", locale)

    def body(self, locale: str, request_id: str) -> dict[str, Any]:
        """The problem+json object."""
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title(locale),
            "status": self.status,
            "detail": self.detail(locale),
            "code": self.code,
            "request_id": request_id,
        }
        errors = self.field_errors(locale)
        if errors:
            problem["errors"] = errors
        return problem

    def field_errors(self, locale: str) -> list[dict[str, str]]:
        """The fields to blame, as the problem's `errors`."""
        if self.field is None:
            return []
        return [{"field": self.field, "message": self.detail(locale), "code": self.code}]

    def headers(self) -> dict[str, str]:
        """What the response must carry beside the body."""
        return {}

    def _text(self, part: str, locale: str) -> str:
        for ancestor in type(self).__mro__:
            code = ancestor.__dict__.get("code")
            if isinstance(code, str) and has_text(f"errors.{code}.{part}"):
                return translate(f"errors.{code}.{part}", locale, **self.params)
        return translate(f"errors.internal_error.{part}", locale)


class UnauthenticatedError(ProblemError):
    """Nobody is signed in, or the proof of it does not hold (any more)."""

    code = "unauthenticated"
    status = 401

    def headers(self) -> dict[str, str]:
        """The scheme to authenticate with (RFC 9110, section 11.6.1)."""
        return {"WWW-Authenticate": "Bearer"}


class ForbiddenError(ProblemError):
    """Signed in, but not permitted."""

    code = "forbidden"
    status = 403


class NotFoundError(ProblemError):
    """There is no such thing, or not for this person: both look the same."""

    code = "not_found"
    status = 404


class ConflictError(ProblemError):
    """The present state does not allow it."""

    code = "conflict"
    status = 409


class InvalidInputError(ProblemError):
    """The request's content is wrong; `problems` says where, when more than one field is."""

    code = "invalid_input"
    status = 422

    def __init__(self, *, field: str | None = None, problems: Sequence[FieldProblem] = (), **params: object) -> None:
        super().__init__(field=field, **params)
        self.problems = tuple(problems)

    @classmethod
    def from_validation(cls, errors: Iterable[Mapping[str, Any]]) -> "InvalidInputError":
        """From the `errors()` of a Pydantic or FastAPI validation error."""
        return cls(problems=[_field_problem(error) for error in errors])

    def field_errors(self, locale: str) -> list[dict[str, str]]:
        """The fields to blame, as the problem's `errors`."""
        if not self.problems:
            return super().field_errors(locale)
        return [problem.body(locale) for problem in self.problems]


def _field_problem(error: Mapping[str, Any]) -> FieldProblem:
    context = error.get("ctx") or {}
    return FieldProblem(
        # The place of a JSON mistake is an offset in the text, not a field.
        field=".".join(str(part) for part in error["loc"][: 1 if error["type"] == "json_invalid" else None]),
        code=str(error["type"]),
        message=str(error["msg"]),
        # `expected` and `error` may be objects; only their text is ever shown.
        params={str(name): value for name, value in context.items()},
    )


class TooManyRequestsError(ProblemError):
    """A limit is used up; `retry_after` is the number of seconds until it is not."""

    code = "too_many_requests"
    status = 429

    def __init__(self, *, retry_after: float, field: str | None = None, **params: object) -> None:
        # Whole seconds, at least one: that is what Retry-After takes (RFC 9110, section 10.2.3).
        self.retry_after = max(1, math.ceil(retry_after))
        super().__init__(field=field, **{"count": self.retry_after, "retry_after": self.retry_after} | params)

    def body(self, locale: str, request_id: str) -> dict[str, Any]:
        """The problem+json object, with `retry_after` in seconds."""
        return super().body(locale, request_id) | {"retry_after": self.retry_after}

    def headers(self) -> dict[str, str]:
        """`Retry-After`."""
        return {"Retry-After": str(self.retry_after)}


class UnavailableError(ProblemError):
    """Something this request needs does not answer at present; trying again may help."""

    code = "unavailable"
    status = 503
