"""Vectors: who makes them, in which space, and how a base changes from one embedder to another."""

from convosphere.features.knowledge.actions.embedding.adopting import ADOPT_JOB, defer_adoption
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.features.knowledge.actions.embedding.fetching import (
    FETCH_JOB,
    MANAGE,
    fetch_state,
    run_fetch,
    start_fetch,
)
from convosphere.features.knowledge.actions.embedding.presenting import get_embedder, list_embedders, present_fetch
from convosphere.features.knowledge.actions.embedding.spaces import (
    forget_embedded,
    get_space,
    missing_spaces,
    note_embedded,
    spaces_of,
    spaces_to_fill,
)
from convosphere.features.knowledge.actions.embedding.switching import (
    DROP_JOB,
    REEMBED_JOB,
    adopt_embedder,
    cancel_switch,
    choose_embedder,
)
from convosphere.features.knowledge.actions.embedding.vectors import embed_passages, embed_query, rerank

__all__ = [
    "ADOPT_JOB",
    "DROP_JOB",
    "FETCH_JOB",
    "MANAGE",
    "REEMBED_JOB",
    "Embedders",
    "adopt_embedder",
    "cancel_switch",
    "choose_embedder",
    "defer_adoption",
    "embed_passages",
    "embed_query",
    "fetch_state",
    "forget_embedded",
    "get_embedder",
    "get_space",
    "list_embedders",
    "missing_spaces",
    "note_embedded",
    "present_fetch",
    "rerank",
    "run_fetch",
    "spaces_of",
    "spaces_to_fill",
    "start_fetch",
]
