"""The shapes of OpenAI's API as far as `/v1` speaks it."""

from convosphere.features.assistants.schemas.openai.messages import (
    ContentPart,
    FunctionCall,
    ImageUrl,
    InputMessage,
    InputToolCall,
)
from convosphere.features.assistants.schemas.openai.outputs import (
    ApiError,
    ApiErrorBody,
    ChatCompletion,
    Choice,
    CompletionUsage,
    InputTokens,
    ModelCard,
    ModelList,
    OutputFunction,
    OutputMessage,
    OutputTokens,
    OutputToolCall,
)
from convosphere.features.assistants.schemas.openai.request import (
    CompletionRequest,
    FunctionTool,
    ResponseFormat,
    StreamOptions,
    ToolChoice,
)

__all__ = [
    "ApiError",
    "ApiErrorBody",
    "ChatCompletion",
    "Choice",
    "CompletionRequest",
    "CompletionUsage",
    "ContentPart",
    "FunctionCall",
    "FunctionTool",
    "ImageUrl",
    "InputMessage",
    "InputTokens",
    "InputToolCall",
    "ModelCard",
    "ModelList",
    "OutputFunction",
    "OutputMessage",
    "OutputTokens",
    "OutputToolCall",
    "ResponseFormat",
    "StreamOptions",
    "ToolChoice",
]
