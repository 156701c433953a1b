"""Finds passages by words and by meaning: one interface, in PostgreSQL or in Weaviate."""

from convosphere.engines.retrieval.analysis import ANALYSIS, coverage, forms_in, marks, stem_of
from convosphere.engines.retrieval.analysis.typos import can_be_mistyped, neighbours
from convosphere.engines.retrieval.opening import open_index
from convosphere.engines.retrieval.types import (
    ChunkEntry,
    Correction,
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
    "ANALYSIS",
    "ChunkEntry",
    "Correction",
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
    "can_be_mistyped",
    "coverage",
    "forms_in",
    "marks",
    "neighbours",
    "open_index",
    "stem_of",
]
