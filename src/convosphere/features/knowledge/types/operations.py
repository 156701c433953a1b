"""Work on many documents at once."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class OperationKind(StrEnum):
    """What is done with each document."""

    MOVE = "move"
    TAG = "tag"
    DELETE = "delete"
    RESTORE = "restore"
    REPROCESS = "reprocess"
    UNPACK = "unpack"
    ZIP = "zip"


class OperationStatus(StrEnum):
    """Where an operation is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """Where one document of an operation is."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OperationKey:
    """Where an operation lives; enough for a worker to find it."""

    organization_id: UUID
    operation_id: UUID
