"""How errors leave the API: problem+json (RFC 9457), documented in OpenAPI and made in one place."""

from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convosphere.platform.errors import (
    MEDIA_TYPE,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    ProblemError,
    UnauthenticatedError,
    UnavailableError,
)
from convosphere.platform.i18n import negotiate
from convosphere.platform.storage import StorageFullError, is_full
from convosphere.platform.telemetry import current_request_id

_log = structlog.get_logger(__name__)


class MethodNotAllowedError(ProblemError):
    """The address exists, but not for this method."""

    code = "method_not_allowed"
    status = 405


class UnsupportedError(ProblemError):
    """The request is malformed in a way that no field describes."""

    code = "bad_request"
    status = 400


class FieldError(BaseModel):
    """One field and what is wrong with it."""

    field: str = Field(examples=["body.email"])
    message: str = Field(examples=["This e-mail address is not valid."])
    code: str = Field(examples=["invalid_email"])


class Problem(BaseModel):
    """An error (RFC 9457). `code` is stable; `title` and `detail` are in the reader's language."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such conversation, or it is not yours."])
    code: str = Field(examples=["not_found"])
    request_id: str = Field(examples=["0198f3c2a1b27d3e8f4a5b6c7d8e9f00"])
    errors: list[FieldError] | None = None
    retry_after: float | None = None


_DESCRIPTIONS = {
    400: "The request is malformed",
    401: "Nobody is signed in, or the session has ended",
    403: "Not permitted",
    404: "There is no such thing, or not for you",
    409: "The present state does not allow it",
    410: "It has expired or was used",
    413: "Too large",
    416: "The range lies behind the end",
    422: "A field is wrong; `errors` names it",
    429: "Too many requests; `retry_after` says when to come back",
    502: "A model provider failed",
    503: "A part that is needed does not answer",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for a route's errors."""
    return {
        status: {
            "description": _DESCRIPTIONS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def describe_problems(document: dict[str, Any]) -> None:
    """Adds the schema that `problems` refers to, and puts it in place of FastAPI's form of validation errors."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for path in document["paths"].values():
        for operation in path.values():
            answers = operation.get("responses", {})
            if "HTTPValidationError" in str(answers.get("422")):
                answers["422"] = problems(422)[422]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)


def problem_response(request: Request, error: ProblemError) -> Response:
    """The error as the client gets it, in the person's language, else by `Accept-Language`."""
    locale = getattr(request.state, "locale", None) or negotiate(request.headers.get("accept-language"))
    body = error.body(locale, current_request_id() or "")
    return Response(orjson.dumps(body), error.status, headers=error.headers(), media_type=MEDIA_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    """Makes every error of `app` a problem+json."""

    @app.exception_handler(ProblemError)
    async def on_problem(request: Request, error: ProblemError) -> Response:
        return problem_response(request, error)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        return problem_response(request, InvalidInputError.from_validation(error.errors()))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        if isinstance(error.__cause__, ProblemError):
            # FastAPI wraps what is raised while it reads the body.
            return problem_response(request, error.__cause__)
        known: dict[int, type[ProblemError]] = {
            401: UnauthenticatedError,
            403: ForbiddenError,
            404: NotFoundError,
            405: MethodNotAllowedError,
        }
        response = problem_response(request, known.get(error.status_code, UnsupportedError)())
        for name, value in (error.headers or {}).items():
            response.headers[name] = value
        return response

    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(PoolTimeoutError)
    async def on_database(request: Request, error: Exception) -> Response:
        _log.error("database_unavailable", error=str(error.__cause__ or error))
        return problem_response(request, StorageFullError() if is_full(error) else UnavailableError())


class BugMiddleware:
    """Answers what nobody expected with a plain 500, logged whole.

    It stands inside the middlewares for request ids and headers; Starlette's own place for this is outside them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request; sockets end by themselves."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:
            _log.exception("unhandled_error", path=scope["path"])
            if started:
                # The client has half an answer; only breaking off tells it so.
                raise
            await problem_response(Request(scope), ProblemError())(scope, receive, send)
