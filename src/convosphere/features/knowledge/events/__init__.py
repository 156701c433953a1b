"""Facts about knowledge that the audit trail keeps."""

from convosphere.features.knowledge.events.bases import (
    BaseChanged,
    BaseCreated,
    BaseDeleted,
    BaseMemberChanged,
    BaseMemberRemoved,
)
from convosphere.features.knowledge.events.documents import (
    DocumentAccessChanged,
    DocumentInfected,
    DocumentsDeleted,
    DocumentsDownloaded,
    DocumentsRestored,
)

__all__ = [
    "BaseChanged",
    "BaseCreated",
    "BaseDeleted",
    "BaseMemberChanged",
    "BaseMemberRemoved",
    "DocumentAccessChanged",
    "DocumentInfected",
    "DocumentsDeleted",
    "DocumentsDownloaded",
    "DocumentsRestored",
]
