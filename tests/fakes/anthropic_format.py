"""Anthropic's wire format: events of a message stream, whole messages, errors."""

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import orjson

from tests.fakes.plan import Plan
from tests.fakes.script import Call, End, Part, Stop, Text, Thought

_REASONS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use", "content_filter": "refusal"}
_ERRORS = {
    400: ("invalid_request_error", "invalid request"),
    401: ("authentication_error", "invalid x-api-key"),
    403: ("permission_error", "Your API key does not have permission to use the specified resource."),
    404: ("not_found_error", "model: {model}"),
    429: ("rate_limit_error", "This request would exceed your organization's rate limit of 50 requests per minute."),
    500: ("api_error", "Internal server error"),
    529: ("overloaded_error", "Overloaded"),
    "context": ("invalid_request_error", "prompt is too long: 203456 tokens > 200000 maximum"),
    "quota": ("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
    "filter": ("invalid_request_error", "Output blocked by content filtering policy"),
}


class AnthropicFormat:
    """Writes one message."""

    content_type = "text/event-stream; charset=utf-8"

    def __init__(self, message_id: str, model: str, prompt_tokens: int, plan: Plan) -> None:
        self._id = message_id
        self._model = model
        self._prompt_tokens = prompt_tokens
        self._plan = plan
        self._index = -1
        self._open: str | None = None

    def stream(self, parts: Iterable[Part]) -> Iterator[bytes]:
        """Server-sent events, each ready for the wire."""
        message: dict[str, Any] = {
            "id": self._id,
            "type": "message",
            "role": "assistant",
            "model": self._model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {
                "input_tokens": self._prompt_tokens,
                "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": 0,
                "output_tokens": 1,
            },
        }
        head = _event("message_start", {"message": message})
        for part in parts:
            for chunk in self._part(part):
                yield head + chunk
                head = b""

    def _part(self, part: Part) -> Iterator[bytes]:
        match part:
            case Text(text):
                yield self._begin("text", {"type": "text", "text": ""}) + self._delta(b'"text_delta","text":', text)
            case Thought(text):
                block = {"type": "thinking", "thinking": "", "signature": ""}
                yield self._begin("thinking", block) + self._delta(b'"thinking_delta","thinking":', text)
            case Call():
                yield self._close() + self._begin(
                    "", {"type": "tool_use", "id": part.id, "name": part.name, "input": {}}
                )
                yield self._delta(b'"input_json_delta","partial_json":', "")
                for piece in part.arguments:
                    yield self._delta(b'"input_json_delta","partial_json":', piece)
            case Stop():
                yield from self._stop()
            case End():
                delta = {"stop_reason": _REASONS[part.reason], "stop_sequence": None}
                end = {"delta": delta, "usage": {"output_tokens": part.completion_tokens}}
                closing = self._close() + _event("message_delta", end)
                yield from repeat(closing) if self._plan.chatters else [closing + _event("message_stop", {})]

    def _stop(self) -> Iterator[bytes]:
        if self._plan.stop == "error":
            error = {"type": "overloaded_error", "message": "Overloaded"}
            yield _event("error", {"error": error})
        elif self._plan.stop == "garbage":
            yield b"data: <html>502 Bad Gateway</html>\n\n"
        elif self._plan.stop == "chatter":
            yield from repeat(_event("ping", {}))

    def whole(self, parts: Iterable[Part]) -> bytes:
        """The message as one JSON object."""
        texts, thoughts = [], []
        content: list[dict[str, Any]] = []
        reason, output = "end_turn", 0
        for part in parts:
            match part:
                case Text(text):
                    texts.append(text)
                case Thought(text):
                    thoughts.append(text)
                case Call():
                    value = orjson.loads("".join(part.arguments))
                    content.append({"type": "tool_use", "id": part.id, "name": part.name, "input": value})
                case End():
                    reason, output = _REASONS[part.reason], part.completion_tokens
                case Stop():
                    pass
        if texts:
            content.insert(0, {"type": "text", "text": "".join(texts)})
        if thoughts:
            content.insert(0, {"type": "thinking", "thinking": "".join(thoughts), "signature": "c2ln"})
        return orjson.dumps(
            {
                "id": self._id,
                "type": "message",
                "role": "assistant",
                "model": self._model,
                "content": content,
                "stop_reason": reason,
                "stop_sequence": None,
                "usage": {"input_tokens": self._prompt_tokens, "output_tokens": output},
            }
        )

    def _begin(self, kind: str, block: dict[str, Any]) -> bytes:
        if kind and self._open == kind:
            return b""
        closed = self._close()
        self._index += 1
        self._open = kind or "tool_use"
        start = _event("content_block_start", {"index": self._index, "content_block": block})
        return closed + start + (_event("ping", {}) if self._index == 0 else b"")

    def _close(self) -> bytes:
        if self._open is None:
            return b""
        signature = b""
        if self._open == "thinking":
            delta = {"type": "signature_delta", "signature": "c2lnbmF0dXJl"}
            signature = _event("content_block_delta", {"index": self._index, "delta": delta})
        self._open = None
        return signature + _event("content_block_stop", {"index": self._index})

    def _delta(self, kind: bytes, text: str) -> bytes:
        head = (
            b'event: content_block_delta\ndata: {"type":"content_block_delta","index":%d,"delta":{"type":' % self._index
        )
        return head + kind + orjson.dumps(text) + b"}}\n\n"


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps({"type": name, **data}) + b"\n\n"


def error_body(kind: int | str, model: str) -> bytes:
    """The body of a refusal: by status, or "context", "quota", "filter"."""
    name, message = _ERRORS.get(kind, ("api_error", "Internal server error"))
    error = {"type": name, "message": message.format(model=model)}
    return orjson.dumps({"type": "error", "error": error, "request_id": "req_fake"})


def fault_in(body: dict[str, Any], headers: Any, most_tokens: int) -> str | None:
    """What the real API would object to in this request, if anything."""
    limit = body.get("max_tokens")
    messages = body.get("messages")
    if "anthropic-version" not in headers:
        return "anthropic-version: header is required"
    if not isinstance(limit, int):
        return "max_tokens: Field required"
    if limit > most_tokens:
        return (
            f"max_tokens: {limit} > {most_tokens}, which is the maximum allowed number of output tokens for this model"
        )
    if not isinstance(messages, list) or not messages:
        return "messages: at least one message is required"
    return _fault_in_format(body) or _fault_in_messages(messages)


def _fault_in_format(body: dict[str, Any]) -> str | None:
    """What the real API says about schemas that it cannot hold a model to."""
    wanted = body.get("output_config", {}).get("format")
    return None if wanted is None else _fault_in_schema(wanted.get("schema"))


def _fault_in_schema(schema: Any) -> str | None:
    if isinstance(schema, list):
        return next(filter(None, map(_fault_in_schema, schema)), None)
    if not isinstance(schema, dict):
        return None
    kind, at = schema.get("type"), "output_config.format.schema"
    if kind == "object" and schema.get("additionalProperties") is not False:
        return f"{at}: For 'object' type, 'additionalProperties' must be explicitly set to false"
    refused = sorted({"minimum", "maximum", "minLength", "maxLength", "multipleOf", "maxItems"} & set(schema))
    if isinstance(kind, str) and refused:
        return f"{at}: For '{kind}' type, properties {', '.join(refused)} are not supported"
    return next(filter(None, map(_fault_in_schema, schema.values())), None)


def _fault_in_messages(messages: list[dict[str, Any]]) -> str | None:
    for number, message in enumerate(messages):
        if message.get("role") not in {"user", "assistant"}:
            return f'messages.{number}.role: Input should be "user" or "assistant"'
        content = message.get("content")
        for block in content if isinstance(content, list) else [{"type": "text", "text": content}]:
            if block.get("type") == "text" and not block.get("text"):
                return "messages: text content blocks must be non-empty"
    last = (
        messages[-1]["content"][-1] if isinstance(messages[-1]["content"], list) else {"text": messages[-1]["content"]}
    )
    if messages[-1]["role"] == "assistant" and str(last.get("text", "")).endswith((" ", "\n")):
        return "messages: final assistant content cannot end with trailing whitespace"
    return None
