"""From the engine's typed errors, or a code that was stored, to what people are told."""

from convosphere.engines.llm import ProviderError
from convosphere.features.models.errors.providers import (
    ContentFilterProblemError,
    ContextTooLongProblemError,
    ProviderAuthProblemError,
    ProviderModelProblemError,
    ProviderProblemError,
    ProviderProtocolProblemError,
    ProviderQuotaProblemError,
    ProviderRateLimitedProblemError,
    ProviderRequestProblemError,
    ProviderTimeoutProblemError,
    ProviderUnavailableProblemError,
)

# The base stands for every code that is not among them.
_BY_CODE: dict[str, type[ProviderProblemError]] = {
    kind.code: kind
    for kind in (
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
}


def provider_problem(error: ProviderError) -> ProviderProblemError:
    """What people are told for a provider's error."""
    return problem_of_code(error.code)(says=error.message, retry_after=error.retry_after)


def problem_of_code(code: str) -> type[ProviderProblemError]:
    """The kind for a stored code."""
    return _BY_CODE.get(code, ProviderProblemError)
