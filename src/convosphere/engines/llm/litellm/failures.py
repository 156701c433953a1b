"""LiteLLM's exceptions as ours."""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import ModuleType

import httpx
import orjson

from convosphere.engines.llm.errors import (
    ContentFilterError,
    ContextTooLongError,
    ProtocolError,
    ProviderError,
    ProviderTimeoutError,
)
from convosphere.engines.llm.failures import clean, error_from_fault, read_fault
from convosphere.engines.llm.unreachable import unreachable_error

# Its own words around the provider's: `litellm.RateLimitError: RateLimitError: OpenAIException - …`.
_PREFIX = re.compile(r"^(?:(?:litellm\.)?\w+(?:Error|Exception|Timeout)\b(?:: | - ))+")
_SUFFIX = re.compile(r"\.? Handle with `litellm\.\w+`\.$")
_FIRST_SERVER_STATUS = 500
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
    message = _quoted(words if isinstance(words, str) else str(error))
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) else None
    if isinstance(error, litellm.exceptions.Timeout | httpx.TimeoutException):
        return ProviderTimeoutError(clean(message, secrets), phase="between_tokens" if begun else "first_token")
    for kind, ours in (
        (litellm.exceptions.ContextWindowExceededError, ContextTooLongError),
        (litellm.exceptions.ContentPolicyViolationError, ContentFilterError),
    ):
        if isinstance(error, kind):
            return ours(clean(message, secrets), status=status, quoted=True)
    if _CUT.search(message):
        return ProtocolError(clean(message, secrets), cut=True)
    if not begun and (status is None or status >= _FIRST_SERVER_STATUS):
        # LiteLLM invents a status for what had no answer.
        unreachable = unreachable_error(error, "the provider")
        if unreachable is not None:
            return unreachable
    body = getattr(error, "body", None)
    fault = replace(read_fault(body, status), message=message)
    return error_from_fault(fault, _headers(error), secrets)


def _quoted(message: str) -> str:
    """The provider's words out of LiteLLM's: where it hands on a whole body, the message in it."""
    bare = _SUFFIX.sub("", _PREFIX.sub("", message))
    if not bare.startswith(("{", "b'{", 'b"{')):
        return bare
    try:
        # As it came, or as Python shows bytes.
        body = bare if bare.startswith("{") else ast.literal_eval(bare)
        return read_fault(orjson.loads(body), None).message or bare
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return bare


def _headers(error: Exception) -> Mapping[str, str]:
    """The provider's headers, where LiteLLM kept them."""
    for source in (getattr(error, "litellm_response_headers", None), getattr(error, "headers", None)):
        if isinstance(source, Mapping) and source:
            return httpx.Headers({str(k): str(v) for k, v in source.items()})
    response = getattr(error, "response", None)
    headers = getattr(response, "headers", None)
    return headers if isinstance(headers, Mapping) else {}
