"""Facts about usage that the audit trail keeps."""

from dataclasses import dataclass
from typing import Any, ClassVar

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class UsageExported(AuditedEvent):
    """Somebody took calls to models, or their sums, along as a table; calls name the people who made them.

    `since` and `until`: ISO 8601, `until` None for up to now. `by`: what the sums are split by; None: every call. `of`
    and `key`: the one group, if not all.
    """

    audit_action: ClassVar[str] = "usage.exported"

    subject_type: str = "usage"
    since: str
    until: str | None
    by: str | None
    of: str | None
    key: str | None

    def details(self) -> dict[str, Any]:
        """Which calls, and how far they are summed up."""
        return {"since": self.since, "until": self.until, "by": self.by, "of": self.of, "key": self.key}
