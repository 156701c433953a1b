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


@dataclass(frozen=True, kw_only=True)
class _MembershipEvent(AuditedEvent):
    """What a person or a group (`kind`, `member_id`; `name` as it was then) may do in a conversation is another now."""

    kind: str
    member_id: UUID
    name: str

    def details(self) -> dict[str, Any]:
        """Whom it is about."""
        return {"kind": self.kind, "member_id": str(self.member_id), "name": self.name}


@dataclass(frozen=True, kw_only=True)
class ConversationOpened(_MembershipEvent):
    """A conversation was opened to somebody."""

    audit_action: ClassVar[str] = "conversation.opened"
    role: str

    def details(self) -> dict[str, Any]:
        """And what they may do."""
        return {**super().details(), "role": self.role}


@dataclass(frozen=True, kw_only=True)
class ConversationAccessChanged(ConversationOpened):
    """Somebody whom a conversation is opened to may more or less than before."""

    audit_action: ClassVar[str] = "conversation.access_changed"


@dataclass(frozen=True, kw_only=True)
class ConversationClosedTo(_MembershipEvent):
    """Somebody lost access to a conversation, or gave it up."""

    audit_action: ClassVar[str] = "conversation.closed_to"
