"""Facts about embedders."""

from dataclasses import dataclass
from typing import Any, ClassVar

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class LocalEmbedderWanted(AuditedEvent):
    """Somebody had the local embedder fetched."""

    audit_action: ClassVar[str] = "embedder.fetched"
    subject_type: str = "embedder"
    revision: str

    def details(self) -> dict[str, Any]:
        """At which revision."""
        return {"revision": self.revision}


@dataclass(frozen=True, kw_only=True)
class BaseEmbedderChosen(AuditedEvent):
    """A base is to get another embedder; `embedder` is its name, None: words alone."""

    audit_action: ClassVar[str] = "knowledge_base.embedder_chosen"
    subject_type: str = "knowledge_base"
    name: str
    embedder: str | None

    def details(self) -> dict[str, Any]:
        """Which base, which embedder."""
        return {"name": self.name, "embedder": self.embedder}
