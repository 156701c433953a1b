"""What `/v1/responses` answers."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from convosphere.features.assistants.schemas.openai.outputs import OutputTokens


class ResponseInputTokens(BaseModel):
    """What of the input the provider had in its cache, and what it put there."""

    cached_tokens: int
    cache_write_tokens: int


class ResponseUsage(BaseModel):
    """Tokens of the call. `estimated`: the provider did not count, the numbers come from the length of the text."""

    input_tokens: int
    input_tokens_details: ResponseInputTokens
    output_tokens: int
    output_tokens_details: OutputTokens
    total_tokens: int
    estimated: bool = Field(default=False, exclude_if=lambda value: not value)


class IncompleteDetails(BaseModel):
    """Why an answer is not whole."""

    reason: Literal["max_output_tokens", "content_filter"]


class ResponseFailure(BaseModel):
    """What went wrong in mid-answer."""

    code: str
    message: str


class ResponseObject(BaseModel):
    """A whole answer, or its state in an event of the stream.

    `output`: items of the types `message`, `function_call` and `reasoning`, in the order in which they came.
    """

    id: str = Field(examples=["resp_0198f3c2a1b27d3e8f4a5b6c7d8e9f00"])
    object: Literal["response"] = "response"
    created_at: int
    status: Literal["in_progress", "completed", "incomplete", "failed"]
    background: Literal[False] = False
    error: ResponseFailure | None = None
    incomplete_details: IncompleteDetails | None = None
    instructions: str | None = None
    max_output_tokens: int | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)
    model: str
    output: list[dict[str, Any]] = Field(default_factory=list)
    parallel_tool_calls: bool = True
    previous_response_id: None = None
    reasoning: dict[str, Any] = Field(default_factory=dict)
    store: Literal[False] = False
    temperature: float | None = None
    text: dict[str, Any] = Field(default_factory=dict)
    tool_choice: str | dict[str, Any] = "auto"
    tools: list[dict[str, Any]] = Field(default_factory=list)
    top_p: float | None = None
    truncation: Literal["disabled"] = "disabled"
    usage: ResponseUsage | None = None
