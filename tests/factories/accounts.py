"""Organisations and people, made by the product's own actions.

organization = await create_organization(platform)
person = await create_person(platform, organization.id, role=Role.ADMIN)
headers = await sign_in_headers(platform, person)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from convosphere.features.accounts.actions import administer
from convosphere.features.accounts.actions.opening import OpenedSession, open_session
from convosphere.features.accounts.schemas import ApiKeyIn
from convosphere.features.accounts.tables import Organization, Person
from convosphere.features.accounts.types import (
    ApiKeyScope,
    Client,
    RegistrationPolicy,
    Role,
    RolePermissions,
)
from convosphere.platform.context import Platform

PASSWORD = "correct horse battery"
CLIENT = Client(address="192.0.2.7", user_agent="Test browser", locale="en")

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class MadePerson:
    """Somebody who can sign in with `PASSWORD`."""

    id: UUID
    organization_id: UUID
    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class MadeOrganization:
    """An organisation and its first person."""

    id: UUID
    name: str
    owner: MadePerson


async def create_organization(
    platform: Platform, name: str | None = None, *, registration: RegistrationPolicy | None = None
) -> MadeOrganization:
    """An organisation with an owner; the first one of a test is the default one."""
    shown = name or f"Organisation {next(_numbers)}"
    organization_id = await administer.create_organization(platform, shown)
    if registration is not None:
        async with platform.database.transaction(organization_id) as session:
            row = await session.get_one(Organization, organization_id)
            row.registration = registration
    owner = await create_person(platform, organization_id, role=Role.OWNER)
    return MadeOrganization(organization_id, shown, owner)


async def create_person(
    platform: Platform,
    organization_id: UUID,
    *,
    role: Role = Role.MEMBER,
    email: str | None = None,
    name: str | None = None,
) -> MadePerson:
    """A person of the organisation with the password `PASSWORD`."""
    number = next(_numbers)
    address = email or f"person{number}@example.org"
    shown = name or f"Person {number}"
    person_id = await administer.create_person(
        platform, email=address, name=shown, password=PASSWORD, role=role, organization_id=organization_id
    )
    return MadePerson(person_id, organization_id, address, shown, role)


async def create_session(platform: Platform, person: MadePerson, client: Client = CLIENT) -> OpenedSession:
    """A session of the person, as signing in opens it, without the cost of a password."""
    async with platform.database.transaction(person.organization_id) as session:
        return await open_session(
            platform,
            session,
            RolePermissions.gather([]),
            organization=await session.get_one(Organization, person.organization_id),
            person=await session.get_one(Person, person.id),
            client=client,
        )


async def sign_in_headers(platform: Platform, person: MadePerson) -> dict[str, str]:
    """Headers of a request by the person, in a new session."""
    opened = await create_session(platform, person)
    return {"Authorization": f"Bearer {opened.body.access_token}"}


async def create_api_key(platform: Platform, person: MadePerson, scopes: Sequence[ApiKeyScope] | None = None) -> str:
    """The text of a new API key; all scopes unless some are named."""
    wish = ApiKeyIn(name="Test key", scopes=list(scopes or ApiKeyScope))
    return (await administer.create_key_for(platform, person.email, wish)).secret
