"""Language models behind one interface: `Gateway.stream(connection, request)` yields the events of an
answer.
"""

from convosphere.engines.llm.builtin import BUILTIN_MODEL, content_words
from convosphere.engines.llm.circuits import Circuit, CircuitOpenError, CircuitPolicy, Circuits, CircuitState
from convosphere.engines.llm.discovery import LOCAL_PORTS
from convosphere.engines.llm.embeddings import EmbeddingRequest, Embeddings, Vector
from convosphere.engines.llm.encoding import encode_body
from convosphere.engines.llm.errors import (
    AuthError,
    BadRequestError,
    ContentFilterError,
    ContextTooLongError,
    ModelNotFoundError,
    ProtocolError,
    ProviderError,
    ProviderTimeoutError,
    QuotaExceededError,
    RateLimitError,
    UnavailableError,
)
from convosphere.engines.llm.gateway import Gateway
from convosphere.engines.llm.kinds import kind_of
from convosphere.engines.llm.metering import TOKENS_PER_IMAGE, CallRecord, estimate_input_tokens, estimate_tokens
from convosphere.engines.llm.pricing import cost, cost_of, load_prices
from convosphere.engines.llm.retrying import Retrying
from convosphere.engines.llm.tokens import TokenCounter, counter_for, in_thread_if_large
from convosphere.engines.llm.types import (
    ChatMessage,
    ChatRequest,
    CheckResult,
    ConnectionConfig,
    Event,
    Finish,
    FinishReason,
    Image,
    LocalServer,
    ModelInfo,
    ModelKind,
    Outcome,
    Passage,
    Provider,
    ReasoningDelta,
    Role,
    TextDelta,
    Timeouts,
    Tool,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from convosphere.engines.llm.unreachable import (
    CertificateError,
    ConnectTimeoutError,
    HostUnknownError,
    NobodyListensError,
    TlsError,
    UnreachableError,
)
from convosphere.engines.llm.untrusted import as_data

__all__ = [
    "BUILTIN_MODEL",
    "LOCAL_PORTS",
    "TOKENS_PER_IMAGE",
    "AuthError",
    "BadRequestError",
    "CallRecord",
    "CertificateError",
    "ChatMessage",
    "ChatRequest",
    "CheckResult",
    "Circuit",
    "CircuitOpenError",
    "CircuitPolicy",
    "CircuitState",
    "Circuits",
    "ConnectTimeoutError",
    "ConnectionConfig",
    "ContentFilterError",
    "ContextTooLongError",
    "EmbeddingRequest",
    "Embeddings",
    "Event",
    "Finish",
    "FinishReason",
    "Gateway",
    "HostUnknownError",
    "Image",
    "LocalServer",
    "ModelInfo",
    "ModelKind",
    "ModelNotFoundError",
    "NobodyListensError",
    "Outcome",
    "Passage",
    "ProtocolError",
    "Provider",
    "ProviderError",
    "ProviderTimeoutError",
    "QuotaExceededError",
    "RateLimitError",
    "ReasoningDelta",
    "Retrying",
    "Role",
    "TextDelta",
    "Timeouts",
    "TlsError",
    "TokenCounter",
    "Tool",
    "ToolCall",
    "ToolCallDelta",
    "UnavailableError",
    "UnreachableError",
    "Usage",
    "Vector",
    "as_data",
    "content_words",
    "cost",
    "cost_of",
    "counter_for",
    "encode_body",
    "estimate_input_tokens",
    "estimate_tokens",
    "in_thread_if_large",
    "kind_of",
    "load_prices",
]
