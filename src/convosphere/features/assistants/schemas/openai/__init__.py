"""The shapes of OpenAI's API as far as `/v1` speaks it."""

from convosphere.features.assistants.schemas.openai.embeddings import (
    EmbeddingList,
    EmbeddingsRequest,
)
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
    FunctionDefinition,
    FunctionTool,
    NamedFunction,
    NamedSchema,
    ResponseFormat,
    StreamOptions,
    ToolChoice,
)
from convosphere.features.assistants.schemas.openai.response_outputs import ResponseObject
from convosphere.features.assistants.schemas.openai.responses import (
    InputItem,
    ItemPart,
    ResponsesRequest,
    ResponsesTool,
)

__all__ = [
    "ApiError",
    "ApiErrorBody",
    "ChatCompletion",
    "Choice",
    "CompletionRequest",
    "CompletionUsage",
    "ContentPart",
    "EmbeddingList",
    "EmbeddingsRequest",
    "FunctionCall",
    "FunctionDefinition",
    "FunctionTool",
    "ImageUrl",
    "InputItem",
    "InputMessage",
    "InputTokens",
    "InputToolCall",
    "ItemPart",
    "ModelCard",
    "ModelList",
    "NamedFunction",
    "NamedSchema",
    "OutputFunction",
    "OutputMessage",
    "OutputTokens",
    "OutputToolCall",
    "ResponseFormat",
    "ResponseObject",
    "ResponsesRequest",
    "ResponsesTool",
    "StreamOptions",
    "ToolChoice",
]
