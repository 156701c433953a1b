"""Asks providers what they offer, and keeps what they say.

A short transaction reads the connection, the provider is asked without any, another short one keeps the outcome.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import (
    CheckResult,
    ConnectionConfig,
    Gateway,
    ModelInfo,
    ProviderError,
    ProviderTimeoutError,
)
from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.connections import MANAGE
from convosphere.features.models.actions.default import settle_default
from convosphere.features.models.actions.present import present_problem, stored_problem
from convosphere.features.models.actions.secrets import config_of
from convosphere.features.models.actions.usage import milliseconds
from convosphere.features.models.errors import provider_problem
from convosphere.features.models.rules import storable_models
from convosphere.features.models.schemas import ConnectionTest
from convosphere.features.models.tables import Connection, Model
from convosphere.features.models.types import ConnectionStatus
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

# Somebody waits for the answer.
PATIENCE_SECONDS = 25.0
# How long they wait, before that, for what asking needs on this machine: LiteLLM's import takes seconds, and a minute
# where the processor is wanted by others. Longer is left to a job.
PREPARING_SECONDS = 8.0
# What is wanted of a provider in the background: a test of the connection, and the list of its models.
REFRESH_JOB = "models.refresh"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking a provider. `latency` in seconds; one of it and `error` is set, neither while `preparing`."""

    latency: float | None
    models_count: int
    error: ProviderError | None
    preparing: bool = False


async def ask_provider(
    platform: Platform,
    gateway: Gateway,
    organization_id: UUID,
    connection_id: UUID,
    *,
    patience: float = PATIENCE_SECONDS,
    preparing: float | None = None,
) -> Outcome:
    """Tests a connection, lists its models, and stores both: status, error, models, the default.

    `patience` in seconds bounds the whole question, beside the connection's own timeouts; it begins when everything is
    there that asking needs on this machine. `preparing` in seconds: how long that is waited for; then the connection
    says that it is being prepared, and a job goes on. None: as long as it takes.

    Raises:
        ConnectionNotFoundError: there is none (any more).
        SecretUnreadableError: its key cannot be decrypted.
    """
    async with platform.database.transaction(organization_id) as session:
        connection = await repository.get_connection(session, organization_id, connection_id)
        asked_with = _way(connection)
        config = config_of(platform.vault, platform.settings.models, connection)
    try:
        async with asyncio.timeout(preparing):
            await gateway.ready(config.provider)
    except TimeoutError:
        return await _leave_to_job(platform, organization_id, connection_id, asked_with)
    except ProviderError as error:
        answer: CheckResult | ProviderError = error
    else:
        answer = await _check(gateway, config, patience)
    async with platform.database.transaction(organization_id) as session:
        await repository.lock_models(session, organization_id)
        connection = await repository.get_connection(session, organization_id, connection_id, lock=True)
        # An answer about another key or address says nothing about this one.
        if _way(connection) == asked_with:
            await _keep(session, platform, connection, answer)
        count = await repository.count_offered(session, connection.id)
    if isinstance(answer, CheckResult):
        return Outcome(answer.latency, count, None)
    _log.info("connection_failing", connection_id=str(connection_id), code=answer.code, message=answer.message)
    return Outcome(None, count, answer)


async def test_connection(platform: Platform, gateway: Gateway, actor: Actor, connection_id: UUID) -> ConnectionTest:
    """Asks the provider and says what that showed; a provider that fails is a result, not an error.

    Raises:
        ConnectionNotFoundError, SecretUnreadableError: see `ask_provider`.
    """
    actor.require(MANAGE)
    outcome = await ask_provider(platform, gateway, actor.organization_id, connection_id, preparing=PREPARING_SECONDS)
    error = outcome.error
    return ConnectionTest(
        ok=error is None and not outcome.preparing,
        preparing=outcome.preparing,
        latency_ms=milliseconds(outcome.latency),
        models_count=outcome.models_count,
        error=None if error is None else present_problem(stored_problem(error), actor.locale),
    )


async def refresh_models(platform: Platform, gateway: Gateway, actor: Actor, connection_id: UUID) -> None:
    """Asks the provider for its models and keeps them; while it cannot be asked yet, a job does it afterwards.

    Raises:
        ProviderProblemError: the provider did not say.
        ConnectionNotFoundError, SecretUnreadableError: see `ask_provider`.
    """
    actor.require(MANAGE)
    outcome = await ask_provider(platform, gateway, actor.organization_id, connection_id, preparing=PREPARING_SECONDS)
    if outcome.error is not None:
        raise provider_problem(outcome.error) from outcome.error


async def _check(gateway: Gateway, config: ConnectionConfig, patience: float) -> CheckResult | ProviderError:
    try:
        async with asyncio.timeout(patience):
            return await gateway.check(config)
    except ProviderError as error:
        return error
    except TimeoutError:
        return ProviderTimeoutError(f"no answer within {patience:g} s", phase="first_token")


async def _leave_to_job(
    platform: Platform, organization_id: UUID, connection_id: UUID, asked_with: tuple[object, ...]
) -> Outcome:
    async with platform.database.transaction(organization_id) as session:
        connection = await repository.get_connection(session, organization_id, connection_id, lock=True)
        # Whoever changed it meanwhile asks anew.
        if _way(connection) == asked_with and connection.status != ConnectionStatus.PREPARING:
            connection.status = ConnectionStatus.PREPARING
            connection.last_error = None
            await platform.jobs.defer(
                session, REFRESH_JOB, organization_id=str(organization_id), connection_id=str(connection_id)
            )
        count = await repository.count_offered(session, connection.id)
    return Outcome(None, count, None, preparing=True)


def _way(connection: Connection) -> tuple[object, ...]:
    return connection.base_url, connection.secret, connection.extra


async def _keep(
    session: AsyncSession, platform: Platform, connection: Connection, answer: CheckResult | ProviderError
) -> None:
    connection.last_checked_at = platform.clock.now()
    if isinstance(answer, ProviderError):
        connection.status = ConnectionStatus.FAILING
        connection.last_error = stored_problem(answer)
        return
    connection.status = ConnectionStatus.OK
    connection.last_error = None
    await _keep_models(session, connection, storable_models(answer.models))
    await settle_default(session, connection.organization_id)


async def _keep_models(session: AsyncSession, connection: Connection, offered: Sequence[ModelInfo]) -> None:
    known = {model.name: model for model in await repository.models_of(session, connection.id)}
    for info in offered:
        model = known.pop(info.name, None)
        if model is None:
            model = Model(
                id=new_id(), organization_id=connection.organization_id, connection_id=connection.id, name=info.name
            )
            session.add(model)
        model.listed_kind = info.kind
        model.kind = model.chosen_kind or info.kind
        model.display_name = info.display_name
        model.context_window = info.context_window
        model.capabilities = {"vision": info.vision, "tools": info.tools, "reasoning": info.reasoning}
        model.available = True
    for vanished in known.values():
        vanished.available = False
    await session.flush()
