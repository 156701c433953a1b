"""OpenAI's wire format: chunks of a chat completion, whole completions, errors."""

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import orjson

from tests.fakes.plan import Plan
from tests.fakes.script import Call, End, Part, Stop, Text, Thought

_ERRORS: dict[int | str, tuple[str | None, str | None, str]] = {
    401: (
        "invalid_request_error",
        "invalid_api_key",
        "Incorrect API key provided: {key}. You can find your API key at https://platform.openai.com/account/api-keys.",
    ),
    403: ("invalid_request_error", None, "You are not allowed to sample from this model"),
    404: (
        "invalid_request_error",
        "model_not_found",
        "The model `{model}` does not exist or you do not have access to it.",
    ),
    429: (
        "requests",
        "rate_limit_exceeded",
        "Rate limit reached for {model} in organization org-fake on requests per min (RPM): Limit 3, Used 3.",
    ),
    500: ("server_error", None, "The server had an error while processing your request. Sorry about that!"),
    503: ("server_error", None, "The engine is currently overloaded, please try again later"),
    "context": (
        "invalid_request_error",
        "context_length_exceeded",
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    ),
    "quota": (
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "filter": (
        None,
        "content_filter",
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
    ),
}
_PARAMETERS = {
    "stream_options": "Unrecognized request argument supplied: stream_options",
    "max_tokens": (
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    ),
    "image_url": "Invalid content type. image_url is only supported by certain models.",
    "temperature": (
        "Unsupported value: 'temperature' does not support 0.5 with this model. "
        "Only the default (1) value is supported."
    ),
}
_BROKEN = {
    "error": {
        "message": "The server had an error while processing your request",
        "type": "server_error",
        "param": None,
        "code": None,
    }
}
GARBAGE = b"data: <html>502 Bad Gateway</html>\n\n"


class OpenAIFormat:
    """Writes one completion."""

    content_type = "text/event-stream; charset=utf-8"

    def __init__(self, completion_id: str, model: str, body: dict[str, Any], plan: Plan) -> None:
        head = {
            "id": completion_id,
            "object": "chat.completion.chunk",
            "created": 1_760_000_000,
            "model": model,
            "system_fingerprint": "fp_fake",
        }
        self._head = head
        self._prefix = b"data: " + orjson.dumps(head)[:-1] + b',"choices":[{"index":0,"delta":{'
        self._plan = plan
        options = body.get("stream_options") or {}
        self._usage = plan.usage and bool(options.get("include_usage"))

    def stream(self, parts: Iterable[Part]) -> Iterator[bytes]:
        """Server-sent events, each ready for the wire: one a token; the first brings the role, the last the end."""
        head = self._delta(b'"role":"assistant","content":"","refusal":null')
        for part in parts:
            for chunk in self._part(part):
                yield head + chunk
                head = b""

    def _part(self, part: Part) -> Iterator[bytes]:
        match part:
            case Text(text):
                yield self._delta(b'"content":' + orjson.dumps(text))
            case Thought(text):
                yield self._delta(b'"reasoning_content":' + orjson.dumps(text))
            case Call():
                yield from self._call(part)
            case Stop():
                yield from self._stop()
            case End():
                yield self._end(part)
                if self._plan.chatters:
                    yield from repeat(self._delta(b""))

    def _end(self, end: End) -> bytes:
        chunks = [self._delta(b"", end.reason)]
        if self._usage:
            usage = {**self._head, "choices": [], "usage": usage_of(end)}
            chunks.append(b"data: " + orjson.dumps(usage) + b"\n\n")
        if self._plan.done and not self._plan.chatters:
            chunks.append(b"data: [DONE]\n\n")
        return b"".join(chunks)

    def whole(self, parts: Iterable[Part]) -> bytes:
        """The completion as one JSON object."""
        message: dict[str, Any] = {"role": "assistant", "content": "", "refusal": None}
        reason, usage = "stop", {}
        for part in parts:
            match part:
                case Text(text):
                    message["content"] += text
                case Thought(text):
                    message["reasoning_content"] = message.get("reasoning_content", "") + text
                case Call():
                    function = {"name": part.name, "arguments": "".join(part.arguments)}
                    message.setdefault("tool_calls", []).append(
                        {"id": part.id, "type": "function", "function": function}
                    )
                case End():
                    reason, usage = part.reason, usage_of(part)
                case Stop():
                    pass
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reason}
        return orjson.dumps({**self._head, "object": "chat.completion", "choices": [choice], "usage": usage})

    def _delta(self, delta: bytes, reason: str | None = None) -> bytes:
        return self._prefix + delta + b'},"logprobs":null,"finish_reason":' + orjson.dumps(reason) + b"}]}\n\n"

    def _stop(self) -> Iterator[bytes]:
        if self._plan.stop == "error":
            yield b"data: " + orjson.dumps(_BROKEN) + b"\n\n"
        elif self._plan.stop == "garbage":
            yield GARBAGE
        elif self._plan.stop == "chatter":
            yield from repeat(self._delta(b""))

    def _call(self, call: Call) -> Iterator[bytes]:
        first = {
            "index": call.index,
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": ""},
        }
        yield self._delta(b'"tool_calls":' + orjson.dumps([first]))
        for piece in call.arguments:
            more = {"index": call.index, "function": {"arguments": piece}}
            yield self._delta(b'"tool_calls":' + orjson.dumps([more]))


def usage_of(end: End) -> dict[str, Any]:
    """OpenAI's usage object."""
    return {
        "prompt_tokens": end.prompt_tokens,
        "completion_tokens": end.completion_tokens,
        "total_tokens": end.prompt_tokens + end.completion_tokens,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": end.reasoning_tokens, "audio_tokens": 0},
    }


def error_body(kind: int | str, model: str, key: str) -> bytes:
    """The body of a refusal: by status, or "context", "quota", "filter"."""
    kind_, code, message = _ERRORS.get(kind, ("server_error", None, "something went wrong"))
    text = message.format(model=model, key=key)
    return orjson.dumps({"error": {"message": text, "type": kind_, "param": None, "code": code}})


def parameter_error(name: str) -> bytes:
    """The body that refuses one parameter."""
    error = {
        "message": _PARAMETERS[name],
        "type": "invalid_request_error",
        "param": name,
        "code": "unsupported_parameter",
    }
    return orjson.dumps({"error": error})


def fault_in(body: dict[str, Any], plan: Plan) -> bytes | None:
    """The error that the real API has for this body, if it has one."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        error = {"message": "Missing required parameter: 'messages'.", "type": "invalid_request_error"}
        return orjson.dumps({"error": error | {"param": "messages", "code": "missing_required_parameter"}})
    if not plan.stream_options and "stream_options" in body:
        return parameter_error("stream_options")
    if plan.completion_tokens and "max_tokens" in body:
        return parameter_error("max_tokens")
    if not plan.temperature and "temperature" in body:
        return parameter_error("temperature")
    if not plan.images and b'"image_url"' in orjson.dumps(messages):
        return parameter_error("image_url")
    return None
