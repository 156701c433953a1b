"""Work in the background: asking a provider for its models."""

from uuid import UUID

import structlog

from convosphere.engines.llm import Gateway
from convosphere.features.models.actions import ask_provider
from convosphere.features.models.errors import ConnectionNotFoundError, SecretUnreadableError
from convosphere.platform.context import Platform
from convosphere.platform.jobs import JobHandler

_log = structlog.get_logger(__name__)


def refresh(platform: Platform, gateway: Gateway) -> JobHandler:
    """The handler of `models.refresh`: tests a connection and keeps its models.

    An error that may pass is raised, so that the queue tries again; the others wait for an administrator, who sees
    them at the connection.
    """

    async def handle(*, organization_id: str, connection_id: str) -> None:
        try:
            outcome = await ask_provider(platform, gateway, UUID(organization_id), UUID(connection_id))
        except (ConnectionNotFoundError, SecretUnreadableError) as error:
            _log.info("models_refresh_given_up", connection_id=connection_id, code=error.code)
            return
        if outcome.error is not None and outcome.error.retryable:
            raise outcome.error

    return handle
