"""The messages of a chat completion's request."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from convosphere.features.assistants.schemas.openai.fields import JsonObject, NullIsEmpty, OpenAIInput


class ImageUrl(OpenAIInput):
    """A picture as a `data:` URL, or its address on the web, from where it is fetched."""

    url: str = Field(examples=["data:image/png;base64,iVBORw0KGgo…"])
    detail: Literal["auto", "low", "high", "original"] | None = Field(
        None, description="How closely the model looks, if its provider has a word for it"
    )


class ContentPart(OpenAIInput):
    """A part of a message: `text` with its `text`, or `image_url` with its `image_url`."""

    type: str = Field(examples=["text"])
    text: str | None = None
    refusal: str | None = None
    image_url: ImageUrl | None = None


def _parts(value: object) -> object:
    """A plain text is one part."""
    if isinstance(value, str):
        return [{"type": "text", "text": value}]
    if value is not None and not isinstance(value, list):
        raise PydanticCustomError("text_or_parts", "This must be text or a list of parts.")
    return value


class FunctionCall(OpenAIInput):
    """Which function a model wanted called; `arguments` is JSON as text."""

    name: str = Field(min_length=1, max_length=256)
    arguments: str


class InputToolCall(OpenAIInput):
    """A call that the model asked for earlier in the conversation. `extra_content` goes back as it came."""

    id: str = Field(min_length=1, max_length=1000)
    type: Literal["function"] = "function"
    function: FunctionCall
    extra_content: JsonObject | None = None


class InputMessage(OpenAIInput):
    """One message of the conversation. `developer` is the newer word for `system`."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Annotated[
        list[ContentPart] | None,
        BeforeValidator(_parts, json_schema_input_type=str | list[ContentPart] | None),
    ] = Field(None, description="Required, except from an assistant that called tools")
    # Not `[]`: of each message it would be copied, which takes longer than all the rest.
    tool_calls: Annotated[list[InputToolCall], NullIsEmpty] = Field(default_factory=list)
    tool_call_id: str | None = Field(None, max_length=1000, description="Which call the message of a tool answers")
