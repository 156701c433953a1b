"""What `/v1` answers."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from convosphere.engines.llm import ModelKind
from convosphere.features.assistants.schemas.openai.knowledge import CompletionKnowledge


def _absent(value: object) -> bool:
    """Fields of others than OpenAI are left out where they say nothing."""
    return value is None or value is False


class ModelCard(BaseModel):
    """A model that can be named in a request. `created` is when it was first seen here, in Unix seconds."""

    id: str = Field(examples=["gpt-5-mini"])
    object: Literal["model"] = "model"
    created: int = Field(examples=[1767225600])
    owned_by: str = Field(description="The name of the connection", examples=["OpenAI"])
    name: str = Field(description="What people call it", examples=["GPT-5 mini"])
    kind: ModelKind = Field(description="Whether it chats or makes vectors of texts", examples=["chat"])
    context_length: int | None = Field(description="Tokens; null: not known", examples=[400000])


class ModelList(BaseModel):
    """All models that this key may ask."""

    object: Literal["list"] = "list"
    data: list[ModelCard]


class InputTokens(BaseModel):
    """What of the prompt the provider had in its cache."""

    cached_tokens: int


class OutputTokens(BaseModel):
    """What of the answer was thought rather than said."""

    reasoning_tokens: int


class CompletionUsage(BaseModel):
    """Tokens of the call. `estimated`: the provider did not count, the numbers come from the length of the text."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    prompt_tokens_details: InputTokens
    completion_tokens_details: OutputTokens
    estimated: bool = Field(default=False, exclude_if=_absent)


class OutputFunction(BaseModel):
    """The function to call; `arguments` is JSON as the model wrote it, unchecked."""

    name: str
    arguments: str


class OutputToolCall(BaseModel):
    """A call that the model wants made. `extra_content`, when there, is to be sent back with it."""

    id: str
    type: Literal["function"] = "function"
    function: OutputFunction
    extra_content: dict[str, Any] | None = Field(None, exclude_if=_absent)


class OutputMessage(BaseModel):
    """The answer. `reasoning_content`: what the model thought, if it shows that."""

    role: Literal["assistant"] = "assistant"
    content: str | None
    refusal: None = None
    reasoning_content: str | None = Field(None, exclude_if=_absent)
    tool_calls: list[OutputToolCall] | None = Field(None, exclude_if=_absent)


FinishWord = Literal["stop", "length", "tool_calls", "content_filter"]


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: OutputMessage
    logprobs: None = None
    finish_reason: FinishWord


class ChatCompletion(BaseModel):
    """A whole answer. `created` in Unix seconds."""

    id: str = Field(examples=["chatcmpl-0198f3c2a1b27d3e8f4a5b6c7d8e9f00"])
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice] = Field(min_length=1, max_length=1)
    usage: CompletionUsage
    knowledge: CompletionKnowledge | None = Field(None, exclude_if=_absent)


class ApiError(BaseModel):
    """What went wrong. `code` is stable; `message` is in the language of the key's person."""

    message: str = Field(examples=["messages[0].role: Allowed values: 'system', 'user'."])
    type: str = Field(examples=["invalid_request_error"])
    param: str | None = Field(description="The field to blame", examples=["messages[0].role"])
    code: str | None = Field(examples=["literal_error"])


class ApiErrorBody(BaseModel):
    """An error in OpenAI's form."""

    error: ApiError
