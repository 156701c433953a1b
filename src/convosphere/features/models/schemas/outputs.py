"""What goes out."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, PlainSerializer

from convosphere.engines.llm import Provider
from convosphere.features.models.types import ConnectionStatus


def _plain(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


Cost = Annotated[Decimal, PlainSerializer(_plain, return_type=str)]


class ConnectionProblem(BaseModel):
    """Why the provider did not answer; `detail` ends with what it said itself."""

    code: str = Field(examples=["provider_auth"])
    title: str = Field(examples=["The provider refuses the API key"])
    detail: str


class TimeoutsOut(BaseModel):
    """Patience in seconds; null: as in the settings."""

    connect: float | None
    first_token: float | None
    between_tokens: float | None


class ExtraOut(BaseModel):
    """What is set besides; of what may be secret only the names."""

    header_names: list[str]
    body_fields: list[str]
    models: list[str]
    vendor: str | None
    max_tokens_field: str | None


class ConnectionOut(BaseModel):
    """A way to a provider."""

    id: UUID
    provider: Provider
    name: str = Field(examples=["OpenAI"])
    base_url: str | None
    has_api_key: bool
    extra: ExtraOut
    timeouts: TimeoutsOut
    enabled: bool
    status: ConnectionStatus
    last_checked_at: datetime | None
    last_error: ConnectionProblem | None
    models_count: int = Field(description="Models that the provider offers at present")
    created_at: datetime


class ConnectionPage(BaseModel):
    """Connections, the oldest first."""

    items: list[ConnectionOut]
    next_cursor: str | None


class ConnectionTest(BaseModel):
    """What a question to the provider showed just now."""

    ok: bool
    latency_ms: int | None = Field(description="Null when the test failed", examples=[182])
    models_count: int
    error: ConnectionProblem | None


class DiscoveredServer(BaseModel):
    """A model server that runs on ConvoSphere's own machine and is not connected yet."""

    provider: Literal["openai"]
    name: str = Field(examples=["Ollama"])
    base_url: str = Field(examples=["http://127.0.0.1:11434/v1"])
    models: list[str]


class DiscoveredServers(BaseModel):
    """All that answered. Never more than one page."""

    items: list[DiscoveredServer]
    next_cursor: None = None


class ModelConnection(BaseModel):
    """Where a model comes from."""

    id: UUID
    name: str


class Capabilities(BaseModel):
    """What a model can; null: the provider does not say."""

    vision: bool | None
    tools: bool | None
    reasoning: bool | None


class ModelOut(BaseModel):
    """A model to choose. One that is not `available` has vanished at its provider and cannot be asked."""

    id: UUID
    name: str = Field(description="What the provider calls it", examples=["gpt-5-mini"])
    display_name: str
    provider: Provider
    connection: ModelConnection
    is_default: bool
    available: bool
    capabilities: Capabilities
    context_window: int | None = Field(description="Tokens; null: not known")


class ModelPage(BaseModel):
    """Models in the order they were first seen."""

    items: list[ModelOut]
    next_cursor: str | None


class ManagedModel(ModelOut):
    """A model as administrators see it."""

    enabled: bool
    small_tasks: bool = Field(description="Whether it is asked for titles and suggestions")


class ManagedModelPage(BaseModel):
    """All models ever seen on a connection, in that order."""

    items: list[ManagedModel]
    next_cursor: str | None


class UsageSummary(BaseModel):
    """Sums of all calls to models in a span of time."""

    since: datetime
    until: datetime
    calls: int
    completed: int
    stopped: int
    failed: int
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int = Field(description="Part of `input_tokens`")
    reasoning_tokens: int = Field(description="Part of `output_tokens`")
    cost: Cost = Field(description="Of the calls whose price is known", examples=["1.37"])
    currency: str = Field(examples=["USD"])
    calls_without_price: int = Field(description="Calls whose price is not known; they are not in `cost`")
    median_time_to_first_token_ms: int | None
