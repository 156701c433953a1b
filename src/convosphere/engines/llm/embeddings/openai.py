"""Asks for vectors over OpenAI's wire: OpenAI, Azure, Ollama, vLLM, TEI, LM Studio, llama.cpp, Mistral, …"""

from collections.abc import Mapping

from convosphere.engines.llm.embeddings.reading import read_embeddings
from convosphere.engines.llm.embeddings.types import EmbeddingRequest, Embeddings
from convosphere.engines.llm.openai.adapter import BASE_URL, auth_headers
from convosphere.engines.llm.types import ConnectionConfig
from convosphere.engines.llm.wire import Wire, endpoint, secrets_of


class OpenAIEmbedder:
    """Any server with `/embeddings`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def embed(self, connection: ConnectionConfig, request: EmbeddingRequest) -> Embeddings:
        """See `Embedder.embed`."""
        url = endpoint(connection.base_url or BASE_URL, "embeddings")
        # Not every server writes base64; all write floats, and all read this.
        body: dict[str, object] = {
            "model": request.model,
            "input": [each if isinstance(each, str) else list(each) for each in request.inputs],
            "encoding_format": "float",
        }
        if request.dimensions is not None:
            body["dimensions"] = request.dimensions
        extra = connection.extra.get("body")
        if isinstance(extra, Mapping):
            # It is meant for chats; of it only what every request carries holds here, too.
            body.update({name: value for name, value in extra.items() if name in _SHARED})
        body.update(request.extra)
        answer = await self._wire.post_json(connection, url, auth_headers(connection, url), body)
        return read_embeddings(answer, request, secrets_of(connection))


_SHARED = frozenset({"user", "dimensions", "truncate", "provider"})
