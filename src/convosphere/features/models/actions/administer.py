"""What an administrator does at the command line, without an account: the shell on the server is the permission."""

from dataclasses import dataclass
from uuid import UUID

from convosphere.engines.llm import Gateway
from convosphere.features.models import repository
from convosphere.features.models.actions.connections import add_connection
from convosphere.features.models.actions.present import present_connection, present_managed, stored_problem
from convosphere.features.models.actions.provider import ask_provider
from convosphere.features.models.actions.usage.price_list import listed_prices
from convosphere.features.models.errors import NoOrganizationError
from convosphere.features.models.schemas import ConnectionCreate, ConnectionOut, ManagedModel
from convosphere.platform.context import Platform

_LOCALE = "en"
# More than anybody looks at in a terminal.
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Inventory:
    """An organisation's connections, each with all its models."""

    connections: list[tuple[ConnectionOut, list[ManagedModel]]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What testing a connection showed; `problem` None: it works, and the provider answered within `seconds`."""

    name: str
    models_count: int
    seconds: float | None
    problem: str | None


async def first_organization(platform: Platform) -> UUID:
    """The organisation that newcomers join.

    Raises:
        NoOrganizationError: nobody has registered yet.
    """
    async with platform.database.transaction(None) as session:
        organization_id = await repository.find_first_organization(session)
    if organization_id is None:
        raise NoOrganizationError
    return organization_id


async def take_inventory(platform: Platform, organization_id: UUID) -> Inventory:
    """Everything that is connected."""
    async with platform.database.transaction(organization_id) as session:
        page = await repository.list_connections(session, organization_id, limit=_MOST, cursor=None)
        found = []
        for connection, count in page.items:
            models = await repository.list_models(
                session, organization_id, connection_id=connection.id, limit=_MOST, cursor=None
            )
            prices = await listed_prices(models.items)
            shown = [present_managed(model, owner, _LOCALE, prices[model.id]) for model, owner in models.items]
            found.append((present_connection(connection, count, _LOCALE), shown))
    return Inventory(found)


async def connect_provider(
    platform: Platform, gateway: Gateway, organization_id: UUID, wanted: ConnectionCreate
) -> Verdict:
    """Stores a connection and tests it; it stays stored when the test fails.

    Raises:
        NameTakenError, BaseUrlError: see there.
    """
    async with platform.database.transaction(organization_id) as session:
        connection_id = await add_connection(
            session, platform.vault, organization_id, wanted, actor_id=None, address=None
        )
    return await examine_connection(platform, gateway, organization_id, connection_id, wanted.name)


async def examine_connection(
    platform: Platform, gateway: Gateway, organization_id: UUID, connection_id: UUID, name: str
) -> Verdict:
    """Tests a connection and lists its models.

    Raises:
        ConnectionNotFoundError, SecretUnreadableError: see `ask_provider`.
    """
    outcome = await ask_provider(platform, gateway, organization_id, connection_id)
    problem = None if outcome.error is None else "{code}: {says}".format_map(stored_problem(outcome.error))
    return Verdict(name, outcome.models_count, outcome.latency, problem)
