"""What goes out."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, PlainSerializer

from convosphere.engines.llm import CircuitState, ModelKind, Provider
from convosphere.features.models.types import ConnectionStatus, Origin


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


class CircuitOut(BaseModel):
    """Whether a connection is asked. `open`: not for a while, as it kept failing; `half_open`: the next call tries."""

    state: CircuitState
    seconds: float | None = Field(description="Until a call tries again, where it is open")


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
    circuit: CircuitOut
    models_count: int = Field(description="Models that the provider offers at present")
    created_at: datetime


class ConnectionPage(BaseModel):
    """Connections, the oldest first."""

    items: list[ConnectionOut]
    next_cursor: str | None


class ConnectionTest(BaseModel):
    """What a question to the provider showed just now.

    `preparing`: it could not be asked yet; that is done as soon as possible, and the connection's `status` then tells.
    """

    ok: bool
    preparing: bool = False
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
    kind: ModelKind = Field(
        "chat", description="Whether it chats, makes vectors of texts, or neither, and is not offered"
    )
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


class Origins(BaseModel):
    """Who says what a model can: its provider, an administrator, or nobody."""

    vision: Origin
    tools: Origin
    reasoning: Origin
    context_window: Origin


class PriceOut(BaseModel):
    """What a model costs, in USD for a million tokens, and who says so; null: not known.

    Price lists may hold more than that, such as dearer long requests: what calls cost follows them.
    """

    input: Cost | None
    output: Cost | None
    cached_input: Cost | None = Field(description="Null: as any input")
    origin: Origin


class ManagedModel(ModelOut):
    """A model as administrators see it; `capabilities` and `context_window` are what counts."""

    enabled: bool
    small_tasks: bool = Field(description="Whether it is asked for titles and suggestions")
    fallbacks: list[UUID] = Field(description="Who is asked in its place, in this order")
    restricted: bool = Field(description="Whether only some may use it; see its access")
    origins: Origins
    kind_origin: Origin = Field(description="Who says what it is for; its name counts as the provider's word")
    price: PriceOut


class ManagedModelPage(BaseModel):
    """All models ever seen on a connection, in that order."""

    items: list[ManagedModel]
    next_cursor: str | None
