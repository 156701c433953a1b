"""What the facts about accounts have in common."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from convosphere.platform.events import AuditedEvent

_COMMON = frozenset(field.name for field in dataclasses.fields(AuditedEvent))


@dataclass(frozen=True, kw_only=True)
class AccountEvent(AuditedEvent):
    """An audited fact whose own fields are its details."""

    def details(self) -> dict[str, Any]:
        """The fields that a kind of event adds to the common ones."""
        own = (field.name for field in dataclasses.fields(self) if field.name not in _COMMON)
        return {name: getattr(self, name) for name in own}
