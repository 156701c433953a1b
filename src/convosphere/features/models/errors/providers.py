"""What went wrong at a provider, as people are told: each kind with its status."""

from typing import Any, ClassVar

from convosphere.platform.errors import ProblemError


class ProviderProblemError(ProblemError):
    """A provider did not give the answer; the base of all kinds of it.

    `says`: the provider's own words (`quoted`) or a remark of ours, for administrators alone. `retry_after`: seconds it
    asks to wait, if any.
    """

    code = "provider_error"
    status = 502
    # Whether its texts say all there is to say, so that no remark of ours need follow them.
    complete: ClassVar[bool] = False

    def __init__(self, *, says: str = "", quoted: bool = False, retry_after: float | None = None) -> None:
        super().__init__()
        self.says, self.quoted, self.retry_after = says, quoted, retry_after

    def body(self, locale: str, request_id: str) -> dict[str, Any]:
        """The problem+json object, with `retry_after` if it is known."""
        known = {} if self.retry_after is None else {"retry_after": self.retry_after}
        return super().body(locale, request_id) | known

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
    """The provider is out of order or overloaded."""

    code = "provider_unavailable"
    status = 503


class ProviderProtocolProblemError(ProviderProblemError):
    """What the provider sent makes no sense, or broke off."""

    code = "provider_protocol"
