"""What a provider's adapter offers to the gateway."""

from collections.abc import AsyncGenerator
from typing import Protocol

from convosphere.engines.llm.types import ChatRequest, ConnectionConfig, Event, ModelInfo


class Adapter(Protocol):
    """One way to speak with providers. Everything that goes wrong is raised as a `ProviderError`."""

    def stream(self, connection: ConnectionConfig, request: ChatRequest) -> AsyncGenerator[Event, None]:
        """The answer's events; `Finish` is the last, `Usage` (if the provider reports it) the one before.

        Closing the generator ends the provider's work at once.
        """
        ...

    async def list_models(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """The models that the provider offers under this connection, in its order."""
        ...

    async def check(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """Proves that the connection works, in the cheapest way that really asks; returns the models."""
        ...

    async def aclose(self) -> None:
        """Lets go of what the adapter holds."""
        ...
