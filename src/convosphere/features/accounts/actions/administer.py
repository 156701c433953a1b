"""What an administrator does at the command line, without an account: the shell on the server is the permission."""

from uuid import UUID

from convosphere.features.accounts.actions.api_keys import store_api_key
from convosphere.features.accounts.actions.founding import found_organization
from convosphere.features.accounts.actions.joining import NewPerson, add_person
from convosphere.features.accounts.actions.register import check_password_length
from convosphere.features.accounts.errors import LastOwnerError, PersonDeactivatedError
from convosphere.features.accounts.repository import installation, people
from convosphere.features.accounts.repository.login_directory import find_login
from convosphere.features.accounts.repository.organizations import get_organization
from convosphere.features.accounts.rules import PERMISSIONS
from convosphere.features.accounts.schemas import ApiKeyCreated, ApiKeyIn
from convosphere.features.accounts.types import Role
from convosphere.platform.context import Platform
from convosphere.platform.errors import ForbiddenError, NotFoundError
from convosphere.platform.i18n import DEFAULT_LOCALE
from convosphere.platform.ids import new_id


async def create_organization(platform: Platform, name: str) -> UUID:
    """A new organisation without people; the first one ever is the one that newcomers join."""
    organization_id = new_id()
    async with platform.database.transaction(organization_id) as session:
        await installation.lock_founding(session)
        await found_organization(platform, session, organization_id, name, actor_id=None, address=None)
        if await installation.find_default_organization_id(session) is None:
            await installation.set_default_organization(session, organization_id)
    return organization_id


async def create_person(
    platform: Platform,
    *,
    email: str,
    name: str,
    password: str,
    role: Role | None = None,
    organization_id: UUID | None = None,
) -> UUID:
    """A new person, in the default organisation unless another is named.

    On an installation without organisations the default one is founded, named after the e-mail's domain. The first
    person of an organisation is its owner; `role` defaults to member for the others.

    Raises:
        InvalidInputError: the password is too short.
        NotFoundError: there is no such organisation.
        LastOwnerError: the first person of an organisation is to be something else than owner.
        EmailTakenError: the e-mail address belongs to somebody.
    """
    check_password_length(platform, password, "password")
    password_hash = await platform.passwords.hash(password)
    home = organization_id or await _default_organization(platform, named=email.rpartition("@")[2])
    async with platform.database.transaction(home) as session:
        await get_organization(session, home, lock=True)
        has_owner = bool(await people.lock_active_owners(session))
        wanted = role or (Role.MEMBER if has_owner else Role.OWNER)
        if not has_owner and wanted is not Role.OWNER:
            raise LastOwnerError
        person = await add_person(
            platform,
            session,
            NewPerson(new_id(), email, name, password_hash, wanted, DEFAULT_LOCALE),
            organization_id=home,
            via="administrator",
            address=None,
        )
        return person.id


async def has_person(platform: Platform, email: str) -> bool:
    """Whether the e-mail address belongs to somebody, in whatever organisation."""
    async with platform.database.transaction(None) as session:
        return await find_login(session, email) is not None


async def create_key_for(platform: Platform, email: str, wish: ApiKeyIn) -> ApiKeyCreated:
    """A new API key of somebody, with the key's text.

    Raises:
        NotFoundError: nobody has the e-mail address.
        PersonDeactivatedError: the account is closed.
        ForbiddenError: guests have no API keys.
    """
    async with platform.database.transaction(None) as session:
        login = await find_login(session, email)
    if login is None:
        raise NotFoundError
    async with platform.database.transaction(login.organization_id) as session:
        person = await people.get_person(session, login.person_id, lock=True)
        if person.deactivated_at is not None:
            raise PersonDeactivatedError
        if person.role not in PERMISSIONS["api_keys.own"]:
            raise ForbiddenError(permission="api_keys.own")
        return await store_api_key(
            session,
            platform.clock.now(),
            wish,
            organization_id=person.organization_id,
            person_id=person.id,
            actor_id=None,
            address=None,
        )


async def _default_organization(platform: Platform, *, named: str) -> UUID:
    async with platform.database.transaction(None) as session:
        organization_id = await installation.find_default_organization_id(session)
    if organization_id is not None:
        return organization_id
    return await create_organization(platform, named)
