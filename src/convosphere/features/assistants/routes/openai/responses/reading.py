"""From a request of the Responses API to a task of ours. What cannot be carried over is refused, naming the field."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from convosphere.engines.llm import ChatMessage, Image, Role, Tool, ToolCall
from convosphere.features.assistants.routes.openai.errors import UnsupportedError
from convosphere.features.assistants.routes.openai.pictures import Pictures, WantedPicture
from convosphere.features.assistants.routes.openai.reading import ANY_ARGUMENTS, problem, refuse_tool_choice
from convosphere.features.assistants.routes.openai.wishes import wishes_of
from convosphere.features.assistants.schemas.openai import (
    CompletionRequest,
    FunctionDefinition,
    FunctionTool,
    InputItem,
    ItemPart,
    NamedFunction,
    NamedSchema,
    ResponseFormat,
    ResponsesRequest,
    ToolChoice,
)
from convosphere.features.assistants.types import Parameters, Task
from convosphere.features.models.types import ResolvedModel

# What nothing here can do, and the reason's word in the catalogue.
_REFUSED: Final = {
    "previous_response_id": "previous_response",
    "conversation": "previous_response",
    "store": "store",
    "background": "background",
    "prompt": "prompt",
    "context_management": "context_management",
    "top_logprobs": "logprobs",
}
_TEXTS: Final = frozenset({"input_text", "output_text", "text", "summary_text", "reasoning_text"})
_HARMLESS_INCLUDES: Final = frozenset({"reasoning.encrypted_content"})
# Where this API has another name for a field of chat completions.
_FIELDS: Final = {"body.response_format": "body.text.format"}


def refuse_unsupported(wanted: ResponsesRequest) -> None:
    """Looks at the fields that contradict one another or ask for what is not there, before anything is done.

    Raises:
        InvalidInputError: a field contradicts another one, or lacks something.
        UnsupportedError: see there.
    """
    for name, reason in _REFUSED.items():
        if getattr(wanted, name):
            raise UnsupportedError(reason, field=f"body.{name}")
    if wanted.truncation == "auto":
        raise UnsupportedError("truncation", field="body.truncation")
    for place, name in enumerate(wanted.include):
        if name not in _HARMLESS_INCLUDES:
            raise UnsupportedError("include", field=f"body.include.{place}", kind=name[:100])
    _refuse_incomplete(wanted)
    refuse_tool_choice(_as_completion(wanted))


def _refuse_incomplete(wanted: ResponsesRequest) -> None:
    for place, tool in enumerate(wanted.tools):
        if tool.type != "function":
            raise UnsupportedError("tool_type", field=f"body.tools.{place}.type", kind=tool.type[:50])
        if tool.name is None:
            raise problem(f"body.tools.{place}.name", "missing")
    if wanted.tool_choice is not None and wanted.tool_choice.type == "function" and wanted.tool_choice.name is None:
        raise problem("body.tool_choice.name", "missing")
    form = wanted.text.format if wanted.text is not None else None
    if form is not None and form.type == "json_schema":
        for name, value in (("name", form.name), ("schema", form.json_schema)):
            if value is None:
                raise problem(f"body.text.format.{name}", "missing")


def wishes_for(wanted: ResponsesRequest, model: ResolvedModel) -> Mapping[str, object]:
    """As `wishes_of`.

    Raises:
        UnsupportedError: see there.
    """
    try:
        return wishes_of(_as_completion(wanted), model)
    except UnsupportedError as error:
        field = error.field or "body"
        raise UnsupportedError(error.reason, field=_FIELDS.get(field, field)) from error


def wanted_pictures(wanted: ResponsesRequest) -> list[WantedPicture]:
    """The pictures of all items, in their order.

    Raises:
        InvalidInputError: a part lacks its picture.
        UnsupportedError: only people show pictures; there are no files to name.
    """
    found = []
    for number, item in enumerate(wanted.input):
        for place, part in enumerate(item.content or ()):
            field = f"body.input.{number}.content.{place}"
            if part.type != "input_image":
                continue
            if part.file_id is not None:
                raise UnsupportedError("file_id", field=f"{field}.file_id")
            if part.image_url is None:
                raise problem(f"{field}.image_url", "missing")
            if item.role != "user":
                raise UnsupportedError("image_role", field=field)
            found.append(WantedPicture(part.image_url, f"{field}.image_url", part.detail))
    return found


def read_task(wanted: ResponsesRequest, model: ResolvedModel, pictures: Pictures, locale: str, now: datetime) -> Task:
    """The task that is meant; only its own instructions are given, and nothing is left out.

    Raises:
        InvalidInputError: an item lacks something.
        UnsupportedError: see there.
    """
    return Task(
        model=model,
        whole=True,
        history=_history(wanted, pictures),
        locale=locale,
        now=now,
        instructions=wanted.instructions or "",
        parameters=Parameters(
            temperature=wanted.temperature,
            top_p=wanted.top_p,
            max_output_tokens=wanted.max_output_tokens,
            tools=tuple(
                Tool(tool.name or "", tool.description or "", tool.parameters or ANY_ARGUMENTS) for tool in wanted.tools
            ),
        ),
    )


def _history(wanted: ResponsesRequest, pictures: Pictures) -> list[ChatMessage]:
    history: list[ChatMessage] = []
    for number, item in enumerate(wanted.input):
        field = f"body.input.{number}"
        if item.type == "message":
            history.append(_message(item, field, pictures))
        elif item.type == "function_call":
            # What was called at one time is one message, together with what was said before it.
            said = history.pop() if history and history[-1].role == "assistant" else ChatMessage("assistant")
            history.append(replace(said, tool_calls=(*said.tool_calls, _call(item, field))))
        elif item.type == "function_call_output":
            history.append(_output(item, field))
        elif item.type != "reasoning":
            raise UnsupportedError("item", field=f"{field}.type", kind=item.type[:50])
    if not history:
        raise problem("body.input", "too_short_input")
    return history


def _message(item: InputItem, field: str, pictures: Pictures) -> ChatMessage:
    if item.role is None:
        raise problem(f"{field}.role", "missing")
    if item.content is None:
        raise problem(f"{field}.content", "missing")
    role: Role = "system" if item.role == "developer" else item.role
    return ChatMessage(role, _text(item.content, f"{field}.content"), tuple(_images(item.content, pictures)))


def _call(item: InputItem, field: str) -> ToolCall:
    if item.call_id is None:
        raise problem(f"{field}.call_id", "missing")
    if item.name is None:
        raise problem(f"{field}.name", "missing")
    if item.arguments is None:
        raise problem(f"{field}.arguments", "missing")
    return ToolCall(item.call_id, item.name, item.arguments, item.extra_content)


def _output(item: InputItem, field: str) -> ChatMessage:
    if item.call_id is None:
        raise problem(f"{field}.call_id", "missing")
    if item.output is None:
        raise problem(f"{field}.output", "missing")
    return ChatMessage("tool", _text(item.output, f"{field}.output", pictures=False), tool_call_id=item.call_id)


def _text(parts: list[ItemPart], field: str, *, pictures: bool = True) -> str:
    said = []
    for place, part in enumerate(parts):
        if part.type in _TEXTS:
            if part.text is None:
                raise problem(f"{field}.{place}.text", "missing")
            said.append(part.text)
        elif part.type == "refusal":
            said.append(part.refusal or "")
        elif part.type != "input_image" or not pictures:
            raise UnsupportedError("item_part", field=f"{field}.{place}.type", kind=part.type[:50])
    return "\n".join(said)


def _images(parts: list[ItemPart], pictures: Pictures) -> Iterator[Image]:
    for part in parts:
        if part.type == "input_image" and part.image_url is not None:
            yield replace(pictures[part.image_url], detail=part.detail)


def _as_completion(wanted: ResponsesRequest) -> CompletionRequest:
    """What both APIs have beside the messages, in the words of chat completions."""
    choice = wanted.tool_choice
    named = NamedFunction(name=choice.name) if choice is not None and choice.name is not None else None
    text = wanted.text
    return CompletionRequest.model_construct(
        model=wanted.model,
        messages=[],
        tools=[
            FunctionTool(
                type="function",
                function=FunctionDefinition.model_construct(
                    name=tool.name or "",
                    description=tool.description,
                    parameters=tool.parameters,
                    strict=tool.strict,
                ),
            )
            for tool in wanted.tools
        ],
        tool_choice=None if choice is None else ToolChoice(type=choice.type, function=named),
        parallel_tool_calls=wanted.parallel_tool_calls,
        response_format=_format(wanted),
        reasoning_effort=wanted.reasoning.effort if wanted.reasoning is not None else None,
        verbosity=text.verbosity if text is not None else None,
    )


def _format(wanted: ResponsesRequest) -> ResponseFormat | None:
    form = wanted.text.format if wanted.text is not None else None
    if form is None:
        return None
    if form.type != "json_schema":
        return ResponseFormat(type=form.type)
    schema = NamedSchema.model_construct(
        name=form.name or "", description=form.description, json_schema=form.json_schema, strict=form.strict
    )
    return ResponseFormat.model_construct(type="json_schema", json_schema=schema)
