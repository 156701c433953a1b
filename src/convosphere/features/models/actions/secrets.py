"""What of a connection is secret: sealed before it is stored, opened only to call the provider."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from convosphere.engines.llm import ConnectionConfig, Timeouts
from convosphere.features.models.errors import SecretUnreadableError
from convosphere.features.models.tables import Connection
from convosphere.platform.security import UndecryptableError, Vault
from convosphere.platform.settings import ModelsSettings

# The part of `extra` that may hold credentials; the rest is stored in the open.
SECRET_EXTRA = ("headers", "body")


@dataclass(frozen=True, slots=True)
class Secrets:
    """A connection's key, and what of its `extra` may hold another one."""

    api_key: str | None = field(default=None, repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: dict[str, Any] = field(default_factory=dict, repr=False)


def store_secrets(vault: Vault, connection: Connection, secrets: Secrets) -> None:
    """Puts them into the row, sealed, with what may be shown of them."""
    connection.has_api_key = secrets.api_key is not None
    connection.extra = {
        **connection.extra,
        "header_names": sorted(secrets.headers),
        "body_fields": sorted(secrets.body),
    }
    if secrets == Secrets():
        connection.secret = None
        return
    plain = orjson.dumps({"api_key": secrets.api_key, "headers": secrets.headers, "body": secrets.body})
    connection.secret = vault.encrypt(plain.decode(), context=_context(connection.id))


def open_secrets(vault: Vault, connection: Connection) -> Secrets:
    """What `store_secrets` was given.

    Raises:
        SecretUnreadableError: this installation's secret key has changed since.
    """
    if connection.secret is None:
        return Secrets()
    try:
        plain = orjson.loads(vault.decrypt(connection.secret, context=_context(connection.id)))
    except UndecryptableError as error:
        raise SecretUnreadableError(connection=connection.name) from error
    return Secrets(api_key=plain["api_key"], headers=plain["headers"], body=plain["body"])


def config_of(vault: Vault, settings: ModelsSettings, connection: Connection) -> ConnectionConfig:
    """How the gateway reaches the provider, key included.

    Raises:
        SecretUnreadableError: see `open_secrets`.
    """
    secrets = open_secrets(vault, connection)
    shown = {name: value for name, value in connection.extra.items() if name not in {"header_names", "body_fields"}}
    hidden = {"headers": secrets.headers, "body": secrets.body}
    return ConnectionConfig(
        id=str(connection.id),
        provider=connection.provider,
        base_url=connection.base_url,
        api_key=secrets.api_key,
        timeouts=Timeouts(
            connect=connection.connect_timeout or settings.connect_timeout_seconds,
            first_token=connection.first_token_timeout or settings.first_token_timeout_seconds,
            between_tokens=connection.between_tokens_timeout or settings.between_tokens_timeout_seconds,
        ),
        extra=shown | {name: value for name, value in hidden.items() if value},
    )


def _context(connection_id: UUID) -> str:
    return f"model_connection:{connection_id}"
