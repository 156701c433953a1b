"""Opens sessions: what signing in, registering and refreshing have in common."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.present import present_person
from convosphere.features.accounts.repository import sessions
from convosphere.features.accounts.rules import REFRESH_PREFIX, build_token
from convosphere.features.accounts.schemas import SessionOut
from convosphere.features.accounts.tables import Organization, Person, PersonSession
from convosphere.features.accounts.types import Client, RolePermissions
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id
from convosphere.platform.security import new_token


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """What the client gets: the answer's body, and the cookie's value with its life."""

    session_id: UUID
    body: SessionOut
    refresh_token: str
    lifetime: timedelta


async def open_session(
    platform: Platform,
    session: AsyncSession,
    roles: RolePermissions,
    *,
    organization: Organization,
    person: Person,
    client: Client,
) -> OpenedSession:
    """A new session of the person, in the transaction given."""
    now = platform.clock.now()
    row = PersonSession(
        id=new_id(),
        organization_id=person.organization_id,
        person_id=person.id,
        created_at=now,
        last_used_at=now,
        expires_at=now + lifetime(platform),
        user_agent=client.user_agent,
        address=client.address,
    )
    refresh_token = build_token(REFRESH_PREFIX, person.organization_id, new_token())
    await sessions.add_session(session, row, refresh_token)
    return answer(platform, roles, organization=organization, person=person, row=row, refresh_token=refresh_token)


def answer(
    platform: Platform,
    roles: RolePermissions,
    *,
    organization: Organization,
    person: Person,
    row: PersonSession,
    refresh_token: str,
) -> OpenedSession:
    """The session with a fresh access token."""
    token, expires_at = platform.access_tokens.issue(person.id, person.organization_id, row.id)
    body = SessionOut(access_token=token, expires_at=expires_at, person=present_person(person, organization, roles))
    return OpenedSession(row.id, body, refresh_token, lifetime(platform))


def lifetime(platform: Platform) -> timedelta:
    """How long a session lasts that nobody uses."""
    return timedelta(days=platform.settings.accounts.session_days)
