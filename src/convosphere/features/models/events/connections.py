"""Facts about connections and models that the audit trail keeps. None carries a secret."""

from dataclasses import dataclass
from typing import Any, ClassVar

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class ConnectionCreated(AuditedEvent):
    """A way to a provider was added."""

    audit_action: ClassVar[str] = "connection.created"

    subject_type: str = "connection"
    name: str
    provider: str
    base_url: str | None

    def details(self) -> dict[str, Any]:
        """Where requests go from now on."""
        return {"name": self.name, "provider": self.provider, "base_url": self.base_url}


@dataclass(frozen=True, kw_only=True)
class ConnectionUpdated(AuditedEvent):
    """A way to a provider was changed; `changed` names the fields, keys and headers without their values."""

    audit_action: ClassVar[str] = "connection.updated"

    subject_type: str = "connection"
    name: str
    base_url: str | None
    changed: tuple[str, ...]

    def details(self) -> dict[str, Any]:
        """Which fields, and where requests go from now on."""
        return {"name": self.name, "base_url": self.base_url, "changed": list(self.changed)}


@dataclass(frozen=True, kw_only=True)
class ConnectionDeleted(AuditedEvent):
    """A way to a provider was removed, with its models."""

    audit_action: ClassVar[str] = "connection.deleted"

    subject_type: str = "connection"
    name: str
    provider: str

    def details(self) -> dict[str, Any]:
        """What it was."""
        return {"name": self.name, "provider": self.provider}


@dataclass(frozen=True, kw_only=True)
class ModelUpdated(AuditedEvent):
    """An administrator switched a model on or off, renamed it or made it the default."""

    audit_action: ClassVar[str] = "model.updated"

    subject_type: str = "model"
    name: str
    changed: dict[str, Any]

    def details(self) -> dict[str, Any]:
        """Which model, and what is different."""
        return {"name": self.name, "changed": self.changed}


@dataclass(frozen=True, kw_only=True)
class ModelAccessChanged(AuditedEvent):
    """A model was opened to others, or to everybody; `to` names who may use it now."""

    audit_action: ClassVar[str] = "model.access_changed"

    subject_type: str = "model"
    name: str
    restricted: bool
    to: tuple[dict[str, Any], ...]

    def details(self) -> dict[str, Any]:
        """Which model, and who may use it from now on."""
        return {"name": self.name, "restricted": self.restricted, "to": list(self.to)}
