"""Orders passages by how well they answer a question: one interface, a server or a model in a directory behind it."""

from convosphere.engines.embeddings.rerankers.cross_encoder import CrossEncoder
from convosphere.engines.embeddings.rerankers.interface import Reranker
from convosphere.engines.embeddings.rerankers.remote import RemoteReranker, Reranked, RerankEndpoint

__all__ = ["CrossEncoder", "RemoteReranker", "RerankEndpoint", "Reranked", "Reranker"]
