"""Facts about bases."""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class _OfBase(AuditedEvent):
    subject_type: str = "knowledge_base"
    name: str

    def details(self) -> dict[str, Any]:
        """Which one."""
        return {"name": self.name}


@dataclass(frozen=True, kw_only=True)
class BaseCreated(_OfBase):
    """A base was made."""

    audit_action: ClassVar[str] = "knowledge_base.created"


@dataclass(frozen=True, kw_only=True)
class BaseChanged(_OfBase):
    """A base was changed; `changed` names the fields, and says what everybody may, if that is among them."""

    audit_action: ClassVar[str] = "knowledge_base.changed"
    changed: dict[str, Any] = field(default_factory=dict)

    def details(self) -> dict[str, Any]:
        """Which one, and what of it."""
        return {"name": self.name, **self.changed}


@dataclass(frozen=True, kw_only=True)
class BaseDeleted(_OfBase):
    """A base was deleted with all in it; for some days this can be undone, unless it was for good."""

    audit_action: ClassVar[str] = "knowledge_base.deleted"
    for_good: bool

    def details(self) -> dict[str, Any]:
        """Which one, and whether it can be brought back."""
        return {"name": self.name, "for_good": self.for_good}


@dataclass(frozen=True, kw_only=True)
class BaseRestored(_OfBase):
    """A base's deletion was undone."""

    audit_action: ClassVar[str] = "knowledge_base.restored"


@dataclass(frozen=True, kw_only=True)
class _OfMember(_OfBase):
    kind: str
    member_id: UUID
    member: str
    role: str | None = None

    def details(self) -> dict[str, Any]:
        """Which base, and who may what."""
        return {
            "name": self.name,
            "kind": self.kind,
            "member_id": str(self.member_id),
            "member": self.member,
            "role": self.role,
        }


@dataclass(frozen=True, kw_only=True)
class BaseMemberChanged(_OfMember):
    """Somebody may something in a base from now on."""

    audit_action: ClassVar[str] = "knowledge_base.member_changed"


@dataclass(frozen=True, kw_only=True)
class BaseMemberRemoved(_OfMember):
    """Somebody has no entry in a base any more."""

    audit_action: ClassVar[str] = "knowledge_base.member_removed"
