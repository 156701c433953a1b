"""Ends sessions: signing out here, there and everywhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.authenticate import SessionCredential, read_credential
from convosphere.features.accounts.actions.present import present_session
from convosphere.features.accounts.events import SessionRevoked, SessionsEnded, SignedOut
from convosphere.features.accounts.repository import sessions
from convosphere.features.accounts.rules import REFRESH_PREFIX, organization_of
from convosphere.features.accounts.schemas import SessionPage
from convosphere.features.accounts.tables import PersonSession
from convosphere.features.accounts.types import Actor, Client
from convosphere.platform.clock import Clock
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError, UnauthenticatedError
from convosphere.platform.events import publish


async def end_sessions(
    session: AsyncSession,
    organization_id: UUID,
    person_id: UUID,
    now: datetime,
    *,
    only: UUID | None = None,
    keep: UUID | None = None,
) -> tuple[UUID, ...]:
    """Ends the person's sessions (all, `only` one, or all but `keep`), tells sockets, returns their ids."""
    ended = await sessions.end_sessions(session, person_id, now, only=only, keep=keep)
    if ended:
        publish(session, SessionsEnded(organization_id=organization_id, session_ids=ended))
    return ended


async def list_sessions(
    session: AsyncSession, clock: Clock, actor: Actor, *, limit: int, cursor: str | None
) -> SessionPage:
    """The actor's live sessions, the newest first.

    Raises:
        ForbiddenError: an API key asks.
    """
    actor.require("account.manage")
    page = await sessions.list_sessions(session, actor.person_id, clock.now(), limit=limit, cursor=cursor)
    return SessionPage(items=[present_session(row, actor) for row in page.items], next_cursor=page.next_cursor)


async def revoke_session(session: AsyncSession, clock: Clock, actor: Actor, session_id: UUID) -> None:
    """Ends one of the actor's sessions.

    Raises:
        NotFoundError: they have no such live session.
    """
    actor.require("account.manage")
    ended = await end_sessions(session, actor.organization_id, actor.person_id, clock.now(), only=session_id)
    if not ended:
        raise NotFoundError
    _record(session, actor, ended)


async def revoke_sessions(session: AsyncSession, clock: Clock, actor: Actor, *, keep_current: bool) -> None:
    """Ends the actor's sessions, all or all others."""
    actor.require("account.manage")
    keep = actor.session_id if keep_current else None
    ended = await end_sessions(session, actor.organization_id, actor.person_id, clock.now(), keep=keep)
    _record(session, actor, ended)


async def sign_out(platform: Platform, refresh_token: str | None, bearer: str | None, client: Client) -> None:
    """Ends the session that the cookie or the access token belongs to; if neither holds, there is nothing to end."""
    if refresh_token is not None:
        organization_id = organization_of(refresh_token, REFRESH_PREFIX)
        if organization_id is not None and await _end_by_cookie(platform, organization_id, refresh_token, client):
            return
    if bearer is None:
        return
    try:
        credential = read_credential(platform, bearer)
    except UnauthenticatedError:
        return
    if isinstance(credential, SessionCredential):
        async with platform.database.transaction(credential.organization_id) as session:
            row = await sessions.find_session(session, credential.session_id)
            if row is not None:
                await _end_current(platform, session, row, client)


async def _end_by_cookie(platform: Platform, organization_id: UUID, refresh_token: str, client: Client) -> bool:
    async with platform.database.transaction(organization_id) as session:
        held = await sessions.find_held_token(session, refresh_token)
        return held is not None and await _end_current(platform, session, held.session, client)


async def _end_current(platform: Platform, session: AsyncSession, row: PersonSession, client: Client) -> bool:
    """Ends the session; False: it had ended already."""
    ended = await end_sessions(session, row.organization_id, row.person_id, platform.clock.now(), only=row.id)
    if ended:
        publish(
            session,
            SignedOut(
                organization_id=row.organization_id,
                actor_id=row.person_id,
                subject_type="session",
                subject_id=str(row.id),
                address=client.address,
            ),
        )
    return bool(ended)


def _record(session: AsyncSession, actor: Actor, ended: tuple[UUID, ...]) -> None:
    for session_id in ended:
        kind = SignedOut if session_id == actor.session_id else SessionRevoked
        publish(
            session,
            kind(
                organization_id=actor.organization_id,
                actor_id=actor.person_id,
                subject_type="session",
                subject_id=str(session_id),
                address=actor.address,
            ),
        )
