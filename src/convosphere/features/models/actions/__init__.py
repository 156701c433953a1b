"""Use cases: connections, what providers offer, the choice of a model, what calls took, budgets."""

from convosphere.features.models.actions.access import get_access, set_access
from convosphere.features.models.actions.administer import (
    Inventory,
    Verdict,
    connect_provider,
    examine_connection,
    first_organization,
    take_inventory,
)
from convosphere.features.models.actions.budgets import (
    MAIL_JOB,
    NOTICE_JOB,
    budget_guard,
    change_budget,
    create_budget,
    delete_budget,
    find_token_allowance,
    forget_subject,
    get_budget,
    key_from,
    list_balances,
    list_budgets,
    list_own_limits,
    lose_calls,
    mail_budget,
    notice_budget,
    settle_lost_of,
    settle_recorded,
    sweep_lost,
)
from convosphere.features.models.actions.catalogue import change_model, list_connection_models
from convosphere.features.models.actions.choice import (
    list_models,
    require_model,
    resolve_model,
    resolve_named_model,
)
from convosphere.features.models.actions.circuits import CircuitBoard
from convosphere.features.models.actions.connections import (
    change_connection,
    create_connection,
    delete_connection,
    get_connection,
    list_connections,
)
from convosphere.features.models.actions.discovery import discover_servers
from convosphere.features.models.actions.embed import Embedded, Inputs, embed_texts
from convosphere.features.models.actions.embedders import resolve_embedder
from convosphere.features.models.actions.founding import furnish_organization
from convosphere.features.models.actions.preparing import PREPARE_SIGNAL, prepare_everywhere, prepare_used
from convosphere.features.models.actions.provider import REFRESH_JOB, ask_provider, refresh_models, test_connection
from convosphere.features.models.actions.rerank import Reranking, ask_reranker
from convosphere.features.models.actions.small import small_models
from convosphere.features.models.actions.usage import (
    export_usage,
    learn_counts,
    price_at_most,
    price_of,
    record_usage,
    store_calls,
    summarize_usage,
)

__all__ = [
    "MAIL_JOB",
    "NOTICE_JOB",
    "PREPARE_SIGNAL",
    "REFRESH_JOB",
    "CircuitBoard",
    "Embedded",
    "Inputs",
    "Inventory",
    "Reranking",
    "Verdict",
    "ask_provider",
    "ask_reranker",
    "budget_guard",
    "change_budget",
    "change_connection",
    "change_model",
    "connect_provider",
    "create_budget",
    "create_connection",
    "delete_budget",
    "delete_connection",
    "discover_servers",
    "embed_texts",
    "examine_connection",
    "export_usage",
    "find_token_allowance",
    "first_organization",
    "forget_subject",
    "furnish_organization",
    "get_access",
    "get_budget",
    "get_connection",
    "key_from",
    "learn_counts",
    "list_balances",
    "list_budgets",
    "list_connection_models",
    "list_connections",
    "list_models",
    "list_own_limits",
    "lose_calls",
    "mail_budget",
    "notice_budget",
    "prepare_everywhere",
    "prepare_used",
    "price_at_most",
    "price_of",
    "record_usage",
    "refresh_models",
    "require_model",
    "resolve_embedder",
    "resolve_model",
    "resolve_named_model",
    "set_access",
    "settle_lost_of",
    "settle_recorded",
    "small_models",
    "store_calls",
    "summarize_usage",
    "sweep_lost",
    "take_inventory",
    "test_connection",
]
