"""Facts about budgets that the audit trail keeps."""

from dataclasses import dataclass
from typing import Any, ClassVar

from convosphere.platform.events import AuditedEvent


@dataclass(frozen=True, kw_only=True)
class BudgetCreated(AuditedEvent):
    """A budget limits somebody from now on; `limits` is all that was set."""

    audit_action: ClassVar[str] = "budget.created"

    subject_type: str = "budget"
    limits: dict[str, Any]

    def details(self) -> dict[str, Any]:
        """Whom it limits, and to what."""
        return self.limits


@dataclass(frozen=True, kw_only=True)
class BudgetChanged(AuditedEvent):
    """A budget's limits are others now; `before` and `after` hold what changed."""

    audit_action: ClassVar[str] = "budget.changed"

    subject_type: str = "budget"
    limited: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]

    def details(self) -> dict[str, Any]:
        """Whose budget, and what is different."""
        return {**self.limited, "before": self.before, "after": self.after}


@dataclass(frozen=True, kw_only=True)
class BudgetDeleted(AuditedEvent):
    """A budget limits nobody any more."""

    audit_action: ClassVar[str] = "budget.deleted"

    subject_type: str = "budget"
    limits: dict[str, Any]

    def details(self) -> dict[str, Any]:
        """What it was."""
        return self.limits
