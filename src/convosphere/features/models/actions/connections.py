"""Adding, changing and removing ways to providers."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.circuits import CircuitBoard
from convosphere.features.models.actions.default import settle_default
from convosphere.features.models.actions.present import present_connection
from convosphere.features.models.actions.secrets import SECRET_EXTRA, Secrets, open_secrets, store_secrets
from convosphere.features.models.errors import (
    BuiltinConnectionError,
    KeyNeededAgainError,
    NameTakenError,
    SecretUnreadableError,
)
from convosphere.features.models.events import ConnectionCreated, ConnectionDeleted, ConnectionUpdated
from convosphere.features.models.rules import normalize_base_url
from convosphere.features.models.schemas import (
    ConnectionCreate,
    ConnectionOut,
    ConnectionPage,
    ConnectionPatch,
    TimeoutsIn,
)
from convosphere.features.models.tables import Connection
from convosphere.features.models.types import BUILTIN, ConnectionStatus
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id
from convosphere.platform.security import Vault

MANAGE = "connections.manage"


async def list_connections(
    session: AsyncSession, circuits: CircuitBoard, actor: Actor, *, limit: int, cursor: str | None
) -> ConnectionPage:
    """A page of the organisation's connections."""
    actor.require(MANAGE)
    page = await repository.list_connections(session, actor.organization_id, limit=limit, cursor=cursor)
    items = [present_connection(row, count, actor.locale, circuits.state_of(row.id)) for row, count in page.items]
    return ConnectionPage(items=items, next_cursor=page.next_cursor)


async def get_connection(
    session: AsyncSession, circuits: CircuitBoard, actor: Actor, connection_id: UUID
) -> ConnectionOut:
    """One connection.

    Raises:
        ConnectionNotFoundError: there is none, or it is another organisation's.
    """
    actor.require(MANAGE)
    connection = await repository.get_connection(session, actor.organization_id, connection_id)
    count = await repository.count_offered(session, connection.id)
    return present_connection(connection, count, actor.locale, circuits.state_of(connection.id))


async def create_connection(session: AsyncSession, vault: Vault, actor: Actor, wanted: ConnectionCreate) -> UUID:
    """Stores a new connection, untested; returns its id.

    Raises:
        NameTakenError, BaseUrlError: see there.
    """
    actor.require(MANAGE)
    return await add_connection(
        session, vault, actor.organization_id, wanted, actor_id=actor.person_id, address=actor.address
    )


async def add_connection(
    session: AsyncSession,
    vault: Vault,
    organization_id: UUID,
    wanted: ConnectionCreate,
    *,
    actor_id: UUID | None,
    address: str | None,
) -> UUID:
    """As `create_connection`, for callers that have settled who may do it."""
    base_url = None if wanted.base_url is None else normalize_base_url(wanted.base_url)
    await repository.lock_models(session, organization_id)
    if await repository.name_is_taken(session, organization_id, wanted.name):
        raise NameTakenError(field="body.name", name=wanted.name)
    extra = wanted.extra.model_dump(exclude_none=True) if wanted.extra is not None else {}
    connection = Connection(
        id=new_id(),
        organization_id=organization_id,
        provider=wanted.provider,
        name=wanted.name,
        base_url=base_url,
        extra={name: value for name, value in extra.items() if name not in SECRET_EXTRA},
    )
    _set_timeouts(connection, wanted.timeouts or TimeoutsIn())
    store_secrets(
        vault, connection, Secrets(_revealed(wanted.api_key), extra.get("headers", {}), extra.get("body", {}))
    )
    session.add(connection)
    publish(
        session,
        ConnectionCreated(
            organization_id=organization_id,
            actor_id=actor_id,
            subject_id=str(connection.id),
            address=address,
            name=connection.name,
            provider=connection.provider,
            base_url=connection.base_url,
        ),
    )
    return connection.id


