"""Facts about connections, models, calls and budgets. None carries a secret."""

from convosphere.features.models.events.budgets import BudgetChanged, BudgetCreated, BudgetDeleted
from convosphere.features.models.events.calls import CallsLost, CallsRecorded, TokensReported
from convosphere.features.models.events.connections import (
    ConnectionCreated,
    ConnectionDeleted,
    ConnectionUpdated,
    ModelAccessChanged,
    ModelUpdated,
)
from convosphere.features.models.events.usage import UsageExported

__all__ = [
    "BudgetChanged",
    "BudgetCreated",
    "BudgetDeleted",
    "CallsLost",
    "CallsRecorded",
    "ConnectionCreated",
    "ConnectionDeleted",
    "ConnectionUpdated",
    "ModelAccessChanged",
    "ModelUpdated",
    "TokensReported",
    "UsageExported",
]
