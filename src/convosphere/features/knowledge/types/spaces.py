"""Embedders and the spaces their vectors lie in."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class EmbedderKind(StrEnum):
    """Who makes vectors: the model on this machine, or one of a connection."""

    LOCAL = "local"
    MODEL = "model"


class SwitchStatus(StrEnum):
    """How a change of embedder stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class FetchStatus(StrEnum):
    """How the fetching of a local model stands."""

    MISSING = "missing"
    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EmbedderChoice:
    """An embedder that somebody wants; `model_id` exactly for `EmbedderKind.MODEL`."""

    kind: EmbedderKind
    model_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """One embedder at one state: vectors are compared within it only. `fingerprint` tells states of it apart."""

    id: UUID
    organization_id: UUID
    kind: EmbedderKind
    model_id: UUID | None
    name: str
    dimension: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BaseKey:
    """Where a base lives; enough for a worker to find it."""

    organization_id: UUID
    base_id: UUID
