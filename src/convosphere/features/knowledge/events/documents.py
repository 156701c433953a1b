"""Facts about documents."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class DocumentInfected(AuditedEvent):
    """A scanner found something in a document; it was refused and its content removed."""

    audit_action: ClassVar[str] = "document.infected"
    subject_type: str = "document"
    name: str
    sha256: str
    signature: str

    def details(self) -> dict[str, Any]:
        """Which one, and what was found."""
        return {"name": self.name, "sha256": self.sha256, "signature": self.signature}


@dataclass(frozen=True, kw_only=True)
class _OfDocuments(AuditedEvent):
    """Something happened to some documents of a base; the names of the first of them."""

    subject_type: str = "knowledge_base"
    documents: int
    names: tuple[str, ...]

    def details(self) -> dict[str, Any]:
        """How many, and which the first are."""
        return {"documents": self.documents, "names": list(self.names)}


@dataclass(frozen=True, kw_only=True)
class DocumentsDeleted(_OfDocuments):
    """They were deleted; for some days this can be undone."""

    audit_action: ClassVar[str] = "documents.deleted"


@dataclass(frozen=True, kw_only=True)
class DocumentsRestored(_OfDocuments):
    """Their deletion was undone."""

    audit_action: ClassVar[str] = "documents.restored"


@dataclass(frozen=True, kw_only=True)
class DocumentsMoved(_OfDocuments):
    """They lie in another base: who reads that reads them from now on."""

    audit_action: ClassVar[str] = "documents.moved"
    to_base_id: UUID

    def details(self) -> dict[str, Any]:
        """How many, which the first are, and where to."""
        return {**_OfDocuments.details(self), "to_base_id": str(self.to_base_id)}


@dataclass(frozen=True, kw_only=True)
class DocumentsDownloaded(_OfDocuments):
    """Their content was fetched."""

    audit_action: ClassVar[str] = "documents.downloaded"


@dataclass(frozen=True, kw_only=True)
class DocumentAccessChanged(AuditedEvent):
    """Who may read a document has changed."""

    audit_action: ClassVar[str] = "document.access_changed"
    subject_type: str = "document"
    name: str
    own_access: bool
    readers: tuple[str, ...]

    def details(self) -> dict[str, Any]:
        """Which one, and who reads it."""
        return {"name": self.name, "own_access": self.own_access, "readers": list(self.readers)}
