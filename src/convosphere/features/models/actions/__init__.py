"""Use cases: connections, what providers offer, the choice of a model, what calls took."""

from convosphere.features.models.actions.administer import (
    Inventory,
    Verdict,
    connect_provider,
    examine_connection,
    first_organization,
    take_inventory,
)
from convosphere.features.models.actions.choice import (
    change_model,
    list_connection_models,
    list_models,
    require_model,
    resolve_model,
    resolve_named_model,
)
from convosphere.features.models.actions.connections import (
    change_connection,
    create_connection,
    delete_connection,
    get_connection,
    list_connections,
)
from convosphere.features.models.actions.discovery import discover_servers
from convosphere.features.models.actions.founding import REFRESH_JOB, furnish_organization
from convosphere.features.models.actions.provider import ask_provider, refresh_models, test_connection
from convosphere.features.models.actions.small import small_models
from convosphere.features.models.actions.usage import price_of, record_usage, summarize_usage

__all__ = [
    "REFRESH_JOB",
    "Inventory",
    "Verdict",
    "ask_provider",
    "change_connection",
    "change_model",
    "connect_provider",
    "create_connection",
    "delete_connection",
    "discover_servers",
    "examine_connection",
    "first_organization",
    "furnish_organization",
    "get_connection",
    "list_connection_models",
    "list_connections",
    "list_models",
    "price_of",
    "record_usage",
    "refresh_models",
    "require_model",
    "resolve_model",
    "resolve_named_model",
    "small_models",
    "summarize_usage",
    "take_inventory",
    "test_connection",
]
