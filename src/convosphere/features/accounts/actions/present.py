"""Rows as the API shows them."""

from convosphere.features.accounts.schemas import (
    ApiKeyItem,
    ApiKeyOut,
    ApiKeyPerson,
    InvitationOut,
    OrganizationOut,
    OrganizationRef,
    PersonItem,
    PersonOut,
    SessionItem,
)
from convosphere.features.accounts.tables import ApiKey, Invitation, Organization, Person, PersonSession
from convosphere.features.accounts.types import Actor, ApiKeyScope, Role, RolePermissions, Theme
from convosphere.platform.i18n import as_locale

_THEMES: dict[str, Theme] = {"system": "system", "light": "light", "dark": "dark"}


def present_person(person: Person, organization: Organization, roles: RolePermissions) -> PersonOut:
    """The person who asks."""
    role = Role(person.role)
    return PersonOut(
        id=person.id,
        email=person.email,
        name=person.name,
        role=role,
        permissions=sorted(roles.of(role)),
        locale=as_locale(person.locale),
        theme=_THEMES[person.theme],
        organization=OrganizationRef(id=organization.id, name=organization.name),
        onboarded=person.onboarded,
        created_at=person.created_at,
    )


def present_item(person: Person) -> PersonItem:
    """A person in the administrators' list."""
    return PersonItem(
        id=person.id,
        email=person.email,
        name=person.name,
        role=Role(person.role),
        active=person.deactivated_at is None,
        created_at=person.created_at,
    )


def present_organization(organization: Organization) -> OrganizationOut:
    """An organisation with its settings."""
    return OrganizationOut.model_validate(organization, from_attributes=True)


def present_session(row: PersonSession, actor: Actor) -> SessionItem:
    """One of the actor's sessions."""
    return SessionItem(
        id=row.id,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        user_agent=row.user_agent,
        address=row.address,
        current=row.id == actor.session_id,
    )


def present_api_key(key: ApiKey) -> ApiKeyOut:
    """A key without its secret."""
    return ApiKeyOut(
        id=key.id,
        name=key.name,
        hint=key.hint,
        scopes=[ApiKeyScope(scope) for scope in key.scopes],
        created_at=key.created_at,
        last_used_at=key.last_used_at,
        expires_at=key.expires_at,
    )


def present_api_key_of(key: ApiKey, person: Person) -> ApiKeyItem:
    """A key without its secret, and whom it acts for."""
    of = ApiKeyPerson(id=person.id, name=person.name, email=person.email, active=person.deactivated_at is None)
    return ApiKeyItem(**present_api_key(key).model_dump(), person=of)


def present_invitation(invitation: Invitation) -> InvitationOut:
    """An invitation without its link."""
    return InvitationOut.model_validate(invitation, from_attributes=True)
