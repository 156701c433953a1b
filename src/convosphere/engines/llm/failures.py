"""Turns what providers say when they refuse into the typed errors.

Bodies seen: OpenAI and most others `{"error": {message, type, param, code}}`, Anthropic `{"type": "error",
"error": {type, message}}`, vLLM of old `{"object": "error", message, type, code}`, Google a list around
OpenAI's, Ollama and Hugging Face `{"error": "text"}`, FastAPI servers `{"detail": …}`, proxies HTML or
nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from convosphere.engines.llm.errors import (
    AuthError,
    BadRequestError,
    ContentFilterError,
    ContextTooLongError,
    ModelNotFoundError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    UnavailableError,
)
from convosphere.engines.llm.retry_after import retry_after

_MAX_MESSAGE = 500
_REDIRECTS = range(300, 400)
_REFUSALS = range(400, 600)
_KEY_LIKE = re.compile(r"\b(?:sk|gsk|xai|pk|rk|key)-[\w-]{12,}|\bAIza[\w-]{20,}|(?<=Bearer )[\w.~+/-]{8,}=*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_TAG = re.compile(r"<(?:script|style).*?</(?:script|style)>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """A provider's own words: its message, and its code and type in lower case, the most telling first."""

    message: str
    codes: tuple[str, ...]
    status: int | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A fault is of `error` if one of its codes, its status, or its message (among `only`, if given) says
    so.
    """

    error: type[ProviderError]
    codes: frozenset[str] = frozenset()
    statuses: frozenset[int] = frozenset()
    words: re.Pattern[str] | None = None
    words_not_with: frozenset[int] = frozenset()

    def fits(self, fault: Fault) -> bool:
        """Whether this rule speaks of that fault."""
        if not self.codes.isdisjoint(fault.codes) or fault.status in self.statuses:
            return True
        return (
            self.words is not None
            and fault.status not in self.words_not_with
            and self.words.search(fault.message) is not None
        )


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# The first that fits counts, so what is special stands before what is general.
_RULES = (
    _Rule(
        QuotaExceededError,
        codes=frozenset({"insufficient_quota", "quota_exceeded", "billing_error",
            "billing_hard_limit_reached"}),
        statuses=frozenset({402}),
        words=_words(r"credit balance is too low|insufficient (?:balance|credits|funds)|out of credits"),
    ),
    _Rule(
        ContextTooLongError,
        codes=frozenset({"context_length_exceeded", "exceed_context_size_error", "request_too_large"}),
        statuses=frozenset({413}),
        words=_words(
            r"maximum context length|context (?:length|window|size)\b.{0,80}exce|exceed\S*.{0,80}context"
            r"|context length is only|prompt is too long|input is too long|reduce the length of the"
            r"|input length and `max_tokens` exceed|input token count.{0,60}exceeds|context the overflows"
            r"|(?:must be|is) less than .{0,40}context|tokens to keep from the initial prompt"
        ),
        words_not_with=frozenset({429}),
    ),
    _Rule(
        ContentFilterError,
        codes=frozenset(
            {"content_filter", "content_policy_violation", "responsibleaipolicyviolation", "invalid_prompt"}
        ),
        words=_words(
            r"content management policy|content filtering policy|requires moderation|flagged as potentially"
            r"|(?:violat|flagged).{0,80}(?:usage|content) polic|rejected .{0,40}safety system"
        ),
    ),
    _Rule(
        RateLimitError,
        codes=frozenset({"rate_limit_error", "rate_limit_exceeded", "resource_exhausted",
            "too_many_requests"}),
        statuses=frozenset({429}),
    ),
    _Rule(
        AuthError,
        codes=frozenset({"authentication_error", "permission_error", "invalid_api_key", "permission_denied"}),
        statuses=frozenset({401, 403}),
        words=_words(
            r"api key not valid|(?:invalid|incorrect|missing|no) api key"
            r"|api key .{0,20}(?:invalid|missing|expired)"
        ),
    ),
    _Rule(
        ModelNotFoundError,
        codes=frozenset({"model_not_found", "not_found_error", "model_not_available", "deploymentnotfound"}),
        statuses=frozenset({404, 405, 410}),
        words=_words(
            r"model\b.{0,120}(?:not found|does not exist|is not a valid model)|no models? (?:is |are )?loaded"
        ),
    ),
    _Rule(
        UnavailableError,
        codes=frozenset({
            "overloaded_error", "api_error", "server_error", "timeout_error", "internal_error",
            "internal_server_error", "server_is_overloaded", "service_unavailable",
        }),
        statuses=frozenset({408, 409, 425, 498, 499, *range(500, 600)}),
        words=_words(r"overloaded|temporarily unavailable|try again later"),
    ),
)  # fmt: skip


def clean(message: str, secrets: Iterable[str]) -> str:
    """A provider's text made fit to keep: no secrets, no markup, no control characters, 500 characters at
    most.
    """
    for secret in secrets:
        if secret:
            message = message.replace(secret, "***")
    message = _KEY_LIKE.sub("***", message)
    if "<" in message:
        message = _TAG.sub(" ", message)
    message = " ".join(_CONTROL.sub(" ", message).split())
    return message if len(message) <= _MAX_MESSAGE else message[: _MAX_MESSAGE - 1] + "…"


def read_fault(body: object, status: int | None) -> Fault:
    """Finds the provider's words in a decoded error body of any known shape."""
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, dict):
        return Fault(body if isinstance(body, str) else "", (), status)
    fields: dict[str, Any] = body
    inner = fields.get("error")
    if isinstance(inner, dict):
        fields = inner
    elif isinstance(inner, str):
        fields = {"message": inner, **{k: v for k, v in fields.items() if k != "error"}}
    message = fields.get("message") or fields.get("detail") or fields.get("msg") or ""
    nested = fields.get("innererror")
    raw = [nested.get("code") if isinstance(nested, dict) else None]
    raw += [fields.get("code"), fields.get("error_code"), fields.get("type"), fields.get("status")]
    if status is None:  # inside a stream: some send the HTTP status that it would have been as the code
        numbers = (int(str(code)) for code in raw if str(code).isdecimal())
        status = next((number for number in numbers if number in _REFUSALS), None)
    codes = tuple(str(c).lower() for c in raw if c is not None and not str(c).isdecimal())
    return Fault(message if isinstance(message, str) else str(message), codes, status)


