"""Enums and small values of connections, models and usage."""

from dataclasses import dataclass, field
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
    OK = "ok"
    FAILING = "failing"


class Purpose(StrEnum):
    """What a call was made for."""

    CHAT = "chat"
    API = "api"
    TITLE = "title"
    SUGGESTIONS = "suggestions"


@dataclass(frozen=True, slots=True)
class EnvironmentConnection:
    """A connection found in the environment at start; `base_url` None is the provider's own address."""

    provider: ConnectableProvider
    name: str
    base_url: str | None
    api_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A model that can be asked now: its name at the provider and the way there, key included."""

    id: UUID
    name: str
    display_name: str
    connection: ConnectionConfig
    context_window: int | None
    # Whether it sees pictures; None: its provider does not say.
    vision: bool | None = None

    @property
    def provider(self) -> Provider:
        """Who provides it."""
        return self.connection.provider

    @property
    def is_builtin(self) -> bool:
        """Whether no language model answers here, but extraction."""
        return self.connection.provider == BUILTIN


@dataclass(frozen=True, slots=True)
class CallContext:
    """For whom and what for a model is asked: what the call's record does not know itself."""

    organization_id: UUID
    purpose: Purpose
    person_id: UUID | None = None
    conversation_id: UUID | None = None
    message_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ModelTraits:
    """What the choice of a default looks at."""

    id: UUID
    provider: Provider
    name: str
    usable: bool
    is_default: bool
    chosen: bool
