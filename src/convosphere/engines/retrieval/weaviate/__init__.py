"""The index in Weaviate, for when PostgreSQL is outgrown; its client is imported when it is first used."""

from convosphere.engines.retrieval.weaviate.index import WeaviateIndex

__all__ = ["WeaviateIndex"]
