"""Asks for vectors through LiteLLM."""

import base64
from array import array
from collections.abc import Mapping
from typing import Any

from convosphere.engines.llm.embeddings.reading import read_embeddings
from convosphere.engines.llm.embeddings.types import EmbeddingRequest, Embeddings
from convosphere.engines.llm.litellm.adapter import LiteLLMAdapter
from convosphere.engines.llm.litellm.call import within
from convosphere.engines.llm.litellm.failures import failures_of, typed_error
from convosphere.engines.llm.litellm.loading import load_litellm
from convosphere.engines.llm.litellm.names import prefixed
from convosphere.engines.llm.types import ConnectionConfig, Usage
from convosphere.engines.llm.wire import extra_headers, secrets_of


class LiteLLMEmbedder:
    """Any of LiteLLM's providers that embed, asked from the process of the chats."""

    def __init__(self, adapter: LiteLLMAdapter) -> None:
        self._adapter = adapter

    async def embed(self, connection: ConnectionConfig, request: EmbeddingRequest) -> Embeddings:
        """See `Embedder.embed`."""
        told = await self._adapter.value(connection, "embed", connection, request)
        return Embeddings([array("f", base64.b64decode(each)) for each in told["vectors"]], Usage(**told["usage"]))


def read_embedding_request(sent: Mapping[str, Any]) -> EmbeddingRequest:
    """A request as it was sent to LiteLLM's process."""
    return EmbeddingRequest(**sent)


def told_embeddings(found: Embeddings) -> dict[str, Any]:
    """Vectors on their way from there."""
    vectors = [base64.b64encode(vector.tobytes()).decode() for vector in found.vectors]
    return {"vectors": vectors, "usage": found.usage}


async def vectors_of(connection: ConnectionConfig, request: EmbeddingRequest) -> Embeddings:
    """The vectors, in LiteLLM's process. Raises ProviderError."""
    litellm = load_litellm()
    failures = failures_of(litellm)
    try:
        asking = litellm.aembedding(**_arguments(connection, request))
        response = await within(connection.timeouts.first_token, asking, "first_token")
        body = response.model_dump()
    except failures as error:
        raise typed_error(litellm, error, secrets_of(connection), begun=False) from None
    return read_embeddings(body, request, secrets_of(connection))


def _arguments(connection: ConnectionConfig, request: EmbeddingRequest) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": prefixed(connection, request.model),
        "input": [each if isinstance(each, str) else list(each) for each in request.inputs],
        "encoding_format": "float",
        "timeout": connection.timeouts.first_token + 5,  # ours is first
        "drop_params": True,  # what the vendor has no word for is left out, not an error
        "num_retries": 0,
        "max_retries": 0,
        "no-log": True,
    }
    optional: dict[str, Any] = {
        "api_key": connection.api_key,
        "api_base": connection.base_url,
        "dimensions": request.dimensions,
        "extra_headers": extra_headers(connection) or None,
    }
    return arguments | {name: value for name, value in optional.items() if value is not None} | dict(request.extra)
