"""What a request asks for beyond what every provider knows, in the words of the model's provider."""

from collections.abc import Mapping
from typing import Any, Final

from convosphere.features.assistants.routes.openai.errors import UnsupportedError
from convosphere.features.assistants.routes.openai.schema_for_anthropic import schema_for_anthropic
from convosphere.features.assistants.schemas.openai import CompletionRequest, ToolChoice
from convosphere.features.models.types import ResolvedModel

# Handed on as they are to all that speak OpenAI's language.
_HANDED_ON: Final = {
    "tool_choice",
    "parallel_tool_calls",
    "response_format",
    "seed",
    "presence_penalty",
    "frequency_penalty",
    "logit_bias",
    "reasoning_effort",
    "verbosity",
    "prediction",
}
_ANTHROPIC_CHOICES: Final = {"none": "none", "auto": "auto", "required": "any"}


def wishes_of(wanted: CompletionRequest, model: ResolvedModel) -> Mapping[str, object]:
    """Fields for the body of the provider's request. What the administrator has set on the connection stays set.

    Raises:
        UnsupportedError: the answer would not be what was asked for, as the provider has no word for it.
    """
    connection = model.connection
    if connection.provider in {"openai", "litellm"}:
        wishes = _openai(wanted)
    else:
        wishes = _anthropic(wanted) if connection.provider == "anthropic" else _builtin(wanted)
    fixed = connection.extra.get("body")
    if not isinstance(fixed, Mapping):
        return wishes
    return {name: value for name, value in wishes.items() if name not in fixed}


def _openai(wanted: CompletionRequest) -> dict[str, Any]:
    wishes = wanted.model_dump(include=_HANDED_ON, exclude_none=True, by_alias=True)
    choice = wanted.tool_choice
    if choice is not None and choice.type != "function":
        wishes["tool_choice"] = choice.type
    if wanted.response_format is not None and wanted.response_format.type == "text":
        # What everyone does anyway, and not everyone has a word for.
        del wishes["response_format"]
    if any(tool.function is not None and tool.function.strict for tool in wanted.tools):
        wishes["tools"] = [tool.model_dump(exclude_none=True) for tool in wanted.tools]
    return wishes


def _anthropic(wanted: CompletionRequest) -> dict[str, Any]:
    """Its words for a schema of the answer, and for which tools are to be called."""
    return _anthropic_format(wanted) | _anthropic_tools(wanted)


def _anthropic_format(wanted: CompletionRequest) -> dict[str, Any]:
    form = wanted.response_format
    if form is None or form.type == "text":
        return {}
    if form.json_schema is None or form.json_schema.json_schema is None:
        # Any JSON at all: it has no word for that.
        raise UnsupportedError("any_json", field="body.response_format")
    schema = schema_for_anthropic(form.json_schema.json_schema)
    return {"output_config": {"format": {"type": "json_schema", "schema": schema}}}


def _anthropic_tools(wanted: CompletionRequest) -> dict[str, Any]:
    """https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/implement-tool-use#forcing-tool-use."""
    if not wanted.tools:
        return {}
    choice: dict[str, Any] = _anthropic_choice(wanted.tool_choice)
    if wanted.parallel_tool_calls is False and choice["type"] != "none":
        choice["disable_parallel_tool_use"] = True
    return {} if choice == {"type": "auto"} else {"tool_choice": choice}


def _anthropic_choice(choice: ToolChoice | None) -> dict[str, Any]:
    if choice is None:
        return {"type": "auto"}
    if choice.function is not None:
        return {"type": "tool", "name": choice.function.name}
    return {"type": _ANTHROPIC_CHOICES[choice.type]}


def _builtin(wanted: CompletionRequest) -> dict[str, Any]:
    """It takes text and gives text; a tool that may be called it just does not call."""
    if wanted.response_format is not None and wanted.response_format.type != "text":
        raise UnsupportedError("response_format", field="body.response_format")
    if wanted.tool_choice is not None and wanted.tool_choice.type in {"required", "function"}:
        raise UnsupportedError("builtin_tools", field="body.tool_choice")
    return {}
