"""Turns rows into what the API shows, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from convosphere.engines.llm import CircuitState, ProviderError
from convosphere.features.models.actions.effective import effective
from convosphere.features.models.errors import in_detail, problem_of_code
from convosphere.features.models.rules import visible
from convosphere.features.models.schemas import (
    Capabilities,
    CircuitOut,
    ConnectionOut,
    ConnectionProblem,
    ExtraOut,
    ManagedModel,
    ModelConnection,
    ModelOut,
    PriceOut,
    TimeoutsOut,
)
from convosphere.features.models.tables import Connection, Model
from convosphere.features.models.types import BUILTIN, ConnectionStatus, Origin
from convosphere.platform.i18n import translate

_MOST_ERROR_CHARACTERS = 500
_CLOSED = CircuitOut(state=CircuitState.CLOSED, seconds=None)


def present_connection(row: Connection, models_count: int, locale: str, circuit: CircuitOut = _CLOSED) -> ConnectionOut:
    """A connection for administrators; nothing secret is in it."""
    error = row.last_error
    return ConnectionOut(
        id=row.id,
        provider=row.provider,
        name=connection_name(row, locale),
        base_url=row.base_url,
        has_api_key=row.has_api_key,
        extra=ExtraOut(
            header_names=row.extra.get("header_names", []),
            body_fields=row.extra.get("body_fields", []),
            models=row.extra.get("models", []),
            vendor=row.extra.get("vendor"),
            max_tokens_field=row.extra.get("max_tokens_field"),
        ),
        timeouts=TimeoutsOut(
            connect=row.connect_timeout,
            first_token=row.first_token_timeout,
            between_tokens=row.between_tokens_timeout,
        ),
        enabled=row.enabled,
        status=ConnectionStatus(row.status),
        last_checked_at=row.last_checked_at,
        last_error=None if error is None else present_problem(error, locale),
        circuit=circuit,
        models_count=models_count,
        created_at=row.created_at,
    )


def stored_problem(error: ProviderError) -> dict[str, Any]:
    """A provider's problem as a connection keeps it."""
    return {"code": error.code, "says": visible(error.message, _MOST_ERROR_CHARACTERS), "quoted": error.quoted}


def present_problem(stored: Mapping[str, Any], locale: str) -> ConnectionProblem:
    """A provider's problem for administrators, who also see what the provider said."""
    problem = problem_of_code(stored["code"])()
    # Those of an earlier release do not say whose words they are.
    says = "" if problem.complete else stored["says"]
    detail = in_detail(problem.detail(locale), says, locale, quoted=stored.get("quoted", False))
    return ConnectionProblem(code=stored["code"], title=problem.title(locale), detail=detail)


def present_model(model: Model, connection: Connection, locale: str, *, is_default: bool | None = None) -> ModelOut:
    """A model for those who choose one; `is_default` None: as the organisation has it."""
    shown = _shown(model, connection, locale)
    if is_default is not None:
        shown["is_default"] = is_default
    return ModelOut.model_validate(shown)


def present_managed(model: Model, connection: Connection, locale: str, price: PriceOut) -> ManagedModel:
    """A model for administrators."""
    more = {
        "enabled": model.enabled,
        "small_tasks": model.small_tasks,
        "fallbacks": model.fallbacks,
        "restricted": model.restricted,
        "origins": effective(model).origins,
        "kind_origin": Origin.PROVIDER if model.chosen_kind is None else Origin.ADMINISTRATOR,
        "price": price,
    }
    return ManagedModel.model_validate(_shown(model, connection, locale) | more)


def model_name(model: Model, connection: Connection, locale: str) -> str:
    """What people call it. The builtin one says that it is no language model."""
    if model.custom_name is not None:
        return model.custom_name
    return translate("models.builtin.model", locale) if connection.provider == BUILTIN else model.display_name


def connection_name(connection: Connection, locale: str) -> str:
    """What people call it."""
    if connection.provider == BUILTIN:
        return translate("models.builtin.connection", locale)
    return connection.name


def _shown(model: Model, connection: Connection, locale: str) -> dict[str, object]:
    able = effective(model)
    return {
        "id": model.id,
        "kind": model.kind,
        "name": model.name,
        "display_name": model_name(model, connection, locale),
        "provider": connection.provider,
        "connection": ModelConnection(id=connection.id, name=connection_name(connection, locale)),
        "is_default": model.is_default,
        "available": model.available,
        "capabilities": Capabilities(vision=able.vision, tools=able.tools, reasoning=able.reasoning),
        "context_window": able.context_window,
    }
