"""The request as OpenAI's chat completions want it, and as servers that are only like OpenAI's take it."""

import base64
import re
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from yarl import URL

from convosphere.engines.llm.errors import BadRequestError
from convosphere.engines.llm.types import ChatMessage, ChatRequest, ConnectionConfig, Tool, ToolCall


class Quirk(Enum):
    """What a server turned out not to take; learnt from its refusal, so that it is asked differently."""

    NO_STREAM_OPTIONS = auto()
    MAX_TOKENS = auto()
    MAX_COMPLETION_TOKENS = auto()
    NO_SAMPLING = auto()
    NO_IMAGES = auto()


# Said to the model in place of pictures that its server does not take.
_LEFT_OUT = "[Pictures were left out here: you cannot see any. Say so if the question is about them.]"
_ABOUT_IMAGES = re.compile(
    r"image|vision|multi-?modal|content.{0,40}(?:must be|should be|expected).{0,20}string", re.IGNORECASE
)


def chat_body(
    connection: ConnectionConfig, url: URL, request: ChatRequest, quirks: frozenset[Quirk] = frozenset()
) -> dict[str, object]:
    """The JSON body of a streaming request."""
    body: dict[str, object] = {
        "model": request.model,
        "messages": wire_messages(request.messages, images=Quirk.NO_IMAGES not in quirks),
        "stream": True,
    }
    if Quirk.NO_STREAM_OPTIONS not in quirks:
        body["stream_options"] = {"include_usage": True}
    if Quirk.NO_SAMPLING not in quirks:
        if request.temperature is not None:
            body["temperature"] = request.temperature
        if request.top_p is not None:
            body["top_p"] = request.top_p
    if request.max_output_tokens is not None:
        body[_max_tokens_field(connection, url, quirks)] = request.max_output_tokens
    if request.stop:
        body["stop"] = list(request.stop)
    if request.tools:
        body["tools"] = wire_tools(request.tools)
    extra = connection.extra.get("body")
    if isinstance(extra, Mapping):
        body.update(extra)
    body.update(request.extra)
    return body


def quirk_behind(error: BadRequestError, body: Mapping[str, object]) -> Quirk | None:
    """Which part of the body the server complains about, if it is one that we can do without."""
    message = error.message
    if "stream_options" in message and "stream_options" in body:
        return Quirk.NO_STREAM_OPTIONS
    if "max_completion_tokens" in message:
        if "max_tokens" in body:
            return Quirk.MAX_COMPLETION_TOKENS
        if "max_completion_tokens" in body:
            return Quirk.MAX_TOKENS
    unsupported = "nsupported" in message or "not support" in message
    if unsupported and any(name in message and name in body for name in ("temperature", "top_p")):
        return Quirk.NO_SAMPLING
    if _ABOUT_IMAGES.search(message) and _has_images(body):
        return Quirk.NO_IMAGES
    return None


def _has_images(body: Mapping[str, object]) -> bool:
    messages = body.get("messages")
    return isinstance(messages, list) and any(
        part.get("type") == "image_url"
        for message in messages
        if isinstance(message.get("content"), list)
        for part in message["content"]
    )


def _max_tokens_field(connection: ConnectionConfig, url: URL, quirks: frozenset[Quirk]) -> str:
    """OpenAI's newer models refuse `max_tokens`, most other servers know nothing else."""
    if Quirk.MAX_TOKENS in quirks:
        return "max_tokens"
    if Quirk.MAX_COMPLETION_TOKENS in quirks:
        return "max_completion_tokens"
    wanted = connection.extra.get("max_tokens_field")
    if isinstance(wanted, str):
        return wanted
    return "max_completion_tokens" if is_openai(url) or is_azure(url) else "max_tokens"


def is_openai(url: URL) -> bool:
    """Whether this is OpenAI itself."""
    return url.host == "api.openai.com"


def is_azure(url: URL) -> bool:
    """Whether this is one of Azure's hosts, which want the key in a header of their own."""
    return (url.host or "").endswith((".azure.com", ".azure-api.net"))


def wire_messages(messages: Sequence[ChatMessage], *, images: bool = True) -> list[dict[str, Any]]:
    """Messages in OpenAI's shape; without `images` pictures are told in words."""
    return [_message(message, images=images) for message in messages]


def wire_tools(tools: Sequence[Tool]) -> list[dict[str, Any]]:
    """Tools in OpenAI's shape."""
    return [_tool(tool) for tool in tools]


def _message(message: ChatMessage, *, images: bool) -> dict[str, Any]:
    if message.role == "tool":
        return {"role": "tool", "tool_call_id": message.tool_call_id or "", "content": message.text}
    if message.tool_calls:
        calls = [_tool_call(call) for call in message.tool_calls]
        return {"role": message.role, "content": message.text or None, "tool_calls": calls}
    if not message.images:
        return {"role": message.role, "content": message.text}
    if not images:
        return {"role": message.role, "content": "\n\n".join(filter(None, (message.text, _LEFT_OUT)))}
    parts: list[dict[str, Any]] = [{"type": "text", "text": message.text}] if message.text else []
    for image in message.images:
        data = base64.b64encode(image.data).decode()
        picture = {"url": f"data:{image.media_type};base64,{data}"}
        if image.detail is not None:
            picture["detail"] = image.detail
        parts.append({"type": "image_url", "image_url": picture})
    return {"role": message.role, "content": parts}


def _tool_call(call: ToolCall) -> dict[str, Any]:
    wire: dict[str, Any] = {
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": call.arguments},
    }
    if call.provider_data:
        wire["extra_content"] = dict(call.provider_data)
    return wire


def _tool(tool: Tool) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
    return {"type": "function", "function": function}
