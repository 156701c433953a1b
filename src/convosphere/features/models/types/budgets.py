"""Whom a budget limits, for how long, and what is known of it when somebody has to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self
from uuid import UUID


class BudgetSubject(StrEnum):
    """Whose calls count."""

    ORGANIZATION = "organization"
    GROUP = "group"
    PERSON = "person"
    API_KEY = "api_key"


class BudgetPeriod(StrEnum):
    """When it begins anew: at the first moment of each day or month of its time zone."""

    DAY = "day"
    MONTH = "month"


class BudgetUnit(StrEnum):
    """What a limit counts."""

    MONEY = "money"
    TOKENS = "tokens"


class UnknownPrice(StrEnum):
    """What becomes, under a limit in money, of a call whose price is not known: counted in tokens only, or refused."""

    ALLOW = "allow"
    REFUSE = "refuse"


class BudgetNotice(StrEnum):
    """What people are told of a budget: that it is nearly, or quite, used up."""

    NEAR = "near"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """A budget as somebody is told of it. `limit`, `spent` and `needed` in its unit: USD, or whole tokens.

    `name`: the group's, where the subject is one. `ends_local`: when it begins anew, by the clocks of its time zone.
    """

    budget_id: UUID
    subject_kind: BudgetSubject
    each_member: bool
    period: BudgetPeriod
    unit: BudgetUnit
    limit: Decimal
    spent: Decimal
    needed: Decimal
    ends_at: datetime
    ends_local: datetime
    time_zone: str
    name: str | None = None

    @property
    def leaves_some(self) -> bool:
        """Whether not all of it is spent."""
        return self.spent < self.limit

    def stored(self) -> dict[str, Any]:
        """As JSON; `read` makes the same of it."""
        return {
            "budget_id": str(self.budget_id),
            "subject_kind": self.subject_kind.value,
            "each_member": self.each_member,
            "period": self.period.value,
            "unit": self.unit.value,
            "limit": str(self.limit),
            "spent": str(self.spent),
            "needed": str(self.needed),
            "ends_at": self.ends_at.isoformat(),
            "ends_local": self.ends_local.isoformat(),
            "time_zone": self.time_zone,
            "name": self.name,
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From what `stored` gave."""
        return cls(
            budget_id=UUID(stored["budget_id"]),
            subject_kind=BudgetSubject(stored["subject_kind"]),
            each_member=bool(stored["each_member"]),
            period=BudgetPeriod(stored["period"]),
            unit=BudgetUnit(stored["unit"]),
            limit=Decimal(stored["limit"]),
            spent=Decimal(stored["spent"]),
            needed=Decimal(stored["needed"]),
            ends_at=datetime.fromisoformat(stored["ends_at"]),
            ends_local=datetime.fromisoformat(stored["ends_local"]),
            time_zone=stored["time_zone"],
            name=stored["name"],
        )
