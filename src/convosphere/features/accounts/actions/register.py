"""Registering: the first person founds the organisation, the others join by its policy."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.founding import found_organization
from convosphere.features.accounts.actions.joining import NewPerson, add_person
from convosphere.features.accounts.actions.opening import OpenedSession, open_session
from convosphere.features.accounts.actions.throttle import count_attempt, forgive
from convosphere.features.accounts.errors import (
    AlreadySetUpError,
    InvitationForOtherEmailError,
    InvitationInvalidError,
    InvitationNeededError,
    RegistrationClosedError,
    SignInThrottledError,
)
from convosphere.features.accounts.repository import installation, invitations, organizations
from convosphere.features.accounts.rules import INVITATION_PREFIX, email_key, organization_of
from convosphere.features.accounts.schemas import RegisterIn
from convosphere.features.accounts.tables import Invitation, Organization
from convosphere.features.accounts.types import Client, Role, RolePermissions
from convosphere.platform.context import Platform
from convosphere.platform.errors import FieldProblem, InvalidInputError
from convosphere.platform.ids import new_id


@dataclass(frozen=True, slots=True)
class _Admission:
    """On what grounds somebody may join."""

    organization: Organization
    role: Role
    invitation: Invitation | None


async def register(platform: Platform, roles: RolePermissions, wish: RegisterIn, client: Client) -> OpenedSession:
    """A new person, signed in.

    Raises:
        InvalidInputError: the password is too short, the first person names no organisation, or the invitation
            does not hold.
        AlreadySetUpError: a name for the organisation, but it exists.
        RegistrationClosedError, InvitationNeededError: the organisation's policy.
        EmailTakenError: an account with this e-mail exists.
        SignInThrottledError: too many failed attempts from this address.
    """
    check_password_length(platform, wish.password, "body.password")
    async with platform.database.transaction(None) as session:
        attempt = await count_attempt(platform, session, "register", wish.email, client.address)
        default_id = await installation.find_default_organization_id(session)
    if attempt.wait is not None:
        raise SignInThrottledError(retry_after=attempt.wait)
    if default_id is None:
        opened = await _found(platform, roles, wish, client)
    else:
        opened = await _join(platform, roles, wish, client, default_id)
    async with platform.database.transaction(None) as session:
        await forgive(session, attempt)
    return opened


def check_password_length(platform: Platform, password: str, field: str) -> None:
    """Refuses what is shorter than the settings ask for.

    Raises:
        InvalidInputError: `field` is too short.
    """
    shortest = platform.settings.accounts.password_min_length
    if len(password) < shortest:
        raise InvalidInputError(problems=[FieldProblem(field, "string_too_short", params={"min_length": shortest})])


async def _found(platform: Platform, roles: RolePermissions, wish: RegisterIn, client: Client) -> OpenedSession:
    if wish.organization_name is None:
        raise InvalidInputError(problems=[FieldProblem("body.organization_name", "missing")])
    password_hash = await platform.passwords.hash(wish.password)
    organization_id = new_id()
    async with platform.database.transaction(organization_id) as session:
        # Two first people at the same moment: one waits here, and then is the second.
        await installation.lock_founding(session)
        if await installation.find_default_organization_id(session) is not None:
            raise AlreadySetUpError
        person_id = new_id()
        organization = await found_organization(
            platform, session, organization_id, wish.organization_name, actor_id=person_id, address=client.address
        )
        await installation.set_default_organization(session, organization_id)
        person = await add_person(
            platform,
            session,
            NewPerson(person_id, wish.email, wish.name, password_hash, Role.OWNER, wish.locale or client.locale),
            organization_id=organization_id,
            via="founding",
            address=client.address,
        )
        return await open_session(platform, session, roles, organization=organization, person=person, client=client)


async def _join(
    platform: Platform, roles: RolePermissions, wish: RegisterIn, client: Client, default_id: UUID
) -> OpenedSession:
    if wish.organization_name is not None:
        raise AlreadySetUpError(field="body.organization_name")
    organization_id = _organization_to_join(wish, default_id)
    # Asked before anything is said about the e-mail, so that nobody without a right to register learns who has one.
    async with platform.database.transaction(organization_id) as session:
        await _admit(platform, session, organization_id, wish)
    password_hash = await platform.passwords.hash(wish.password)
    async with platform.database.transaction(organization_id) as session:
        admission = await _admit(platform, session, organization_id, wish, lock=True)
        person = await add_person(
            platform,
            session,
            NewPerson(new_id(), wish.email, wish.name, password_hash, admission.role, wish.locale or client.locale),
            organization_id=organization_id,
            via="open" if admission.invitation is None else "invitation",
            address=client.address,
        )
        if admission.invitation is not None:
            admission.invitation.used_at = platform.clock.now()
        return await open_session(
            platform, session, roles, organization=admission.organization, person=person, client=client
        )


def _organization_to_join(wish: RegisterIn, default_id: UUID) -> UUID:
    if wish.invitation is None:
        return default_id
    organization_id = organization_of(wish.invitation, INVITATION_PREFIX)
    if organization_id is None:
        raise InvitationInvalidError(field="body.invitation")
    return organization_id


async def _admit(
    platform: Platform, session: AsyncSession, organization_id: UUID, wish: RegisterIn, *, lock: bool = False
) -> _Admission:
    invitation = None
    if wish.invitation is not None:
        invitation = await invitations.find_open_invitation(session, wish.invitation, platform.clock.now(), lock=lock)
        if invitation is None:
            raise InvitationInvalidError(field="body.invitation")
    organization = await organizations.get_organization(session, organization_id)
    if organization.registration == "closed":
        raise RegistrationClosedError
    if invitation is None:
        if organization.registration != "open":
            raise InvitationNeededError
        return _Admission(organization, Role.MEMBER, None)
    if invitation.email is not None and email_key(invitation.email) != email_key(wish.email):
        raise InvitationForOtherEmailError(field="body.email")
    return _Admission(organization, Role(invitation.role), invitation)
