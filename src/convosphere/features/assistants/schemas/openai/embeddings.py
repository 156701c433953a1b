"""The request and the answer of `/v1/embeddings`."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from convosphere.features.assistants.schemas.openai.fields import OpenAIInput

MOST_INPUTS = 2048
_MOST_TOKENS = 100_000


def _inputs(value: object) -> object:
    """One text, or one list of tokens, is a list of one."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and value and all(type(each) is int for each in value):
        return [value]
    return value


def _input(value: object) -> object:
    if isinstance(value, str):
        if not value:
            raise PydanticCustomError("empty_input", "This text is empty.")
        return value
    if (
        isinstance(value, list)
        and 0 < len(value) <= _MOST_TOKENS
        and all(type(each) is int and 0 <= each < 2**31 for each in value)
    ):
        return value
    raise PydanticCustomError("text_or_tokens", "This must be text, or a list of tokens.")


class EmbeddingsRequest(OpenAIInput):
    """Texts to make vectors of. Tokens go to providers that speak OpenAI's language, as they are the model's own."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1, max_length=500, examples=["text-embedding-3-small"])
    input: Annotated[
        list[Annotated[Any, BeforeValidator(_input, json_schema_input_type=str | list[int])]],
        BeforeValidator(_inputs, json_schema_input_type=str | list[str] | list[int] | list[list[int]]),
    ] = Field(min_length=1, max_length=MOST_INPUTS, examples=[["How tall is it?", "Wie hoch ist er?"]])
    encoding_format: Literal["float", "base64"] | None = Field(
        None, description="`base64`: the bytes of little-endian 32-bit floats"
    )
    dimensions: int | None = Field(None, ge=1, le=100_000, description="Length of the vectors, if the model can choose")
    # Known, and without meaning here.
    user: Any = None


class EmbeddingObject(BaseModel):
    """The vector of one input, as numbers or as base64."""

    object: Literal["embedding"] = "embedding"
    index: int
    embedding: list[float] | str


class EmbeddingUsage(BaseModel):
    """Tokens of all inputs. `estimated`: the provider did not count them."""

    prompt_tokens: int
    total_tokens: int
    estimated: bool | None = None


class EmbeddingList(BaseModel):
    """The vectors, in the order of the inputs."""

    object: Literal["list"] = "list"
    data: list[EmbeddingObject]
    model: str
    usage: EmbeddingUsage
