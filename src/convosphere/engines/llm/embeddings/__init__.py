"""Embeddings: texts as vectors, whoever provides the model."""

from convosphere.engines.llm.embeddings.adapter import Embedder
from convosphere.engines.llm.embeddings.call import embed
from convosphere.engines.llm.embeddings.litellm import LiteLLMEmbedder
from convosphere.engines.llm.embeddings.openai import OpenAIEmbedder
from convosphere.engines.llm.embeddings.types import EmbeddingRequest, Embeddings, Vector

__all__ = [
    "Embedder",
    "EmbeddingRequest",
    "Embeddings",
    "LiteLLMEmbedder",
    "OpenAIEmbedder",
    "Vector",
    "embed",
]
