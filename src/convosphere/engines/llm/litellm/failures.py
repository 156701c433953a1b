"""LiteLLM's exceptions as ours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import ModuleType

import httpx

from convosphere.engines.llm.errors import (
    ContentFilterError,
    ContextTooLongError,
    ProtocolError,
    ProviderError,
    ProviderTimeoutError,
)
from convosphere.engines.llm.failures import clean, error_from_fault, read_fault

# Its own words around the provider's: `litellm.RateLimitError: RateLimitError: OpenAIException - …`.
_PREFIX = re.compile(r"^(?:litellm\.)?(?:\w+(?:Error|Exception|Timeout)\b(?:: | - ))+")
_CUT = re.compile(
    r"incomplete chunked read|peer closed connection|payload is not completed|connection (?:lost|reset)",
    re.IGNORECASE,
)


def failures_of(litellm: ModuleType) -> tuple[type[Exception], ...]:
    """What a call through LiteLLM may raise: its own (all are OpenAI's), HTTP's, and what its code trips
    over.
    """
    base: type[Exception] = litellm.exceptions.openai.OpenAIError
    return (base, httpx.HTTPError, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)


def typed_error(litellm: ModuleType, error: Exception, secrets: Iterable[str], *, begun: bool) -> ProviderError:
    """The typed error for one of LiteLLM's. `begun`: part of the answer had arrived."""
    original = getattr(error, "original_exception", None)
    if isinstance(error, litellm.exceptions.MidStreamFallbackError) and isinstance(original, Exception):
        return typed_error(litellm, original, secrets, begun=begun)
    words = getattr(error, "message", None)
    message = _PREFIX.sub("", words if isinstance(words, str) else str(error))
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) else None
    if isinstance(error, litellm.exceptions.Timeout | httpx.TimeoutException):
        return ProviderTimeoutError(clean(message, secrets), phase="between_tokens" if begun else "first_token")
    for kind, ours in (
        (litellm.exceptions.ContextWindowExceededError, ContextTooLongError),
        (litellm.exceptions.ContentPolicyViolationError, ContentFilterError),
    ):
        if isinstance(error, kind):
            return ours(clean(message, secrets), status=status)
    if _CUT.search(message):
        return ProtocolError(clean(message, secrets), cut=True)
    body = getattr(error, "body", None)
    fault = replace(read_fault(body, status), message=message)
    return error_from_fault(fault, _headers(error), secrets)


def _headers(error: Exception) -> Mapping[str, str]:
    """The provider's headers, where LiteLLM kept them."""
    for source in (getattr(error, "litellm_response_headers", None), getattr(error, "headers", None)):
        if isinstance(source, Mapping) and source:
            return httpx.Headers({str(k): str(v) for k, v in source.items()})
    response = getattr(error, "response", None)
    headers = getattr(response, "headers", None)
    return headers if isinstance(headers, Mapping) else {}
