"""What this process and LiteLLM's say to each other: frames of JSON, each behind its length.

To there: `[number, what, ...]`; from there: `[number, sign, value]`. The number is that of a call, which ends with
`END` or `FAILED`. Nothing of it is kept, and both ends are of one release, so that it has no versions.
"""

import asyncio
import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import orjson

from convosphere.engines.llm import errors, unreachable
from convosphere.engines.llm.errors import ProtocolError, ProviderError, ProviderTimeoutError
from convosphere.engines.llm.types import (
    ChatMessage,
    ChatRequest,
    ConnectionConfig,
    Event,
    Finish,
    FinishReason,
    Image,
    ReasoningDelta,
    TextDelta,
    Timeouts,
    Tool,
    ToolCall,
    ToolCallDelta,
    Usage,
)

END: Final = "end"
FAILED: Final = "failed"
VALUE: Final = "value"
_HEAD: Final = 4
_EVENTS: Final[Mapping[str, type[Event]]] = MappingProxyType(
    {each.__name__: each for each in (TextDelta, ReasoningDelta, ToolCallDelta, ToolCall, Usage, Finish)}
)


def frame(*parts: object) -> bytes:
    """One frame, ready for the wire."""
    body = orjson.dumps(parts, default=_plain)
    return len(body).to_bytes(_HEAD, "big") + body


async def read_frame(reader: asyncio.StreamReader) -> list[Any]:
    """The next frame. Raises asyncio.IncompleteReadError at the end."""
    size = int.from_bytes(await reader.readexactly(_HEAD), "big")
    parts: list[Any] = orjson.loads(await reader.readexactly(size))
    return parts


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def without_passages(request: ChatRequest) -> ChatRequest:
    """What goes over: documents are in the messages already."""
    return replace(request, passages=())


def read_connection(sent: Mapping[str, Any]) -> ConnectionConfig:
    """A connection as it was sent."""
    return ConnectionConfig(**{**sent, "timeouts": Timeouts(**sent["timeouts"])})


def read_request(sent: Mapping[str, Any]) -> ChatRequest:
    """A request as it was sent."""
    messages = [_message(each) for each in sent["messages"]]
    return ChatRequest(**{**sent, "messages": messages, "tools": [Tool(**each) for each in sent["tools"]]})


def _message(sent: Mapping[str, Any]) -> ChatMessage:
    images = [Image(**{**each, "data": base64.b64decode(each["data"])}) for each in sent["images"]]
    return ChatMessage(**{**sent, "images": images, "tool_calls": [ToolCall(**each) for each in sent["tool_calls"]]})


def read_event(sign: str, value: Mapping[str, Any]) -> Event:
    """An event of an answer."""
    if sign == Finish.__name__:
        return Finish(FinishReason(value["reason"]))
    return _EVENTS[sign](**value)


def told_error(error: ProviderError) -> dict[str, Any]:
    """An error, for the other side."""
    told: dict[str, Any] = {"kind": type(error).__name__, "message": error.message}
    if isinstance(error, ProviderTimeoutError):
        return told | {"phase": error.phase}
    if isinstance(error, ProtocolError):
        return told | {"cut": error.cut, "status": error.status}
    return told | {
        "status": error.status,
        "provider_code": error.provider_code,
        "retry_after": error.retry_after,
        "retryable": error.retryable,
        "quoted": error.quoted,
    }


def read_error(told: Mapping[str, Any]) -> ProviderError:
    """An error as it was told."""
    more = {name: value for name, value in told.items() if name not in {"kind", "message"}}
    kind: type[ProviderError] = getattr(errors, told["kind"], None) or getattr(unreachable, told["kind"])
    return kind(told["message"], **more)
