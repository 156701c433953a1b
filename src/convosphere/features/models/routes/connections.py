"""`/connections`."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from convosphere.engines.llm.discovery import LOCAL_PORTS
from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.accounts.schemas.texts import PageQuery
from convosphere.features.models import actions
from convosphere.features.models.access import CircuitsDep, GatewayDep
from convosphere.features.models.routes.catalogue import ModelsPage
from convosphere.features.models.schemas import (
    ConnectionCreate,
    ConnectionOut,
    ConnectionPage,
    ConnectionPatch,
    ConnectionTest,
    DiscoveredServers,
    ManagedModelPage,
)
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(tags=["models"], responses=problems(401, 403, 422))

Page = Annotated[PageQuery, Query()]


def local_ports() -> Mapping[str, int]:
    """Where model servers on this machine are looked for; tests put their own in its place."""
    return LOCAL_PORTS


@router.get("/connections", operation_id="listConnections", summary="List the ways to providers")
async def list_connections(tx: InTransaction, circuits: CircuitsDep, page: Page) -> ConnectionPage:
    """For administrators. Whether a key is stored is told, the key never."""
    return await actions.list_connections(tx.session, circuits, tx.actor, limit=page.limit, cursor=page.cursor)


@router.post(
    "/connections",
    status_code=201,
    operation_id="createConnection",
    summary="Connect a provider",
    responses=problems(409),
)
async def create_connection(
    actor: CurrentActor,
    platform: PlatformDep,
    gateway: GatewayDep,
    wanted: ConnectionCreate,
    *,
    circuits: CircuitsDep,
) -> ConnectionOut:
    """Stores the connection and asks the provider for its models, for at most half a minute.

    A provider that does not answer leaves the connection stored, with `status` failing and `last_error` saying why.
    Where asking needs something first that takes longer (LiteLLM), `status` is `preparing` until it was asked.
    """
    async with platform.database.transaction(actor.organization_id) as session:
        connection_id = await actions.create_connection(session, platform.vault, actor, wanted)
    await actions.test_connection(platform, gateway, actor, connection_id)
    async with platform.database.transaction(actor.organization_id) as session:
        return await actions.get_connection(session, circuits, actor, connection_id)


@router.get(
    "/connections/discovered",
    operation_id="discoverServers",
    summary="Find model servers on ConvoSphere's own machine",
)
async def discover_servers(
    actor: CurrentActor,
    platform: PlatformDep,
    gateway: GatewayDep,
    ports: Annotated[Mapping[str, int], Depends(local_ports)],
) -> DiscoveredServers:
    """Ollama, LM Studio and llama.cpp at their usual ports, as far as they answer and are not connected yet."""
    return await actions.discover_servers(platform, gateway, actor, ports)


@router.get(
    "/connections/{connection_id}",
    operation_id="getConnection",
    summary="Read a connection",
    responses=problems(404),
)
async def get_connection(tx: InTransaction, circuits: CircuitsDep, connection_id: UUID) -> ConnectionOut:
    """For administrators."""
    return await actions.get_connection(tx.session, circuits, tx.actor, connection_id)


@router.patch(
    "/connections/{connection_id}",
    operation_id="changeConnection",
    summary="Change a connection",
    responses=problems(404, 409),
)
async def change_connection(
    actor: CurrentActor,
    platform: PlatformDep,
    gateway: GatewayDep,
    connection_id: UUID,
    patch: ConnectionPatch,
    *,
    circuits: CircuitsDep,
) -> ConnectionOut:
    """What is left out stays. A new address needs the key anew.

    When the address, the key or `extra` change, the provider is asked as at the creation.
    """
    async with platform.database.transaction(actor.organization_id) as session:
        ask = await actions.change_connection(session, platform.vault, actor, connection_id, patch)
    if ask:
        await actions.test_connection(platform, gateway, actor, connection_id)
    async with platform.database.transaction(actor.organization_id) as session:
        return await actions.get_connection(session, circuits, actor, connection_id)


@router.delete(
    "/connections/{connection_id}",
    status_code=204,
    operation_id="deleteConnection",
    summary="Remove a connection with its models",
    responses=problems(404, 409),
)
async def delete_connection(tx: InTransaction, connection_id: UUID) -> None:
    """Conversations keep the names of the models that answered in them."""
    await actions.delete_connection(tx.session, tx.actor, connection_id)


@router.post(
    "/connections/{connection_id}/test",
    operation_id="testConnection",
    summary="Test a connection",
    responses=problems(404, 409),
)
async def test_connection(
    actor: CurrentActor, platform: PlatformDep, gateway: GatewayDep, connection_id: UUID
) -> ConnectionTest:
    """Really asks the provider; a failure is a result (`ok` false), not an error. Models are listed on the way."""
    return await actions.test_connection(platform, gateway, actor, connection_id)


@router.post(
    "/connections/{connection_id}/refresh-models",
    operation_id="refreshModels",
    summary="List a provider's models afresh",
    responses=problems(404, 409, 429, 502, 503),
)
async def refresh_models(
    actor: CurrentActor, platform: PlatformDep, gateway: GatewayDep, connection_id: UUID, page: ModelsPage
) -> ManagedModelPage:
    """New models are added, vanished ones marked; the provider's failure is an error here."""
    await actions.refresh_models(platform, gateway, actor, connection_id)
    async with platform.database.transaction(actor.organization_id) as session:
        return await actions.list_connection_models(session, actor, connection_id, limit=page.limit, cursor=page.cursor)


@router.get(
    "/connections/{connection_id}/models",
    operation_id="listConnectionModels",
    summary="List all models of a connection",
    responses=problems(404),
)
async def list_connection_models(tx: InTransaction, connection_id: UUID, page: ModelsPage) -> ManagedModelPage:
    """For administrators: also those that are switched off or have vanished."""
    return await actions.list_connection_models(
        tx.session, tx.actor, connection_id, limit=page.limit, cursor=page.cursor
    )