async def change_connection(
    session: AsyncSession, vault: Vault, actor: Actor, connection_id: UUID, patch: ConnectionPatch
) -> bool:
    """Changes what was sent; returns whether the provider has to be asked anew.

    Raises:
        KeyNeededAgainError: the address changes, and a stored secret was not given anew.
        BuiltinConnectionError: more than `enabled` of the builtin connection.
        NameTakenError, BaseUrlError, SecretUnreadableError, ConnectionNotFoundError: see there.
    """
    actor.require(MANAGE)
    await repository.lock_models(session, actor.organization_id)
    connection = await repository.get_connection(session, actor.organization_id, connection_id, lock=True)
    sent = patch.model_fields_set
    if connection.provider == BUILTIN and sent - {"enabled"}:
        raise BuiltinConnectionError
    if patch.name is not None:
        if await repository.name_is_taken(session, actor.organization_id, patch.name, by_other_than=connection.id):
            raise NameTakenError(field="body.name", name=patch.name)
        connection.name = patch.name
    if patch.enabled is not None:
        connection.enabled = patch.enabled
    if patch.timeouts is not None:
        _set_timeouts(connection, patch.timeouts)
    asks_anew = _change_way(vault, connection, patch)
    await session.flush()
    await settle_default(session, actor.organization_id)
    publish(
        session,
        ConnectionUpdated(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_id=str(connection.id),
            address=actor.address,
            name=connection.name,
            base_url=connection.base_url,
            changed=tuple(sorted(sent)),
        ),
    )
    return asks_anew


async def delete_connection(session: AsyncSession, actor: Actor, connection_id: UUID) -> None:
    """Removes a connection with its models; conversations keep the names of those who answered.

    Raises:
        BuiltinConnectionError: it is the builtin one.
        ConnectionNotFoundError: there is none, or it is another organisation's.
    """
    actor.require(MANAGE)
    await repository.lock_models(session, actor.organization_id)
    connection = await repository.get_connection(session, actor.organization_id, connection_id, lock=True)
    if connection.provider == BUILTIN:
        raise BuiltinConnectionError
    await repository.delete_connection(session, connection.id)
    await settle_default(session, actor.organization_id)
    publish(
        session,
        ConnectionDeleted(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_id=str(connection.id),
            address=actor.address,
            name=connection.name,
            provider=connection.provider,
        ),
    )


def _change_way(vault: Vault, connection: Connection, patch: ConnectionPatch) -> bool:
    """Changes where and with which key the provider is asked; returns whether that is different now."""
    sent = patch.model_fields_set & {"base_url", "api_key", "extra"}
    if not sent:
        return False
    sent_extra = patch.extra.model_fields_set if patch.extra is not None else set()
    if "base_url" in sent:
        base_url = None if patch.base_url is None else normalize_base_url(patch.base_url)
        if base_url != connection.base_url:
            _require_secrets_anew(connection, sent | {f"extra.{name}" for name in sent_extra})
            connection.base_url = base_url
    secrets = _known_secrets(vault, connection, key_is_given=patch.api_key is not None)
    if "api_key" in sent:
        secrets = replace(secrets, api_key=_revealed(patch.api_key))
    if patch.extra is not None:
        given: dict[str, Any] = patch.extra.model_dump(include=sent_extra)
        secrets = replace(
            secrets,
            headers=given.pop("headers", secrets.headers) or {},
            body=given.pop("body", secrets.body) or {},
        )
        merged = connection.extra | given
        connection.extra = {name: value for name, value in merged.items() if value is not None}
    store_secrets(vault, connection, secrets)
    connection.status = ConnectionStatus.UNTESTED
    connection.last_error = None
    return True


def _require_secrets_anew(connection: Connection, sent: AbstractSet[str]) -> None:
    stored = {
        "api_key": connection.has_api_key,
        "extra.headers": bool(connection.extra.get("header_names")),
        "extra.body": bool(connection.extra.get("body_fields")),
    }
    for name, is_stored in stored.items():
        if is_stored and name not in sent:
            raise KeyNeededAgainError(field=f"body.{name}")


def _known_secrets(vault: Vault, connection: Connection, *, key_is_given: bool) -> Secrets:
    try:
        return open_secrets(vault, connection)
    except SecretUnreadableError:
        # A new key is the way out of this; what cannot be read is lost either way.
        if key_is_given:
            return Secrets()
        raise


def _set_timeouts(connection: Connection, timeouts: TimeoutsIn) -> None:
    connection.connect_timeout = timeouts.connect
    connection.first_token_timeout = timeouts.first_token
    connection.between_tokens_timeout = timeouts.between_tokens


def _revealed(key: SecretStr | None) -> str | None:
    return None if key is None else key.get_secret_value()
