"""Errors in OpenAI's form: `{"error": {message, type, param, code}}`, with the status that its clients act on."""

from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from convosphere.engines.llm import ProviderError
from convosphere.features.assistants.routes.openai.limits import refused_headers
from convosphere.features.models.errors import (
    BudgetExceededError,
    BudgetHeldError,
    BudgetTooSmallError,
    ModelNotFoundError,
    ModelUnavailableError,
    PriceUnknownError,
    in_detail,
    provider_problem,
)
from convosphere.features.models.errors.providers import (
    ContentFilterProblemError,
    ContextTooLongProblemError,
    ProviderModelProblemError,
    ProviderQuotaProblemError,
    ProviderRateLimitedProblemError,
    ProviderRequestProblemError,
)
from convosphere.platform.errors import (
    ForbiddenError,
    InvalidInputError,
    ProblemError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnavailableError,
)
from convosphere.platform.i18n import negotiate, translate
from convosphere.platform.problems import UnsupportedError as MalformedError

_INVALID = "invalid_request_error"
_FIRST_SERVER_STATUS = 500

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Form:
    """How a kind of problem is told; None: the problem's own status and code."""

    type: str
    status: int | None = None
    code: str | None = None
    param: str | None = None


# OpenAI's words for ours.
_CODES = {"extra_forbidden": "unknown_parameter"}

# OpenAI's clients send a request again after 409, 429 and 5xx, and raise a type of their own for each status.
_FORMS: dict[type[ProblemError], _Form] = {
    InvalidInputError: _Form(_INVALID, 400),
    UnauthenticatedError: _Form(_INVALID, 401, "invalid_api_key"),
    ForbiddenError: _Form("permission_error"),
    TooManyRequestsError: _Form("rate_limit_error", code="rate_limit_exceeded"),
    BudgetExceededError: _Form("insufficient_quota", code="insufficient_quota"),
    BudgetHeldError: _Form("rate_limit_error", code="rate_limit_exceeded"),
    BudgetTooSmallError: _Form("insufficient_quota", 429, "insufficient_quota"),
    PriceUnknownError: _Form(_INVALID, 404, "model_not_found", "model"),
    ModelNotFoundError: _Form(_INVALID, param="model"),
    ModelUnavailableError: _Form(_INVALID, 404, param="model"),
    ProviderModelProblemError: _Form(_INVALID, 404, "model_not_found", "model"),
    ContextTooLongProblemError: _Form(_INVALID, 400, "context_length_exceeded", "messages"),
    ContentFilterProblemError: _Form(_INVALID, 400, "content_filter", "messages"),
    ProviderRequestProblemError: _Form(_INVALID, 400),
    ProviderRateLimitedProblemError: _Form("rate_limit_error", code="rate_limit_exceeded"),
    ProviderQuotaProblemError: _Form("insufficient_quota", code="insufficient_quota"),
}


def failure_response(request: Request, error: Exception) -> Response:
    """Any error as the client gets it, in the language of the key's person, else by `Accept-Language`."""
    problem = _problem(error)
    locale = getattr(request.state, "locale", None) or negotiate(request.headers.get("accept-language"))
    status, body = failure(problem, locale)
    headers = problem.headers()
    final = isinstance(error, ProviderError) and not error.retryable
    if isinstance(error, BudgetExceededError) and not isinstance(error, BudgetHeldError):
        headers |= refused_headers(error.facts, request.app.state.platform.clock.now())
        final = True
    if final:
        # OpenAI's clients would try a refused key or an empty account again, and again.
        headers["x-should-retry"] = "false"
    return Response(orjson.dumps(body), status, headers=headers, media_type="application/json")


def failure(problem: ProblemError, locale: str) -> tuple[int, dict[str, Any]]:
    """The status and the body for a problem."""
    form = next((_FORMS[kind] for kind in type(problem).__mro__ if kind in _FORMS), None)
    if form is None:
        form = _Form(_INVALID if problem.status < _FIRST_SERVER_STATUS else "server_error")
    message, code, param = problem.detail(locale), form.code or problem.code, form.param
    fields = problem.field_errors(locale)
    if fields:
        param = _param(fields[0])
        message = f"{param}: {fields[0]['message']}" if param else fields[0]["message"]
        code = _CODES.get(fields[0]["code"], fields[0]["code"])
    if isinstance(problem, ForbiddenError) and "permission" in problem.params:
        message = translate("openai.forbidden", locale, **problem.params)
    if isinstance(problem, ProviderRequestProblemError):
        # It speaks of the caller's own request, and nobody else can mend that.
        message = in_detail(message, problem.says, locale, quoted=problem.quoted)
    error = {"message": message, "type": form.type, "param": param, "code": code}
    return form.status or problem.status, {"error": error}


def provider_failure(error: ProviderError, locale: str) -> dict[str, Any]:
    """The body for a provider's error, where the status has been sent already."""
    return failure(provider_problem(error), locale)[1]


def _problem(error: Exception) -> ProblemError:
    if isinstance(error, HTTPException) and isinstance(error.__cause__, ProblemError):
        # FastAPI puts this around whatever fails while the body is read.
        error = error.__cause__
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, ProviderError):
        return provider_problem(error)
    if isinstance(error, RequestValidationError):
        return InvalidInputError.from_validation(error.errors())
    if isinstance(error, HTTPException):
        return MalformedError()
    if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError):
        _log.error("database_unavailable", error=str(error.__cause__ or error))
        return UnavailableError()
    _log.error("unhandled_error", exc_info=error)
    return ProblemError()


def _param(field: dict[str, str]) -> str | None:
    """A field's path as OpenAI writes it: `messages[0].content`. None: the body as a whole."""
    if field["code"] == "json_invalid":  # its path is a position in the text
        return None
    path = ""
    for part in field["field"].split(".")[1:]:
        path += f"[{part}]" if part.isdecimal() else f".{part}" if path else part
    return path or None
