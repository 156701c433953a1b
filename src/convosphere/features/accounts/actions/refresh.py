"""Renews a session by its refresh token, and notices when a copy of one is used. The design is in the README."""

from datetime import datetime
from enum import Enum, auto

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.ending import end_sessions
from convosphere.features.accounts.actions.opening import OpenedSession, answer, lifetime
from convosphere.features.accounts.errors import SessionEndedError
from convosphere.features.accounts.events import RefreshTokenReused
from convosphere.features.accounts.repository import organizations, people, sessions
from convosphere.features.accounts.repository.sessions import HeldToken
from convosphere.features.accounts.rules import REFRESH_GRACE, REFRESH_PREFIX, organization_of, successor_of
from convosphere.features.accounts.types import Client, RolePermissions
from convosphere.platform.context import Platform
from convosphere.platform.errors import UnauthenticatedError
from convosphere.platform.events import publish

_KEY_PURPOSE = "refresh-successor"


class _Refused(Enum):
    """Why a token renews nothing."""

    UNKNOWN = auto()
    REUSED = auto()


async def refresh(
    platform: Platform, roles: RolePermissions, refresh_token: str | None, client: Client
) -> OpenedSession:
    """The session with a fresh access token and the refresh token that comes next.

    Raises:
        UnauthenticatedError: there is no token, or none of ours.
        SessionEndedError: the token's session has ended; also because this very token was replaced before, which
            ends the session now.
    """
    organization_id = organization_of(refresh_token or "", REFRESH_PREFIX)
    if refresh_token is None or organization_id is None:
        raise UnauthenticatedError
    # The refusal is raised behind the transaction: ending the session must not be rolled back.
    async with platform.database.transaction(organization_id) as session:
        outcome = await _renew(platform, session, roles, refresh_token, client)
    if isinstance(outcome, _Refused):
        raise SessionEndedError
    return outcome


async def _renew(
    platform: Platform,
    session: AsyncSession,
    roles: RolePermissions,
    refresh_token: str,
    client: Client,
) -> OpenedSession | _Refused:
    now = platform.clock.now()
    held = await sessions.find_held_token(session, refresh_token)
    if held is None or not _holds(held, now):
        return _Refused.UNKNOWN
    if held.token.replaced_at is not None and held.token.replaced_at < now - REFRESH_GRACE:
        await _end_family(session, held, client, now)
        return _Refused.REUSED
    person = await people.get_person(session, held.session.person_id)
    if person.deactivated_at is not None:
        return _Refused.UNKNOWN
    newest = await _newest(platform, session, held, refresh_token, now)
    held.session.last_used_at = now
    held.session.expires_at = now + lifetime(platform)
    organization = await organizations.get_organization(session, person.organization_id)
    return answer(platform, roles, organization=organization, person=person, row=held.session, refresh_token=newest)


async def _newest(
    platform: Platform,
    session: AsyncSession,
    held: HeldToken,
    refresh_token: str,
    now: datetime,
) -> str:
    """The token that is good from now on: a new successor, or the one that a moment ago was made of this token."""
    key = platform.keys.derive(_KEY_PURPOSE)[0]
    organization_id = held.session.organization_id
    successor = successor_of(refresh_token, organization_id, key)
    if held.token.replaced_at is None:
        held.token.replaced_at = now
        await sessions.add_refresh_token(session, held.session, successor, now)
        return successor
    # Within the grace the successor itself may have been replaced already: follow to the end of the chain.
    following = await sessions.find_held_token(session, successor)
    while following is not None and following.token.replaced_at is not None:
        successor = successor_of(successor, organization_id, key)
        following = await sessions.find_held_token(session, successor)
    return successor


async def _end_family(session: AsyncSession, held: HeldToken, client: Client, now: datetime) -> None:
    row = held.session
    await end_sessions(session, row.organization_id, row.person_id, now, only=row.id)
    publish(
        session,
        RefreshTokenReused(
            organization_id=row.organization_id,
            subject_type="session",
            subject_id=str(row.id),
            address=client.address,
        ),
    )


def _holds(held: HeldToken, now: datetime) -> bool:
    return held.session.ended_at is None and held.session.expires_at > now
