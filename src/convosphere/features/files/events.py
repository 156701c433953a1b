"""Facts about files that the audit trail keeps."""

from dataclasses import dataclass
from typing import Any, ClassVar

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class FileInfected(AuditedEvent):
    """A scanner found something in a file; it was refused and its content removed."""

    audit_action: ClassVar[str] = "file.infected"

    subject_type: str = "file"
    name: str
    sha256: str
    signature: str

    def details(self) -> dict[str, Any]:
        """Which file, and what was found."""
        return {"name": self.name, "sha256": self.sha256, "signature": self.signature}


@dataclass(frozen=True, kw_only=True)
class FileTypeRefused(AuditedEvent):
    """A file was of a type that this installation does not take."""

    audit_action: ClassVar[str] = "file.refused"

    subject_type: str = "file"
    name: str
    media_type: str

    def details(self) -> dict[str, Any]:
        """Which file, and what it was."""
        return {"name": self.name, "media_type": self.media_type}
