"""What can go wrong with a provider, as a small set of types that callers can act on.

Each states a fact. `str(error)` is the provider's own message or a remark of ours, bounded, without secrets: it may be
shown to an administrator and logged. What people read is translated from `code` by the feature that shows it.
"""

from typing import ClassVar, Literal


class ProviderError(Exception):
    """A provider did not give the answer.

    `retryable`: the same request may succeed later. `retry_after`: seconds the provider asks to wait, if it
    says so. `status`: the HTTP status, if there was one. `provider_code`: the provider's own code, if any.
    `quoted`: the message is the provider's, else ours.
    """

    code: ClassVar[str] = "provider_error"
    retryable_by_nature: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        provider_code: str | None = None,
        retry_after: float | None = None,
        retryable: bool | None = None,
        quoted: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.provider_code = provider_code
        self.retry_after = retry_after
        self.quoted = quoted
        self.retryable = self.retryable_by_nature if retryable is None else retryable


class AuthError(ProviderError):
    """The provider refuses the API key, or the key may not do this."""

    code = "provider_auth"


class RateLimitError(ProviderError):
    """Too many requests or tokens in too short a time."""

    code = "provider_rate_limited"
    retryable_by_nature = True


class QuotaExceededError(RateLimitError):
    """The account's budget is used up; waiting does not help, paying does."""

    code = "provider_quota_exceeded"
    retryable_by_nature = False


class ContextTooLongError(ProviderError):
    """The messages, with room for the answer, do not fit into the model's context."""

    code = "provider_context_too_long"


class ContentFilterError(ProviderError):
    """The provider's content policy blocked the request."""

    code = "provider_content_filter"


class ModelNotFoundError(ProviderError):
    """The provider does not know the model, or there is no such API under the base URL."""

    code = "provider_model_not_found"


class BadRequestError(ProviderError):
    """The provider does not accept the request as it is."""

    code = "provider_bad_request"


class ProviderTimeoutError(ProviderError):
    """The provider took longer than the connection's patience; `phase` says where."""

    code = "provider_timeout"
    retryable_by_nature = True

    def __init__(self, message: str, *, phase: Literal["connect", "first_token", "between_tokens"]) -> None:
        super().__init__(message)
        self.phase = phase


class UnavailableError(ProviderError):
    """The provider is overloaded, reports a fault of its own or breaks connections; see also `unreachable`."""

    code = "provider_unavailable"
    retryable_by_nature = True


class ProtocolError(ProviderError):
    """What arrived is not what the provider's protocol promises.

    `cut`: the stream was proper but stopped before its end (retryable); else it was garbage.
    """

    code = "provider_protocol"

    def __init__(self, message: str, *, cut: bool = False, status: int | None = None) -> None:
        super().__init__(message, status=status, retryable=cut)
        self.cut = cut
