"""Finds passages by words and by meaning: one interface, in PostgreSQL or in Weaviate."""

from convosphere.engines.retrieval.analysis import coverage, marks, stem_of
from convosphere.engines.retrieval.opening import open_index
from convosphere.engines.retrieval.types import (
    ChunkEntry,
    DocumentEntry,
    Filters,
    Found,
    Fusion,
    FusionKind,
    Hit,
    IndexUnavailableError,
    InvalidVectorError,
    Query,
    RetrievalError,
    RetrievalIndex,
    VectorDimensionError,
    VersionChunks,
)

__all__ = [
    "ChunkEntry",
    "DocumentEntry",
    "Filters",
    "Found",
    "Fusion",
    "FusionKind",
    "Hit",
    "IndexUnavailableError",
    "InvalidVectorError",
    "Query",
    "RetrievalError",
    "RetrievalIndex",
    "VectorDimensionError",
    "VersionChunks",
    "coverage",
    "marks",
    "open_index",
    "stem_of",
]
