"""Shapes of people, their organisation and invitations."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from convosphere.features.accounts.schemas.texts import Email, Input, Name
from convosphere.features.accounts.types import RegistrationPolicy, Role, Theme
from convosphere.platform.i18n import Locale


class OrganizationRef(BaseModel):
    """Which organisation."""

    id: UUID
    name: str


class PersonOut(BaseModel):
    """The person who asks, as their client needs them."""

    id: UUID
    email: str
    name: str
    role: Role
    permissions: list[str]
    locale: Locale
    theme: Theme
    organization: OrganizationRef
    onboarded: bool = Field(description="Whether the introduction was seen")
    created_at: datetime


class MePatch(Input):
    """What a person changes about themselves; what is left out stays."""

    name: Name | None = None
    locale: Locale | None = None
    theme: Theme | None = None
    onboarded: bool | None = None


class PersonItem(BaseModel):
    """A person, as administrators see them."""

    id: UUID
    email: str
    name: str
    role: Role
    active: bool
    created_at: datetime


class PersonPage(BaseModel):
    """A page of people, the newest first."""

    items: list[PersonItem]
    next_cursor: str | None


class PersonPatch(Input):
    """What an administrator changes about a person; what is left out stays."""

    role: Role | None = None
    active: bool | None = Field(None, description="False ends all sessions and API keys at once")


class LinkOut(BaseModel):
    """A link to hand over. It is shown this once."""

    url: str
    expires_at: datetime


class OrganizationOut(BaseModel):
    """An organisation and its settings."""

    id: UUID
    name: str
    registration: RegistrationPolicy
    created_at: datetime


class OrganizationPatch(Input):
    """What changes; what is left out stays."""

    name: Name | None = None
    registration: RegistrationPolicy | None = None


class InvitationIn(Input):
    """Whom to invite, and as what."""

    email: Email | None = Field(None, description="Only this address can use it; none: whoever has the link")
    role: Role = Role.MEMBER


class InvitationOut(BaseModel):
    """An invitation that was not used yet."""

    id: UUID
    email: str | None
    role: Role
    created_at: datetime
    expires_at: datetime


class InvitationCreated(InvitationOut):
    """A new invitation with its link, which is shown this once."""

    url: str


class InvitationPage(BaseModel):
    """A page of invitations, the newest first."""

    items: list[InvitationOut]
    next_cursor: str | None
