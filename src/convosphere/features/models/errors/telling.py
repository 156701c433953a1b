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
from convosphere.features.models.errors.unreachable import UNREACHABLE
from convosphere.platform.i18n import translate

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
} | {kind.code: kind for kind in UNREACHABLE}


def provider_problem(error: ProviderError) -> ProviderProblemError:
    """What people are told for a provider's error."""
    return problem_of_code(error.code)(says=error.message, quoted=error.quoted, retry_after=error.retry_after)


def in_detail(detail: str, says: str, locale: str, *, quoted: bool) -> str:
    """The problem's detail with what is known besides: in the provider's words (`quoted`), or a remark of ours."""
    if not says:
        return detail
    return f"{detail} {translate('models.provider_says' if quoted else 'models.more_exactly', locale, message=says)}"


def problem_of_code(code: str) -> type[ProviderProblemError]:
    """The kind for a stored code."""
    return _BY_CODE.get(code, ProviderProblemError)
