"""The index in PostgreSQL: BM25 as sparse vectors, pgvector's HNSW, both legs fused in one query."""

from convosphere.engines.retrieval.postgres.index import PostgresIndex

__all__ = ["PostgresIndex"]
