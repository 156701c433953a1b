"""What went wrong at a provider, as people are told: the engine's typed errors with a status and texts."""

from typing import Any

from convosphere.engines.llm import ProviderError
from convosphere.platform.errors import ProblemError


class ProviderProblemError(ProblemError):
    """A provider did not give the answer; the base of all kinds of it.

    `says`: the provider's own words, for administrators alone. `retry_after`: seconds it asks to wait, if any.
    """

    code = "provider_error"
    status = 502

    def __init__(self, *, says: str = "", retry_after: float | None = None) -> None:
        super().__init__()
        self.says = says
        self.retry_after = retry_after

    def body(self, locale: str, request_id: str) -> dict[str, Any]:
        """The problem+json object, with `retry_after` if it is known."""
        problem = super().body(locale, request_id)
        return problem if self.retry_after is None else problem | {"retry_after": self.retry_after}

    def headers(self) -> dict[str, str]:
        """`Retry-After`, if it is known."""
        return {} if self.retry_after is None else {"Retry-After": str(max(1, round(self.retry_after)))}


class ProviderAuthProblemError(ProviderProblemError):
    """The provider refuses the key."""

    code = "provider_auth"


class ProviderRateLimitedProblemError(ProviderProblemError):
    """The provider wants fewer requests or tokens in this time."""

    code = "provider_rate_limited"
    status = 429


class ProviderQuotaProblemError(ProviderProblemError):
    """The account at the provider is used up."""

    code = "provider_quota_exceeded"
    status = 429


class ContextTooLongProblemError(ProviderProblemError):
    """The conversation does not fit into the model's context."""

    code = "provider_context_too_long"
    status = 422


class ContentFilterProblemError(ProviderProblemError):
    """The provider's content policy blocked the request."""

    code = "provider_content_filter"
    status = 422


class ProviderModelProblemError(ProviderProblemError):
    """The provider does not know the model, or nothing of the kind is at the address."""

    code = "provider_model_not_found"


class ProviderRequestProblemError(ProviderProblemError):
    """The provider does not accept the request as it is."""

    code = "provider_bad_request"


class ProviderTimeoutProblemError(ProviderProblemError):
    """The provider took too long."""

    code = "provider_timeout"
    status = 503


class ProviderUnavailableProblemError(ProviderProblemError):
    """The provider cannot be reached or is out of order."""

    code = "provider_unavailable"
    status = 503


class ProviderProtocolProblemError(ProviderProblemError):
    """What the provider sent makes no sense, or broke off."""

    code = "provider_protocol"


_KINDS: tuple[type[ProviderProblemError], ...] = (
    ProviderAuthProblemError,
    ProviderRateLimitedProblemError,
    ProviderQuotaProblemError,
    ContextTooLongProblemError,
    ContentFilterProblemError,
    ProviderModelProblemError,
    ProviderRequestProblemError,
    ProviderTimeoutProblemError,
    ProviderUnavailableProblemError,
    ProviderProtocolProblemError,
)
_BY_CODE = {kind.code: kind for kind in _KINDS}  # the base stands for every code that is not among them


def provider_problem(error: ProviderError) -> ProviderProblemError:
    """What people are told for a provider's error."""
    return problem_of_code(error.code)(says=error.message, retry_after=error.retry_after)


def problem_of_code(code: str) -> type[ProviderProblemError]:
    """The kind of problem for a code that was stored."""
    return _BY_CODE.get(code, ProviderProblemError)
