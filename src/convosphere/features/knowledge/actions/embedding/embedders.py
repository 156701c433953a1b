"""The embedders and the reranker of one process. Built at its start; what is large is loaded at its first use."""

from array import array
from decimal import Decimal
from pathlib import Path
from typing import Final
from uuid import UUID

from convosphere.engines.embeddings import (
    SOURCES,
    CrossEncoder,
    LocalEmbedder,
    LocalOptions,
    ModelSource,
    RemoteReranker,
    RerankEndpoint,
    Reranker,
)
from convosphere.engines.llm import Gateway
from convosphere.features.knowledge.errors.embedding import LocalEmbedderOffError
from convosphere.features.models.types import ModelPrice
from convosphere.platform.context import Platform
from convosphere.platform.database import forbid_open_transaction
from convosphere.platform.http import GuardedClient

QUERY_SECONDS: Final = 60.0
_MOST_QUERIES: Final = 1_000


class Embedders:
    """Who makes vectors and who reranks; see `vectors.py` for how they are asked."""

    def __init__(self, platform: Platform, gateway: Gateway) -> None:
        self.platform = platform
        self.gateway = gateway
        self.queries = QueryCache()
        wanted = platform.settings.embeddings
        self._options = LocalOptions(wanted.threads, wanted.batch_tokens, wanted.idle_minutes * 60)
        self._local: LocalEmbedder | None = None
        self._reranker: CrossEncoder | None = None
        self._clients: dict[str, GuardedClient] = {}
        directory = self.directory
        if directory is not None:
            self._local = LocalEmbedder(directory, self._options)
        if platform.settings.rerank.url is None and platform.settings.rerank.directory is not None:
            self._reranker = CrossEncoder(platform.settings.rerank.directory, self._options)

    @property
    def source(self) -> ModelSource | None:
        """What is fetched for the local embedder; None: nothing, its directory is given or there is none."""
        wanted = self.platform.settings.embeddings
        return SOURCES.get(wanted.model) if wanted.directory is None else None

    @property
    def directory(self) -> Path | None:
        """Where the local model lies, or will lie; None: the installation does without."""
        wanted = self.platform.settings.embeddings
        if wanted.directory is not None:
            return wanted.directory
        return None if wanted.model == "none" else self.platform.settings.data_dir / "models" / wanted.model

    def local(self) -> LocalEmbedder:
        """The local embedder.

        Raises:
            LocalEmbedderOffError: see there.
        """
        if self._local is None:
            raise LocalEmbedderOffError
        return self._local

    def reranker(self) -> Reranker | None:
        """Whoever reranks; None: nobody."""
        wanted = self.platform.settings.rerank
        if wanted.url is None:
            return self._reranker
        endpoint = RerankEndpoint(
            url=str(wanted.url),
            form=wanted.form,
            model=wanted.model,
            api_key=None if wanted.api_key is None else wanted.api_key.get_secret_value(),
            seconds=wanted.timeout_seconds,
            batch=wanted.batch,
        )
        return RemoteReranker(self.client_for(wanted.url.host or ""), endpoint)

    def reranking_price(self, requests: int) -> ModelPrice | None:
        """What so many requests to the reranker of an address cost; None: the settings do not say."""
        wanted = self.platform.settings.rerank
        tokens, request = wanted.usd_per_million_tokens, wanted.usd_per_request
        if tokens is None and request is None:
            return None
        return ModelPrice(tokens or Decimal(0), Decimal(0), call=requests * (request or Decimal(0)))

    def client_for(self, host: str) -> GuardedClient:
        """A client that may also reach this host, which a setting names, wherever it lies; no other one inside."""
        if host not in self._clients:
            allowed = [*self.platform.settings.http.allowed_networks, host.strip("[]")]
            self._clients[host] = GuardedClient(
                allowed_networks=allowed, forbid_open_transaction=forbid_open_transaction
            )
        return self._clients[host]

    async def aclose(self) -> None:
        """Ends what runs, frees the memory, closes the connections."""
        for model in (self._local, self._reranker):
            if model is not None:
                await model.unload()
        for client in self._clients.values():
            await client.close()


class QueryCache:
    """Vectors of questions that were asked a moment ago: the pages of one search, a search while somebody types."""

    def __init__(self) -> None:
        self._kept: dict[tuple[UUID, str], tuple[float, array[float]]] = {}

    def find(self, space_id: UUID, text: str, now: float) -> "array[float] | None":
        """A vector that is not older than a minute; `now` in seconds, of a clock that only goes forward."""
        kept = self._kept.get((space_id, text))
        return kept[1] if kept is not None and now - kept[0] < QUERY_SECONDS else None

    def keep(self, space_id: UUID, text: str, now: float, vector: "array[float]") -> None:
        """Keeps it; the oldest makes room."""
        self._kept.pop((space_id, text), None)
        while len(self._kept) >= _MOST_QUERIES:
            del self._kept[next(iter(self._kept))]
        self._kept[space_id, text] = (now, vector)
