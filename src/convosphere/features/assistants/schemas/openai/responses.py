"""The request of `/v1/responses`."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from convosphere.features.assistants.schemas.openai.fields import JsonObject, NullIsEmpty, OpenAIInput, TokenCount
from convosphere.features.assistants.schemas.openai.json_schema import FunctionParameters, JsonSchema
from convosphere.features.assistants.schemas.openai.request import MOST_MESSAGES


class ItemPart(OpenAIInput):
    """A part of a message: `input_text`, `output_text`, `refusal`, or `input_image` with its address in `image_url`."""

    type: str = Field(examples=["input_text"])
    text: str | None = None
    refusal: str | None = None
    image_url: str | None = None
    file_id: str | None = None
    detail: Literal["auto", "low", "high", "original"] | None = None


def _parts(value: object) -> object:
    """A plain text is one part."""
    if isinstance(value, str):
        return [{"type": "input_text", "text": value}]
    if value is not None and not isinstance(value, list):
        raise PydanticCustomError("text_or_parts", "This must be text or a list of parts.")
    return value


Parts = Annotated[list[ItemPart] | None, BeforeValidator(_parts, json_schema_input_type=str | list[ItemPart] | None)]


class InputItem(OpenAIInput):
    """What came before: a `message`, a `function_call`, or a `function_call_output`.

    A `reasoning` item, which an earlier answer may have had, is read and not sent on.
    """

    type: str = Field("message", examples=["message"])
    role: Literal["user", "assistant", "system", "developer"] | None = None
    content: Parts = None
    call_id: str | None = Field(None, min_length=1, max_length=1000)
    name: str | None = Field(None, min_length=1, max_length=256)
    arguments: str | None = None
    output: Parts = None
    extra_content: JsonObject | None = Field(None, description="Goes back as it came with a `function_call`")


def _items(value: object) -> object:
    """A plain text is a question."""
    if isinstance(value, str):
        return [{"role": "user", "content": value}]
    if not isinstance(value, list):
        raise PydanticCustomError("text_or_items", "This must be text or a list of items.")
    return value


class ResponsesTool(OpenAIInput):
    """A function that the model may want called; `parameters` is a JSON Schema of type object."""

    type: str = Field(examples=["function"])
    name: str | None = Field(None, min_length=1, max_length=256, examples=["weather"])
    description: str | None = None
    parameters: FunctionParameters | None = None
    strict: bool | None = None


class ResponsesToolChoice(OpenAIInput):
    """Whether the model calls tools; `function`: the one of this name."""

    type: Literal["none", "auto", "required", "function"]
    name: str | None = Field(None, min_length=1, max_length=256)


class TextFormat(OpenAIInput):
    """Text, any JSON object, or JSON after a schema."""

    type: Literal["text", "json_object", "json_schema"]
    name: str | None = Field(None, pattern=r"^[a-zA-Z0-9_-]{1,64}$")
    description: str | None = None
    json_schema: JsonSchema | None = Field(None, alias="schema")
    strict: bool | None = None


class TextWishes(OpenAIInput):
    """How the text should be."""

    format: TextFormat | None = None
    verbosity: str | None = Field(None, max_length=50)


class ReasoningWishes(OpenAIInput):
    """How much the model should think; what it thinks comes along if it shows that."""

    effort: str | None = Field(None, max_length=50)
    summary: str | None = Field(None, max_length=50)
    generate_summary: str | None = Field(None, max_length=50)


class ResponsesStreamOptions(OpenAIInput):
    """Known, and without meaning here."""

    include_obfuscation: bool | None = None


def _choice(value: object) -> object:
    return {"type": value} if isinstance(value, str) else value


class ResponsesRequest(OpenAIInput):
    """A question, or a conversation to go on with. Nothing is stored: `store` is false, whatever OpenAI's default."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1, max_length=500, description="As in `GET /v1/models`", examples=["gpt-5-mini"])
    input: Annotated[list[InputItem], BeforeValidator(_items, json_schema_input_type=str | list[InputItem])] = Field(
        min_length=1, max_length=MOST_MESSAGES, examples=["What is 6 * 7?"]
    )
    instructions: str | None = None
    stream: bool | None = Field(None, description="Whether the answer comes as server-sent events")
    stream_options: ResponsesStreamOptions | None = None
    store: bool | None = Field(None, description="`true` is refused")
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, ge=0, le=1)
    max_output_tokens: TokenCount | None = None
    tools: Annotated[list[ResponsesTool], NullIsEmpty] = Field([], max_length=512)
    tool_choice: Annotated[
        ResponsesToolChoice | None,
        BeforeValidator(
            _choice, json_schema_input_type=Literal["none", "auto", "required"] | ResponsesToolChoice | None
        ),
    ] = None
    parallel_tool_calls: bool | None = None
    text: TextWishes | None = None
    reasoning: ReasoningWishes | None = None
    metadata: JsonObject | None = Field(None, description="Comes back with the answer")
    truncation: Literal["auto", "disabled"] | None = Field(None, description="`auto` is refused")
    top_logprobs: int | None = Field(None, ge=0, le=20, description="More than none is refused")
    include: Annotated[list[str], NullIsEmpty] = Field(
        [], max_length=20, description="Only `reasoning.encrypted_content`, of which there is none here"
    )
    previous_response_id: Any = Field(None, description="Refused: nothing is stored")
    conversation: Any = Field(None, description="Refused: nothing is stored")
    background: bool | None = Field(None, description="`true` is refused")
    prompt: Any = Field(None, description="Refused")
    context_management: Any = Field(None, description="Refused")
    # Known, and without meaning here.
    max_tool_calls: Any = None
    moderation: Any = None
    prompt_cache_key: Any = None
    prompt_cache_options: Any = None
    prompt_cache_retention: Any = None
    safety_identifier: Any = None
    service_tier: Any = None
    user: Any = None
