"""Facts about groups and who is in them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from convosphere.features.accounts.events.base import AccountEvent
from convosphere.platform.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class GroupCreated(AccountEvent):
    """A new group, with nobody in it."""

    audit_action: ClassVar[str] = "group.created"
    name: str


@dataclass(frozen=True, kw_only=True)
class GroupChanged(AccountEvent):
    """`before` and `after` hold what changed of name and description; `name` is the one it has now."""

    audit_action: ClassVar[str] = "group.changed"
    name: str
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class GroupDeleted(AccountEvent):
    """A group is gone; whatever was opened to it must forget it. Who was in it, `GroupMembershipChanged` tells."""

    audit_action: ClassVar[str] = "group.deleted"
    name: str
    members: int

    @property
    def group_id(self) -> UUID:
        """Which group it was."""
        return UUID(self.subject_id)


@dataclass(frozen=True, kw_only=True)
class GroupMemberAdded(AccountEvent):
    """A person came into a group; the names of both as they were then, for whoever reads the trail."""

    audit_action: ClassVar[str] = "group.member_added"
    name: str
    person: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class GroupMemberRemoved(AccountEvent):
    """A person was taken out of a group."""

    audit_action: ClassVar[str] = "group.member_removed"
    name: str
    person: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class GroupMembershipChanged(DomainEvent):
    """These people came into the group, or (`came` is false) left it; what they may see is something else now."""

    organization_id: UUID
    group_id: UUID
    person_ids: tuple[UUID, ...]
    came: bool
