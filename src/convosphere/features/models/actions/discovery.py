"""Model servers on this machine that nobody has connected yet."""

from collections.abc import Mapping

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.connections import MANAGE
from convosphere.features.models.rules import storable_models
from convosphere.features.models.schemas import DiscoveredServer, DiscoveredServers
from convosphere.platform.context import Platform


async def discover_servers(
    platform: Platform, gateway: Gateway, actor: Actor, ports: Mapping[str, int]
) -> DiscoveredServers:
    """Looks at `ports` (kind of server to its port) on the loopback interface; none when the settings forbid it."""
    actor.require(MANAGE)
    if not platform.settings.models.discover_local:
        return DiscoveredServers(items=[])
    servers = await gateway.discover_local(ports=ports)
    async with platform.database.transaction(actor.organization_id) as session:
        connected = await repository.connected_addresses(session, actor.organization_id)
    # People write the same machine in two ways.
    known = {url.replace("//localhost:", "//127.0.0.1:") for url in connected}
    return DiscoveredServers(
        items=[
            DiscoveredServer(
                provider=server.provider,
                name=server.name,
                base_url=server.base_url,
                models=[model.name for model in storable_models(server.models)],
            )
            for server in servers
            if server.base_url not in known
        ]
    )
