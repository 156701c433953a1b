"""What an organisation has from its first moment: the builtin connection, and those found in the environment."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm.builtin import BUILTIN_MODEL
from convosphere.features.models import repository
from convosphere.features.models.actions.default import settle_default
from convosphere.features.models.actions.provider import REFRESH_JOB
from convosphere.features.models.actions.secrets import Secrets, store_secrets
from convosphere.features.models.events import ConnectionCreated
from convosphere.features.models.tables import Connection, Model
from convosphere.features.models.types import BUILTIN, ConnectionStatus, EnvironmentConnection
from convosphere.platform.context import Platform
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id

_BUILTIN_NAME = "ConvoSphere"


async def furnish_organization(
    session: AsyncSession, platform: Platform, organization_id: UUID, found: Sequence[EnvironmentConnection]
) -> None:
    """Makes the first connections, in the transaction that founds the organisation.

    The builtin model is the default until a real one is there. The environment's keys are for the first
    organisation: later tenants do not spend what the installation's owner pays for. What their connections offer
    is asked by a job, as no provider is called inside a transaction.
    """
    await repository.lock_models(session, organization_id)
    for row in _builtin(platform, organization_id):
        session.add(row)
        # One after the other: nothing else tells which refers to which.
        await session.flush()
    await settle_default(session, organization_id)
    if await repository.find_first_organization(session) != organization_id:
        return
    for each in found:
        connection = _from_environment(platform, organization_id, each)
        session.add(connection)
        publish(
            session,
            ConnectionCreated(
                organization_id=organization_id,
                subject_id=str(connection.id),
                name=connection.name,
                provider=connection.provider,
                base_url=connection.base_url,
            ),
        )
        await platform.jobs.defer(
            session, REFRESH_JOB, organization_id=str(organization_id), connection_id=str(connection.id)
        )


def _builtin(platform: Platform, organization_id: UUID) -> tuple[Connection, Model]:
    connection = Connection(
        id=new_id(),
        organization_id=organization_id,
        provider=BUILTIN,
        name=_BUILTIN_NAME,
        extra={},
        has_api_key=False,
        # It is this process itself: there is nothing to reach.
        status=ConnectionStatus.OK,
        last_checked_at=platform.clock.now(),
    )
    model = Model(
        id=new_id(),
        organization_id=organization_id,
        connection_id=connection.id,
        name=BUILTIN_MODEL.name,
        display_name=BUILTIN_MODEL.display_name,
        capabilities={
            "vision": BUILTIN_MODEL.vision,
            "tools": BUILTIN_MODEL.tools,
            "reasoning": BUILTIN_MODEL.reasoning,
        },
    )
    return connection, model


def _from_environment(platform: Platform, organization_id: UUID, found: EnvironmentConnection) -> Connection:
    connection = Connection(
        id=new_id(),
        organization_id=organization_id,
        provider=found.provider,
        name=found.name,
        base_url=found.base_url,
        extra={},
    )
    store_secrets(platform.vault, connection, Secrets(api_key=found.api_key))
    return connection
