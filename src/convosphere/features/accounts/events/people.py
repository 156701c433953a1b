"""Facts about organisations and their people."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from convosphere.features.accounts.events.base import AccountEvent
from convosphere.platform.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(AccountEvent):
    """A new tenant. Heard in the transaction that founds it, which is bound to it."""

    audit_action: ClassVar[str] = "organization.created"
    name: str


@dataclass(frozen=True, kw_only=True)
class OrganizationChanged(AccountEvent):
    """`before` and `after` hold the settings that changed."""

    audit_action: ClassVar[str] = "organization.changed"
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(AccountEvent):
    """A person joined; `via` is `founding`, `open`, `invitation` or `administrator`."""

    audit_action: ClassVar[str] = "person.registered"
    role: str
    via: str


@dataclass(frozen=True, kw_only=True)
class PersonInvited(AccountEvent):
    """An invitation was made."""

    audit_action: ClassVar[str] = "person.invited"
    role: str
    email: str | None


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(AccountEvent):
    """An invitation was withdrawn."""

    audit_action: ClassVar[str] = "invitation.revoked"


@dataclass(frozen=True, kw_only=True)
class PersonRoleChanged(AccountEvent):
    """What a person may do changed."""

    audit_action: ClassVar[str] = "person.role_changed"
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(AccountEvent):
    """An account was closed; its sessions and keys ended with it."""

    audit_action: ClassVar[str] = "person.deactivated"


@dataclass(frozen=True, kw_only=True)
class PersonReactivated(AccountEvent):
    """A closed account was opened again."""

    audit_action: ClassVar[str] = "person.reactivated"


@dataclass(frozen=True, kw_only=True)
class PersonChanged(DomainEvent):
    """Role, name or language are others now; open sockets must look again."""

    organization_id: UUID
    person_id: UUID
