"""Budgets: kept by administrators, reserved before every call, settled after it, told of when they run out."""

from convosphere.features.models.actions.budgets.allowance import find_token_allowance
from convosphere.features.models.actions.budgets.guard import LEASE, budget_guard, note_call
from convosphere.features.models.actions.budgets.manage import (
    change_budget,
    create_budget,
    delete_budget,
    forget_subject,
    get_budget,
    list_balances,
    list_budgets,
)
from convosphere.features.models.actions.budgets.mine import list_own_limits
from convosphere.features.models.actions.budgets.notices import (
    MAIL_JOB,
    NOTICE_JOB,
    key_from,
    mail_budget,
    notice_budget,
)
from convosphere.features.models.actions.budgets.settling import (
    lose_calls,
    settle_lost_of,
    settle_recorded,
    sweep_lost,
)

__all__ = [
    "LEASE",
    "MAIL_JOB",
    "NOTICE_JOB",
    "budget_guard",
    "change_budget",
    "create_budget",
    "delete_budget",
    "find_token_allowance",
    "forget_subject",
    "get_budget",
    "key_from",
    "list_balances",
    "list_budgets",
    "list_own_limits",
    "lose_calls",
    "mail_budget",
    "note_call",
    "notice_budget",
    "settle_lost_of",
    "settle_recorded",
    "sweep_lost",
]