def error_from_fault(
    fault: Fault, headers: Mapping[str, str] | None = None, secrets: Iterable[str] = ()
) -> ProviderError:
    """The typed error for what a provider said. Without a status (inside a stream), what is unknown is
    retryable.
    """
    error = next((rule.error for rule in _RULES if rule.fits(fault)), None)
    if error is None:
        error = UnavailableError if fault.status is None and not fault.codes else BadRequestError
    message = clean(fault.message, secrets)
    quoted = bool(message)
    if not quoted:
        message = f"HTTP {fault.status}" if fault.status else "the provider reported an error without a message"
    wait = None
    if issubclass(error, RateLimitError | UnavailableError) and headers is not None:
        wait = retry_after(headers)
    code = fault.codes[0] if fault.codes else None
    return error(message, status=fault.status, provider_code=code, retry_after=wait, quoted=quoted)


def error_from_response(
    status: int, headers: Mapping[str, str], body: bytes, secrets: Iterable[str] = ()
) -> ProviderError:
    """The typed error for an HTTP answer that is not 2xx."""
    if status in _REDIRECTS:
        target = headers.get("Location", "")
        message = f"HTTP {status}: redirects to {target}; put that in the base URL"
        return BadRequestError(clean(message, secrets), status=status)
    try:
        decoded: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        decoded = body.decode(errors="replace")
    return error_from_fault(read_fault(decoded, status), headers, secrets)
