"""Facts about knowledge that the audit trail keeps."""

from convosphere.features.knowledge.events.bases import (
    BaseChanged,
    BaseCreated,
    BaseDeleted,
    BaseMemberChanged,
    BaseMemberRemoved,
    BaseRestored,
)
from convosphere.features.knowledge.events.documents import (
    DocumentAccessChanged,
    DocumentInfected,
    DocumentsDeleted,
    DocumentsDownloaded,
    DocumentsMoved,
    DocumentsRestored,
)

__all__ = [
    "BaseChanged",
    "BaseCreated",
    "BaseDeleted",
    "BaseMemberChanged",
    "BaseMemberRemoved",
    "BaseRestored",
    "DocumentAccessChanged",
    "DocumentInfected",
    "DocumentsDeleted",
    "DocumentsDownloaded",
    "DocumentsMoved",
    "DocumentsRestored",
]
