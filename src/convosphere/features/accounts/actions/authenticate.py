"""From a bearer's token to an actor, asked of the database each time, so that revoking works at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.errors import SessionEndedError
from convosphere.features.accounts.repository import identities
from convosphere.features.accounts.rules import API_KEY_PREFIX, organization_of
from convosphere.features.accounts.types import Actor, Role, RolePermissions
from convosphere.platform.clock import Clock
from convosphere.platform.context import Platform
from convosphere.platform.errors import UnauthenticatedError
from convosphere.platform.i18n import as_locale
from convosphere.platform.security import InvalidTokenError, hash_token


@dataclass(frozen=True, slots=True)
class SessionCredential:
    """A valid access token; whether its session still holds is for the database to say."""

    organization_id: UUID
    person_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class KeyCredential:
    """Something that looks like an API key."""

    organization_id: UUID
    key_hash: bytes


Credential = SessionCredential | KeyCredential


def read_credential(platform: Platform, token: str) -> Credential:
    """What an access token or API key claims. Asks nobody.

    Raises:
        UnauthenticatedError: it is neither, or the access token has expired.
    """
    if token.startswith(API_KEY_PREFIX):
        return read_api_key(token)
    try:
        claims = platform.access_tokens.verify(token)
    except InvalidTokenError as error:
        raise UnauthenticatedError from error
    return SessionCredential(claims.organization_id, claims.person_id, claims.session_id)


def read_api_key(key: str) -> KeyCredential:
    """What an API key claims. Asks nobody.

    Raises:
        UnauthenticatedError: it does not have the form of one.
    """
    organization_id = organization_of(key, API_KEY_PREFIX)
    if organization_id is None:
        raise UnauthenticatedError
    return KeyCredential(organization_id, hash_token(key))


async def load_actor(
    session: AsyncSession,
    clock: Clock,
    roles: RolePermissions,
    credential: Credential,
    *,
    address: str | None = None,
) -> Actor:
    """The actor, by one statement in a transaction bound to the credential's organisation.

    Raises:
        SessionEndedError: the session has ended or expired, or the account was closed.
        UnauthenticatedError: the same of an API key.
    """
    now = clock.now()
    if isinstance(credential, SessionCredential):
        identity = await identities.find_by_session(session, credential.session_id, credential.person_id, now)
    else:
        identity = await identities.find_by_api_key(session, credential.key_hash, now)
    if identity is None:
        raise SessionEndedError if isinstance(credential, SessionCredential) else UnauthenticatedError
    await identities.note_use(session, identity, now)
    return _as_actor(identity, roles, address)


def _as_actor(identity: identities.Identity, roles: RolePermissions, address: str | None) -> Actor:
    role = Role(identity.role)
    is_key = identity.scopes is not None
    return Actor(
        organization_id=identity.organization_id,
        person_id=identity.person_id,
        name=identity.name,
        role=role,
        permissions=roles.of(role, identity.scopes),
        locale=as_locale(identity.locale),
        session_id=None if is_key else identity.credential_id,
        api_key_id=identity.credential_id if is_key else None,
        address=address,
        group_ids=frozenset(identity.group_ids),
    )


async def authenticate_token(
    platform: Platform, roles: RolePermissions, token: str, *, address: str | None = None
) -> Actor:
    """The actor behind an access token or API key, in a transaction of its own.

    Raises:
        UnauthenticatedError: it does not hold.
    """
    return await _authenticate(platform, roles, read_credential(platform, token), address)


async def authenticate_api_key(
    platform: Platform, roles: RolePermissions, key: str, *, address: str | None = None
) -> Actor:
    """The actor behind an API key, in a transaction of its own.

    Raises:
        UnauthenticatedError: it does not hold, or is no API key.
    """
    return await _authenticate(platform, roles, read_api_key(key), address)


async def session_is_live(platform: Platform, actor: Actor) -> bool:
    """Whether the session or API key that the actor came with still holds."""
    async with platform.database.transaction(actor.organization_id) as session:
        return await _find_again(session, actor, platform.clock.now()) is not None


async def reload_actor(platform: Platform, roles: RolePermissions, actor: Actor) -> Actor | None:
    """The actor as the database knows them now, for connections that outlive a request; None: no longer signed in."""
    now = platform.clock.now()
    async with platform.database.transaction(actor.organization_id) as session:
        identity = await _find_again(session, actor, now)
        if identity is None:
            return None
        await identities.note_use(session, identity, now)
    return _as_actor(identity, roles, actor.address)


async def _find_again(session: AsyncSession, actor: Actor, now: datetime) -> identities.Identity | None:
    if actor.session_id is not None:
        return await identities.find_by_session(session, actor.session_id, actor.person_id, now)
    if actor.api_key_id is not None:
        return await identities.find_by_api_key_id(session, actor.api_key_id, now)
    return None


async def _authenticate(
    platform: Platform, roles: RolePermissions, credential: Credential, address: str | None
) -> Actor:
    async with platform.database.transaction(credential.organization_id) as session:
        return await load_actor(session, platform.clock, roles, credential, address=address)
