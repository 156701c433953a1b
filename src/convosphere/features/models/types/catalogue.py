"""Small values of connections and models."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from convosphere.engines.llm import ConnectionConfig, Provider

# The builtin connection is made with the organisation; nobody can add another one.
ConnectableProvider = Literal["openai", "anthropic", "litellm"]
BUILTIN: Provider = "builtin"
CURRENCY = "USD"


class ConnectionStatus(StrEnum):
    """What the last question to the provider showed."""

    UNTESTED = "untested"
    # What asking it needs on this machine is being made ready; then it is asked.
    PREPARING = "preparing"
    OK = "ok"
    FAILING = "failing"


class Origin(StrEnum):
    """Where it is known from what a model can or costs."""

    PROVIDER = "provider"
    PRICE_LIST = "price_list"
    ADMINISTRATOR = "administrator"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EnvironmentConnection:
    """A connection found in the environment at start; `base_url` None is the provider's own address."""

    provider: ConnectableProvider
    name: str
    base_url: str | None
    api_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """USD for a million tokens, as an administrator has set it; None for cached input: as any input.

    `call`: USD for each call besides; no model of a connection has it, rerankers do.
    """

    input: Decimal
    output: Decimal
    cached_input: Decimal | None = None
    call: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Absent:
    """A model that was wanted and is gone: its id, what people call it, the code of what is wrong with it."""

    id: UUID
    name: str
    because: str


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A model that can be asked now: its name at the provider and the way there, key included.

    `fallbacks`: who is asked in its place, in this order, when it does not begin to answer.
    """

    id: UUID
    name: str
    display_name: str
    connection: ConnectionConfig
    context_window: int | None
    # Whether it sees pictures; None: its provider does not say.
    vision: bool | None = None
    # Whether it calls tools; None: its provider does not say.
    tools: bool | None = None
    # What an administrator says it costs; None: as the price lists say.
    price: ModelPrice | None = None
    # What its provider counted for each token that we estimated; None: nothing was compared yet.
    token_ratio: float | None = None
    fallbacks: "tuple[ResolvedModel, ...]" = ()
    # The model that was wanted, where this one was found in its place because it has vanished.
    in_place_of: Absent | None = None

    @property
    def provider(self) -> Provider:
        """Who provides it."""
        return self.connection.provider

    @property
    def is_builtin(self) -> bool:
        """Whether no language model answers here, but extraction."""
        return self.connection.provider == BUILTIN


@dataclass(frozen=True, slots=True)
class ModelTraits:
    """What the choice of a default looks at."""

    id: UUID
    provider: Provider
    name: str
    usable: bool
    is_default: bool
    chosen: bool
