"""Signing in with e-mail and password.

An e-mail nobody has takes the same steps as one with a wrong password: the same statements, the same hash, the same
audit record (in the default organisation). Neither the answer nor its time tells them apart.
"""

from dataclasses import dataclass
from uuid import UUID

from convosphere.features.accounts.actions.opening import OpenedSession, open_session
from convosphere.features.accounts.actions.throttle import Attempt, count_attempt, forgive
from convosphere.features.accounts.errors import (
    AccountDeactivatedError,
    InvalidCredentialsError,
    SignInThrottledError,
)
from convosphere.features.accounts.events import SignedIn, SignInFailed
from convosphere.features.accounts.repository import organizations, people
from convosphere.features.accounts.repository.installation import find_default_organization_id
from convosphere.features.accounts.repository.login_directory import find_login
from convosphere.features.accounts.types import Client, RolePermissions
from convosphere.platform.context import Platform
from convosphere.platform.events import publish

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Whom the e-mail names, as far as anybody; `audit_to` is the organisation whose trail a failure goes to."""

    person_id: UUID | None
    audit_to: UUID
    password_hash: str | None


async def sign_in(
    platform: Platform, roles: RolePermissions, email: str, password: str, client: Client
) -> OpenedSession:
    """A session for whoever knows the password.

    Raises:
        SignInThrottledError: too many failed attempts for this account or from this address.
        InvalidCredentialsError: there is no such account, or the password is another.
        AccountDeactivatedError: the password is right, the account is closed.
    """
    attempt, candidate = await _begin(platform, email, client)
    if attempt.wait is not None:
        if attempt.newly_blocked:
            await _record_failure(platform, candidate, client, "throttled")
        raise SignInThrottledError(retry_after=attempt.wait)
    matches = await platform.passwords.verify(candidate.password_hash, password)
    if not matches or candidate.person_id is None or candidate.password_hash is None:
        reason = "unknown_email" if candidate.person_id is None else "wrong_password"
        await _record_failure(platform, candidate, client, reason)
        raise InvalidCredentialsError
    rehashed = None
    if platform.passwords.needs_rehash(candidate.password_hash):
        rehashed = await platform.passwords.hash(password)
    opened = await _open(platform, roles, candidate, attempt=attempt, client=client, rehashed=rehashed)
    if opened is None:
        await _record_failure(platform, candidate, client, "deactivated")
        raise AccountDeactivatedError
    return opened


async def _begin(platform: Platform, email: str, client: Client) -> tuple[Attempt, _Candidate]:
    async with platform.database.transaction(None) as session:
        attempt = await count_attempt(platform, session, "sign_in", email, client.address)
        login = await find_login(session, email)
        fallback = await find_default_organization_id(session) or _NOBODY
    organization_id = fallback if login is None else login.organization_id
    person_id = None if login is None else login.person_id
    async with platform.database.transaction(organization_id) as session:
        person = await people.find_person(session, person_id or _NOBODY)
    return attempt, _Candidate(person_id, organization_id, None if person is None else person.password_hash)


async def _open(
    platform: Platform,
    roles: RolePermissions,
    candidate: _Candidate,
    *,
    attempt: Attempt,
    client: Client,
    rehashed: str | None,
) -> OpenedSession | None:
    """The session; None: the account is closed."""
    async with platform.database.transaction(candidate.audit_to) as session:
        person = await people.get_person(session, candidate.person_id or _NOBODY, lock=True)
        if person.password_hash != candidate.password_hash:
            # Changed in this very moment: what was checked is not the password any more.
            raise InvalidCredentialsError
        if person.deactivated_at is not None:
            return None
        if rehashed is not None:
            person.password_hash = rehashed
        organization = await organizations.get_organization(session, person.organization_id)
        opened = await open_session(platform, session, roles, organization=organization, person=person, client=client)
        await forgive(session, attempt)
        publish(
            session,
            SignedIn(
                organization_id=person.organization_id,
                actor_id=person.id,
                subject_type="session",
                subject_id=str(opened.session_id),
                address=client.address,
                user_agent=client.user_agent,
            ),
        )
    return opened


async def _record_failure(platform: Platform, candidate: _Candidate, client: Client, reason: str) -> None:
    if candidate.audit_to == _NOBODY:
        return  # nobody has come yet: there is no trail to write to
    async with platform.database.transaction(candidate.audit_to) as session:
        publish(
            session,
            SignInFailed(
                organization_id=candidate.audit_to,
                subject_type="person",
                subject_id=None if candidate.person_id is None else str(candidate.person_id),
                address=client.address,
                reason=reason,
            ),
        )
