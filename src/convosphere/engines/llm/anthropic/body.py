"""The request as Anthropic's Messages API wants it."""

import base64
from collections.abc import Mapping
from typing import Any

import orjson

from convosphere.engines.llm.types import ChatMessage, ChatRequest, ConnectionConfig, Image

# The API demands a limit. Current models take this; older ones refuse it and name theirs, see the adapter.
DEFAULT_MAX_TOKENS = 16_000
_MAX_TEMPERATURE = 1.0


def messages_body(
    connection: ConnectionConfig, request: ChatRequest, *, most_tokens: int | None = None
) -> dict[str, object]:
    """The JSON body of a streaming request. `most_tokens`: the model's own limit for the answer, if known."""
    wanted = request.max_output_tokens or DEFAULT_MAX_TOKENS
    body: dict[str, object] = {
        "model": request.model,
        "max_tokens": min(wanted, most_tokens) if most_tokens else wanted,
        "messages": _messages(request),
        "stream": True,
    }
    system = "\n\n".join(m.text for m in request.messages if m.role == "system" and m.text.strip())
    if system:
        body["system"] = system
    if request.temperature is not None:
        body["temperature"] = min(request.temperature, _MAX_TEMPERATURE)
    if request.top_p is not None:
        body["top_p"] = request.top_p
    if request.stop:
        body["stop_sequences"] = list(request.stop)
    if request.tools:
        body["tools"] = [
            {"name": tool.name, "description": tool.description, "input_schema": dict(tool.parameters)}
            for tool in request.tools
        ]
    extra = connection.extra.get("body")
    if isinstance(extra, Mapping):
        body.update(extra)
    body.update(request.extra)
    return body


def _messages(request: ChatRequest) -> list[dict[str, Any]]:
    """Without the system's; neighbours of the same role joined, as results of parallel calls must be."""
    turns: list[dict[str, Any]] = []
    for message in request.messages:
        if message.role == "system":
            continue
        role = "assistant" if message.role == "assistant" else "user"
        blocks = _blocks(message)
        if not blocks:
            continue
        if turns and turns[-1]["role"] == role:
            turns[-1]["content"].extend(blocks)
        else:
            turns.append({"role": role, "content": blocks})
    if turns and turns[-1]["role"] == "assistant":  # to be continued: the API refuses white space at its end
        block = turns[-1]["content"][-1]
        if block["type"] == "text":
            block["text"] = block["text"].rstrip()
    return turns


def _blocks(message: ChatMessage) -> list[dict[str, Any]]:
    if message.role == "tool":
        return [{"type": "tool_result", "tool_use_id": message.tool_call_id or "", "content": message.text}]
    blocks = [_image(image) for image in message.images]
    if message.text.strip():  # the API refuses text blocks that are empty
        blocks.append({"type": "text", "text": message.text})
    return blocks + [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": _input(call.arguments)}
        for call in message.tool_calls
    ]


def _image(image: Image) -> dict[str, Any]:
    data = base64.b64encode(image.data).decode()
    return {"type": "image", "source": {"type": "base64", "media_type": image.media_type, "data": data}}


def _input(arguments: str) -> dict[str, Any]:
    """A call's arguments as the object that the API wants; what is no object is handed back as text."""
    try:
        value = orjson.loads(arguments)
    except orjson.JSONDecodeError:
        value = None
    return value if isinstance(value, dict) else {"invalid_json": arguments}
