"""The request of a chat completion."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from convosphere.features.assistants.schemas.openai.fields import (
    JsonObject,
    NullIsEmpty,
    OpenAIInput,
    Texts,
    TokenCount,
)
from convosphere.features.assistants.schemas.openai.json_schema import FunctionParameters, JsonSchema
from convosphere.features.assistants.schemas.openai.knowledge import KnowledgeChoice
from convosphere.features.assistants.schemas.openai.messages import InputMessage

MOST_MESSAGES = 10_000


class StreamOptions(OpenAIInput):
    """What a stream brings beside the answer."""

    include_usage: bool | None = Field(None, description="Whether a last chunk, without choices, carries the usage")


class FunctionDefinition(OpenAIInput):
    """A function; `parameters` is a JSON Schema of type object."""

    name: str = Field(min_length=1, max_length=256, examples=["weather"])
    description: str | None = None
    parameters: FunctionParameters | None = None
    strict: bool | None = None


class FunctionTool(OpenAIInput):
    """A tool that the model may want called."""

    type: str = Field("function", examples=["function"])
    function: FunctionDefinition | None = None


class NamedFunction(OpenAIInput):
    """A function by its name."""

    name: str = Field(min_length=1, max_length=256)


class ToolChoice(OpenAIInput):
    """Whether the model calls tools; `function`: this one."""

    type: Literal["none", "auto", "required", "function"]
    function: NamedFunction | None = None


class NamedSchema(OpenAIInput):
    """A JSON Schema with the name under which the model hears of it."""

    name: str = Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$", examples=["answer"])
    description: str | None = None
    json_schema: JsonSchema | None = Field(None, alias="schema")
    strict: bool | None = None


class ResponseFormat(OpenAIInput):
    """Text, any JSON object, or JSON after a schema."""

    type: Literal["text", "json_object", "json_schema"]
    json_schema: NamedSchema | None = None


def _choice(value: object) -> object:
    return {"type": value} if isinstance(value, str) else value


class CompletionRequest(OpenAIInput):
    """A conversation to go on with.

    Fields that OpenAI's API does not know are refused, as there. `seed`, `logit_bias`, the penalties,
    `reasoning_effort`, `verbosity` and `prediction` go to providers that speak OpenAI's language; others answer
    without them. Nothing is stored, whatever `store` says.
    """

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1, max_length=500, description="As in `GET /v1/models`", examples=["gpt-5-mini"])
    messages: list[InputMessage] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool | None = Field(None, description="Whether the answer comes as server-sent events")
    stream_options: StreamOptions | None = None
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, ge=0, le=1)
    max_completion_tokens: TokenCount | None = None
    max_tokens: TokenCount | None = Field(None, description="The older word for `max_completion_tokens`")
    stop: Texts = Field([], max_length=16, description="Texts before which the answer ends")
    tools: Annotated[list[FunctionTool], NullIsEmpty] = Field([], max_length=512)
    tool_choice: Annotated[
        ToolChoice | None,
        BeforeValidator(_choice, json_schema_input_type=Literal["none", "auto", "required"] | ToolChoice | None),
    ] = None
    parallel_tool_calls: bool | None = None
    response_format: ResponseFormat | None = None
    seed: int | None = Field(None, ge=-(2**63), lt=2**63)
    presence_penalty: float | None = Field(None, ge=-2, le=2)
    frequency_penalty: float | None = Field(None, ge=-2, le=2)
    logit_bias: JsonObject | None = None
    reasoning_effort: str | None = Field(None, max_length=50)
    verbosity: str | None = Field(None, max_length=50)
    prediction: JsonObject | None = None
    knowledge: KnowledgeChoice | None = Field(None, description="Beyond OpenAI's API: documents the answer rests on")
    n: int | None = Field(None, ge=1, description="More than one is refused")
    logprobs: bool | None = Field(None, description="`true` is refused")
    top_logprobs: int | None = Field(None, ge=0, le=20, description="More than none is refused")
    modalities: list[str] | None = Field(None, description="Other than `text` is refused")
    audio: JsonObject | None = Field(None, description="Refused")
    web_search_options: JsonObject | None = Field(None, description="Refused")
    functions: list[Any] | None = Field(None, description="The older word for `tools`; refused")
    function_call: Any = Field(None, description="The older word for `tool_choice`; refused")
    # Known, and without meaning here.
    metadata: Any = None
    moderation: Any = None
    prompt_cache_key: Any = None
    prompt_cache_options: Any = None
    prompt_cache_retention: Any = None
    safety_identifier: Any = None
    service_tier: Any = None
    store: Any = None
    user: Any = None

    @property
    def most_tokens(self) -> int | None:
        """The limit of the answer's length, under either name."""
        return self.max_completion_tokens if self.max_completion_tokens is not None else self.max_tokens

    @property
    def wants_usage(self) -> bool:
        """Whether a stream ends with the usage."""
        return self.stream_options is not None and bool(self.stream_options.include_usage)
