"""Facts about exports and imports that the audit trail keeps."""

from dataclasses import dataclass
from typing import Any, ClassVar

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class ChatsExported(AuditedEvent):
    """Somebody had conversations of theirs written into a file."""

    audit_action: ClassVar[str] = "chats.exported"
    format: str
    conversations: int

    def details(self) -> dict[str, Any]:
        """In which form, and how many."""
        return {"format": self.format, "conversations": self.conversations}


@dataclass(frozen=True, kw_only=True)
class ChatsImported(AuditedEvent):
    """Somebody's conversations came in from a file."""

    audit_action: ClassVar[str] = "chats.imported"
    source: str
    conversations: int

    def details(self) -> dict[str, Any]:
        """From where, and how many."""
        return {"source": self.source, "conversations": self.conversations}
