"""Enums and small values of knowledge."""

from convosphere.features.knowledge.types.access import BaseRole, Scopes
from convosphere.features.knowledge.types.chunks import LoadedChunk
from convosphere.features.knowledge.types.documents import (
    DocumentStatus,
    MediaKind,
    Stage,
    VersionKey,
    VersionOrigin,
)
from convosphere.features.knowledge.types.operations import (
    ItemState,
    OperationKey,
    OperationKind,
    OperationStatus,
)
from convosphere.features.knowledge.types.streams import base_stream

__all__ = [
    "BaseRole",
    "DocumentStatus",
    "ItemState",
    "LoadedChunk",
    "MediaKind",
    "OperationKey",
    "OperationKind",
    "OperationStatus",
    "Scopes",
    "Stage",
    "VersionKey",
    "VersionOrigin",
    "base_stream",
]
