"""Enums and small values of connections, models, calls and budgets."""

from convosphere.features.models.types.access import AccessEntry, AccessKind, Asker
from convosphere.features.models.types.budgets import (
    BudgetFacts,
    BudgetNotice,
    BudgetPeriod,
    BudgetSubject,
    BudgetUnit,
    UnknownPrice,
)
from convosphere.features.models.types.calls import (
    BUILT_IN,
    LOST,
    CallContext,
    CallGuard,
    Purpose,
    UsageBy,
)
from convosphere.features.models.types.catalogue import (
    BUILTIN,
    CURRENCY,
    Absent,
    ConnectableProvider,
    ConnectionStatus,
    EnvironmentConnection,
    ModelPrice,
    ModelTraits,
    Origin,
    ResolvedModel,
)

__all__ = [
    "BUILTIN",
    "BUILT_IN",
    "CURRENCY",
    "LOST",
    "Absent",
    "AccessEntry",
    "AccessKind",
    "Asker",
    "BudgetFacts",
    "BudgetNotice",
    "BudgetPeriod",
    "BudgetSubject",
    "BudgetUnit",
    "CallContext",
    "CallGuard",
    "ConnectableProvider",
    "ConnectionStatus",
    "EnvironmentConnection",
    "ModelPrice",
    "ModelTraits",
    "Origin",
    "Purpose",
    "ResolvedModel",
    "UnknownPrice",
    "UsageBy",
]
