"""From OpenAI's request to a task of ours. What cannot be carried over is refused, naming the field."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from convosphere.engines.llm import ChatMessage, Image, Role, Tool, ToolCall
from convosphere.features.assistants.routes.openai.errors import UnsupportedError
from convosphere.features.assistants.schemas.openai import CompletionRequest, ContentPart, FunctionTool, InputMessage
from convosphere.features.assistants.types import Parameters, Task
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.errors import FieldProblem, InvalidInputError

_DATA_URL = re.compile(r"data:(?P<type>[a-z]+/[a-z0-9.+-]+);base64,", re.IGNORECASE)
# What OpenAI and Anthropic take.
_IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_ANY_ARGUMENTS = {"type": "object", "properties": {}}


def read_task(wanted: CompletionRequest, model: ResolvedModel, locale: str, now: datetime) -> Task:
    """The task that is meant.

    Programs bring their own instructions and their own history: nothing is added, and nothing is left out where it
    gets too long for the model, as they are to hear of that.

    Raises:
        InvalidInputError: a field contradicts another one, or is not what it says.
        UnsupportedError: see there.
    """
    _refuse_unsupported(wanted)
    return Task(
        model=replace(model, context_window=None),
        history=[_message(message, f"body.messages.{place}") for place, message in enumerate(wanted.messages)],
        locale=locale,
        now=now,
        instructions="",
        parameters=Parameters(
            temperature=wanted.temperature,
            top_p=wanted.top_p,
            max_output_tokens=wanted.most_tokens,
            stop=tuple(wanted.stop),
            tools=tuple(_tool(tool, f"body.tools.{place}") for place, tool in enumerate(wanted.tools)),
        ),
    )


def _refuse_unsupported(wanted: CompletionRequest) -> None:
    if wanted.n is not None and wanted.n > 1:
        raise UnsupportedError("several_answers", field="body.n")
    if wanted.logprobs:
        raise UnsupportedError("logprobs", field="body.logprobs")
    if wanted.modalities is not None and wanted.modalities != ["text"]:
        raise UnsupportedError("modalities", field="body.modalities")
    if wanted.functions:
        raise UnsupportedError("functions", field="body.functions")
    form = wanted.response_format
    if form is not None and form.type == "json_schema" and form.json_schema is None:
        raise _problem("body.response_format.json_schema", "missing")
    choice = wanted.tool_choice
    if choice is not None and choice.type == "function" and choice.function is None:
        raise _problem("body.tool_choice.function", "missing")


def _message(message: InputMessage, field: str) -> ChatMessage:
    calls = tuple(
        ToolCall(call.id, call.function.name, call.function.arguments, call.extra_content)
        for call in message.tool_calls
    )
    if message.content is None and not calls:
        raise _problem(f"{field}.content", "missing")
    if message.role == "tool" and not message.tool_call_id:
        raise _problem(f"{field}.tool_call_id", "missing")
    if calls and message.role != "assistant":
        raise _problem(f"{field}.tool_calls", "tool_calls_misplaced")
    parts = message.content or []
    images = tuple(_images(parts, f"{field}.content"))
    if images and message.role != "user":
        raise UnsupportedError("image_role", field=f"{field}.content")
    role: Role = "system" if message.role == "developer" else message.role
    text = "\n".join(_texts(parts, f"{field}.content"))
    return ChatMessage(role, text, images, calls, message.tool_call_id if role == "tool" else None)


def _texts(parts: list[ContentPart], field: str) -> Iterator[str]:
    for place, part in enumerate(parts):
        if part.type == "text":
            if part.text is None:
                raise _problem(f"{field}.{place}.text", "missing")
            yield part.text
        elif part.type == "refusal":
            yield part.refusal or ""
        elif part.type != "image_url":
            raise UnsupportedError("part", field=f"{field}.{place}.type", kind=part.type[:50])


def _images(parts: list[ContentPart], field: str) -> Iterator[Image]:
    for place, part in enumerate(parts):
        if part.type == "image_url":
            if part.image_url is None:
                raise _problem(f"{field}.{place}.image_url", "missing")
            yield _image(part.image_url.url, f"{field}.{place}.image_url.url")


def _image(url: str, field: str) -> Image:
    head = _DATA_URL.match(url)
    if head is None:
        raise UnsupportedError("image_address", field=field)
    media_type = head["type"].lower()
    if media_type not in _IMAGE_TYPES:
        raise UnsupportedError("image_type", field=field)
    try:
        data = binascii.a2b_base64(url[head.end() :], strict_mode=True)
    except ValueError as error:  # binascii.Error, and what is not even ASCII
        raise _problem(field, "base64") from error
    if not data:
        raise _problem(field, "base64")
    return Image(media_type, data)


def _tool(tool: FunctionTool, field: str) -> Tool:
    if tool.type != "function":
        raise UnsupportedError("tool_type", field=f"{field}.type", kind=tool.type[:50])
    function = tool.function
    if function is None:
        raise _problem(f"{field}.function", "missing")
    return Tool(function.name, function.description or "", function.parameters or _ANY_ARGUMENTS)


def _problem(field: str, code: str) -> InvalidInputError:
    return InvalidInputError(problems=[FieldProblem(field, code)])
