"""Connections to providers, the models they offer, one record for every call, budgets."""

from convosphere.features.models.tables.budgets import Budget, BudgetBalance, BudgetReservation
from convosphere.features.models.tables.connections import Connection
from convosphere.features.models.tables.models import Model, ModelAccess
from convosphere.features.models.tables.usage import UsageRecord

__all__ = ["Budget", "BudgetBalance", "BudgetReservation", "Connection", "Model", "ModelAccess", "UsageRecord"]
