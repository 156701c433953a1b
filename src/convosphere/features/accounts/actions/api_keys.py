"""API keys: made, shown once, listed, revoked; everybody's by administrators."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.present import present_api_key, present_api_key_of
from convosphere.features.accounts.errors import OwnersOnlyError
from convosphere.features.accounts.events import ApiKeyCreated, ApiKeyRevoked
from convosphere.features.accounts.repository import api_keys
from convosphere.features.accounts.rules import API_KEY_PREFIX, build_token, may_decide_about
from convosphere.features.accounts.schemas import ApiKeyCreated as ApiKeyCreatedOut
from convosphere.features.accounts.schemas import ApiKeyIn, ApiKeyItemPage, ApiKeyPage, ApiKeysQuery
from convosphere.features.accounts.tables import ApiKey
from convosphere.features.accounts.types import Actor, Role
from convosphere.platform.clock import Clock
from convosphere.platform.errors import FieldProblem, InvalidInputError
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id
from convosphere.platform.security import hash_token, new_token

_HINT_CHARACTERS = 4


async def create_api_key(session: AsyncSession, clock: Clock, actor: Actor, wish: ApiKeyIn) -> ApiKeyCreatedOut:
    """A new key of the actor.

    Raises:
        ForbiddenError: guests, and keys themselves, make no keys.
        InvalidInputError: it would have expired already.
    """
    actor.require("api_keys.own")
    now = clock.now()
    if wish.expires_at is not None and wish.expires_at <= now:
        raise InvalidInputError(problems=[FieldProblem("body.expires_at", "time_in_past")])
    return await store_api_key(
        session,
        now,
        wish,
        organization_id=actor.organization_id,
        person_id=actor.person_id,
        actor_id=actor.person_id,
        address=actor.address,
    )


async def store_api_key(
    session: AsyncSession,
    now: datetime,
    wish: ApiKeyIn,
    *,
    organization_id: UUID,
    person_id: UUID,
    actor_id: UUID | None,
    address: str | None,
) -> ApiKeyCreatedOut:
    """Makes the key, whoever asked for it; its text is in the result and nowhere else."""
    secret = build_token(API_KEY_PREFIX, organization_id, new_token())
    key = ApiKey(
        id=new_id(),
        organization_id=organization_id,
        person_id=person_id,
        name=wish.name,
        key_hash=hash_token(secret),
        hint=secret[-_HINT_CHARACTERS:],
        scopes=list(wish.scopes),
        created_at=now,
        expires_at=wish.expires_at,
    )
    await api_keys.add_api_key(session, key)
    publish(
        session,
        ApiKeyCreated(
            organization_id=organization_id,
            actor_id=actor_id,
            subject_type="api_key",
            subject_id=str(key.id),
            address=address,
            name=key.name,
            scopes=list(key.scopes),
        ),
    )
    return ApiKeyCreatedOut(**present_api_key(key).model_dump(), secret=secret)


async def list_api_keys(session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None) -> ApiKeyPage:
    """The actor's keys, the newest first."""
    actor.require("api_keys.own")
    page = await api_keys.list_api_keys(session, actor.person_id, limit=limit, cursor=cursor)
    return ApiKeyPage(items=[present_api_key(key) for key in page.items], next_cursor=page.next_cursor)


async def revoke_api_key(session: AsyncSession, clock: Clock, actor: Actor, key_id: UUID) -> None:
    """Makes one of the actor's keys open nothing any more.

    Raises:
        NotFoundError: they have no such key.
    """
    actor.require("api_keys.own")
    key = await api_keys.get_api_key(session, actor.person_id, key_id)
    _revoke(session, key, actor, clock.now())


async def list_all_api_keys(session: AsyncSession, actor: Actor, query: ApiKeysQuery) -> ApiKeyItemPage:
    """The organisation's keys, the newest first."""
    actor.require("api_keys.manage")
    page = await api_keys.list_all_api_keys(
        session, search=query.q, person_id=query.person_id, limit=query.limit, cursor=query.cursor
    )
    items = [present_api_key_of(key, person) for key, person in page.items]
    return ApiKeyItemPage(items=items, next_cursor=page.next_cursor)


async def revoke_any_api_key(session: AsyncSession, clock: Clock, actor: Actor, key_id: UUID) -> None:
    """Makes somebody's key open nothing any more.

    Raises:
        NotFoundError: the organisation has no such key.
        OwnersOnlyError: it acts for an owner, and the actor is none.
    """
    actor.require("api_keys.manage")
    key, person = await api_keys.get_any_api_key(session, key_id)
    if not may_decide_about(actor.role, Role(person.role)):
        raise OwnersOnlyError
    _revoke(session, key, actor, clock.now())


async def revoke_all_api_keys(session: AsyncSession, now: datetime, person_id: UUID, by: Actor) -> None:
    """Revokes every key of a person."""
    for key in await api_keys.lock_api_keys(session, person_id):
        _revoke(session, key, by, now)


def _revoke(session: AsyncSession, key: ApiKey, by: Actor, now: datetime) -> None:
    key.revoked_at = now
    publish(
        session,
        ApiKeyRevoked(
            organization_id=key.organization_id,
            actor_id=by.person_id,
            subject_type="api_key",
            subject_id=str(key.id),
            address=by.address,
            name=key.name,
        ),
    )
