"""What a provider's adapter offers to those who want vectors."""

from typing import Protocol

from convosphere.engines.llm.embeddings.types import EmbeddingRequest, Embeddings
from convosphere.engines.llm.types import ConnectionConfig


class Embedder(Protocol):
    """One way to ask for vectors. Everything that goes wrong is raised as a `ProviderError`."""

    async def embed(self, connection: ConnectionConfig, request: EmbeddingRequest) -> Embeddings:
        """As many vectors as inputs, all of one length. Cancelling ends the provider's work."""
        ...
