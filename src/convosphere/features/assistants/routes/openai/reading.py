"""From OpenAI's request to a task of ours. What cannot be carried over is refused, naming the field."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from convosphere.engines.llm import ChatMessage, Image, Role, Tool, ToolCall
from convosphere.features.assistants.routes.openai.errors import UnsupportedError
from convosphere.features.assistants.routes.openai.pictures import Pictures, WantedPicture
from convosphere.features.assistants.schemas.openai import CompletionRequest, ContentPart, FunctionTool, InputMessage
from convosphere.features.assistants.types import Parameters, Task
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.errors import FieldProblem, InvalidInputError

ANY_ARGUMENTS = {"type": "object", "properties": {}}


def refuse_unsupported(wanted: CompletionRequest) -> None:
    """Looks at the fields that contradict one another or ask for what is not there, before anything is done.

    Raises:
        InvalidInputError: a field contradicts another one, or lacks something.
        UnsupportedError: see there.
    """
    if wanted.n is not None and wanted.n > 1:
        raise UnsupportedError("several_answers", field="body.n")
    for name in ("logprobs", "top_logprobs"):
        if getattr(wanted, name):
            raise UnsupportedError("logprobs", field=f"body.{name}")
    if wanted.modalities is not None and wanted.modalities != ["text"]:
        raise UnsupportedError("modalities", field="body.modalities")
    for name, reason in (
        ("audio", "modalities"),
        ("web_search_options", "web_search"),
        ("functions", "functions"),
        ("function_call", "functions"),
    ):
        if getattr(wanted, name):
            raise UnsupportedError(reason, field=f"body.{name}")
    form = wanted.response_format
    if form is not None and form.type == "json_schema" and form.json_schema is None:
        raise problem("body.response_format.json_schema", "missing")
    if wanted.tool_choice is not None and wanted.tool_choice.type == "function" and wanted.tool_choice.function is None:
        raise problem("body.tool_choice.function", "missing")
    refuse_tool_choice(wanted)


def refuse_tool_choice(wanted: CompletionRequest) -> None:
    """Refuses to choose among tools that are not offered.

    Raises:
        InvalidInputError: see above.
    """
    choice = wanted.tool_choice
    if choice is None or choice.type in {"none", "auto"}:
        return
    offered = {tool.function.name for tool in wanted.tools if tool.function is not None}
    if not wanted.tools or (choice.function is not None and choice.function.name not in offered):
        raise problem("body.tool_choice", "tool_not_offered")


def wanted_pictures(wanted: CompletionRequest) -> list[WantedPicture]:
    """The pictures of all messages, in their order.

    Raises:
        InvalidInputError: a part lacks its picture.
        UnsupportedError: only people show pictures.
    """
    found = []
    for number, message in enumerate(wanted.messages):
        field = f"body.messages.{number}.content"
        for place, part in enumerate(message.content or ()):
            if part.type != "image_url":
                continue
            if part.image_url is None:
                raise problem(f"{field}.{place}.image_url", "missing")
            if message.role != "user":
                raise UnsupportedError("image_role", field=f"{field}.{place}.image_url")
            found.append(WantedPicture(part.image_url.url, f"{field}.{place}.image_url.url", part.image_url.detail))
    return found


def read_task(wanted: CompletionRequest, model: ResolvedModel, pictures: Pictures, locale: str, now: datetime) -> Task:
    """The task that is meant.

    Programs bring their own instructions and their own history: nothing is added, and nothing is left out where it
    gets too long for the model, as they are to hear of that.

    Raises:
        InvalidInputError: a field contradicts another one, or is not what it says.
        UnsupportedError: see there.
    """
    return Task(
        model=model,
        history=[
            _message(message, f"body.messages.{place}", pictures) for place, message in enumerate(wanted.messages)
        ],
        locale=locale,
        now=now,
        instructions="",
        whole=True,
        parameters=Parameters(
            temperature=wanted.temperature,
            top_p=wanted.top_p,
            max_output_tokens=wanted.most_tokens,
            stop=tuple(wanted.stop),
            tools=tuple(_tool(tool, f"body.tools.{place}") for place, tool in enumerate(wanted.tools)),
        ),
    )


def _message(message: InputMessage, field: str, pictures: Pictures) -> ChatMessage:
    calls = tuple(
        ToolCall(call.id, call.function.name, call.function.arguments, call.extra_content)
        for call in message.tool_calls
    )
    if message.content is None and not calls:
        raise problem(f"{field}.content", "missing")
    if message.role == "tool" and not message.tool_call_id:
        raise problem(f"{field}.tool_call_id", "missing")
    if calls and message.role != "assistant":
        raise problem(f"{field}.tool_calls", "tool_calls_misplaced")
    parts = message.content or []
    images = tuple(_images(parts, pictures))
    role: Role = "system" if message.role == "developer" else message.role
    text = "\n".join(_texts(parts, f"{field}.content"))
    return ChatMessage(role, text, images, calls, message.tool_call_id if role == "tool" else None)


def _texts(parts: list[ContentPart], field: str) -> Iterator[str]:
    for place, part in enumerate(parts):
        if part.type == "text":
            if part.text is None:
                raise problem(f"{field}.{place}.text", "missing")
            yield part.text
        elif part.type == "refusal":
            yield part.refusal or ""
        elif part.type != "image_url":
            raise UnsupportedError("part", field=f"{field}.{place}.type", kind=part.type[:50])


def _images(parts: list[ContentPart], pictures: Pictures) -> Iterator[Image]:
    for part in parts:
        if part.type == "image_url" and part.image_url is not None:
            # One picture may be named twice, with a different wish.
            yield replace(pictures[part.image_url.url], detail=part.image_url.detail)


def _tool(tool: FunctionTool, field: str) -> Tool:
    if tool.type != "function":
        raise UnsupportedError("tool_type", field=f"{field}.type", kind=tool.type[:50])
    function = tool.function
    if function is None:
        raise problem(f"{field}.function", "missing")
    return Tool(function.name, function.description or "", function.parameters or ANY_ARGUMENTS)


def problem(field: str, code: str) -> InvalidInputError:
    """What is wrong with a field, by its word in the catalogue (`validation.<code>`)."""
    return InvalidInputError(problems=[FieldProblem(field, code)])
