"""The vocabulary of every language model, whoever provides it: connection, request, events of the answer.

An answer is a stream of events. Whatever the provider, the order is: any number of `TextDelta`,
`ReasoningDelta` and `ToolCallDelta`, then a complete `ToolCall` for each call, one `Usage`, one `Finish`.
A stream that does not reach `Finish` raises a `convosphere.engines.llm.errors.ProviderError`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Provider = Literal["openai", "anthropic", "litellm", "builtin"]
# "other": neither, so nobody is offered it: pictures, speech, rerankers.
ModelKind = Literal["chat", "embedding", "other"]
Role = Literal["system", "user", "assistant", "tool"]


class FinishReason(StrEnum):
    """Why an answer ended. `UNKNOWN`: the provider ended it properly but gave no reason that we know."""

    STOP = "stop"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    CONTENT_FILTER = "content_filter"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How a call ended for us. `STOPPED`: the reader closed the stream before its end."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a message: raw bytes with their media type, e.g. `image/png`.

    `detail`: how closely to look ("low", "high"), for providers that speak OpenAI's language.
    """

    media_type: str
    data: bytes = field(repr=False)
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A complete call that the model wants made; `arguments` is JSON text as the model wrote it, unchecked.

    `provider_data`: opaque, goes back to the same provider with the call (Gemini's thought signatures).
    """

    id: str
    name: str
    arguments: str
    provider_data: Mapping[str, object] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool offered to the model; `parameters` is a JSON Schema of type object."""

    name: str
    description: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that the answer may rest on. Cited by its place in the request: [1], [2], …"""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message. `tool_calls` only from the assistant; `tool_call_id` only with role `tool`."""

    role: Role
    text: str = ""
    images: Sequence[Image] = ()
    tool_calls: Sequence[ToolCall] = ()
    tool_call_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What is asked of a model. None leaves a parameter to the provider.

    `passages`, `locale` ("de", "en") and `time_zone` (IANA name) serve the builtin provider, which answers by
    extraction; the others get documents as part of the messages. `searched_for`: the question as its passages were
    looked for, which may be clearer than its own words; None: nothing was searched.
    `gather`: the reader pauses between the pieces by itself, and wants what comes meanwhile as one. It spares all
    layers in between the work for each token. Providers over HTTP only.
    `extra` is merged into the request's body last.
    """

    model: str
    messages: Sequence[ChatMessage]
    temperature: float | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    stop: Sequence[str] = ()
    tools: Sequence[Tool] = ()
    passages: Sequence[Passage] = ()
    searched_for: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    gather: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Patience in seconds: to connect, until the first token, between two tokens."""

    connect: float = 10.0
    first_token: float = 120.0
    between_tokens: float = 60.0


@dataclass(frozen=True, slots=True)
class ConnectionConfig:
    """How a provider is reached. The API key never appears in `repr`.

    `extra`, all optional: `headers` (name to text, sent with every request), `body` (merged into every chat
    request), `models` (list of names, for servers that cannot list theirs), `vendor` (litellm's prefix,
    e.g. "gemini"), `max_tokens_field` (openai: "max_tokens" or "max_completion_tokens").
    """

    id: str
    provider: Provider
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeouts: Timeouts = field(default_factory=Timeouts)
    extra: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer: never empty, any number of tokens, always whole characters."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """The next piece of what the model thinks before it answers."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """Progress of a tool call: `index` counts the calls from 0, `arguments` is the next piece of its JSON."""

    index: int
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call.

    `input_tokens` includes what was read from or written to the provider's cache, `output_tokens` includes
    reasoning. `estimated`: the provider reported nothing and the numbers come from the length of the text.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_input_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """The proper end of an answer; nothing follows."""

    reason: FinishReason


Event = TextDelta | ReasoningDelta | ToolCallDelta | ToolCall | Usage | Finish


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model that a provider offers. None: the provider does not say.

    `is_language_model` is False only for the builtin provider's: what answers there is no model, and
    `display_name` says so.
    """

    name: str
    display_name: str
    context_window: int | None = None
    vision: bool | None = None
    tools: bool | None = None
    reasoning: bool | None = None
    is_language_model: bool = True
    kind: ModelKind = "chat"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A connection that works: how long the provider took to answer, in seconds, and what it offers."""

    latency: float
    models: Sequence[ModelInfo]


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A model server found on this machine; `base_url` is ready for a connection of provider `openai`."""

    name: str
    base_url: str
    models: Sequence[ModelInfo]
    provider: Literal["openai"] = "openai"
