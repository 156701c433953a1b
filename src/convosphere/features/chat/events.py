"""Facts about the chat that others hear."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class ArchiveRetentionChanged(AuditedEvent):
    """Archived conversations stay for another time, in days; None: until somebody deletes them."""

    audit_action: ClassVar[str] = "archive_retention.changed"
    before: int | None
    after: int | None

    def details(self) -> dict[str, Any]:
        """Both times."""
        return {"before": self.before, "after": self.after}


@dataclass(frozen=True, kw_only=True)
class ConversationShared(AuditedEvent):
    """A snapshot of a conversation can be read by the organisation."""

    audit_action: ClassVar[str] = "conversation.shared"
    conversation_id: UUID
    expires_at: datetime | None

    def details(self) -> dict[str, Any]:
        """Which one, and how long."""
        until = None if self.expires_at is None else self.expires_at.isoformat()
        return {"conversation_id": str(self.conversation_id), "expires_at": until}


@dataclass(frozen=True, kw_only=True)
class ShareRevoked(AuditedEvent):
    """A snapshot can no longer be read."""

    audit_action: ClassVar[str] = "share.revoked"
    conversation_id: UUID

    def details(self) -> dict[str, Any]:
        """Of which conversation."""
        return {"conversation_id": str(self.conversation_id)}
