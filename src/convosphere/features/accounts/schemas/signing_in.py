"""Shapes of registering, signing in and resetting passwords."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from convosphere.features.accounts.schemas.people import PersonOut
from convosphere.features.accounts.schemas.texts import Email, Input, Name, NewPassword, Password, SomeEmail, Token
from convosphere.features.accounts.types import RegistrationPolicy
from convosphere.platform.i18n import Locale


class InstanceLimits(BaseModel):
    """What clients should know before they send too much."""

    message_characters: int = Field(description="The most characters of one question")


class InstanceOut(BaseModel):
    """What everybody may know about this installation."""

    name: Literal["ConvoSphere"] = "ConvoSphere"
    version: str
    needs_owner: bool = Field(description="True until the first person has registered and become owner")
    registration: RegistrationPolicy = Field(description="Who may register; `open` while an owner is needed")
    organization_name: str | None
    password_min_length: int
    password_reset: Literal["mail", "administrator"] = Field(
        description="Who helps with a forgotten password: this server by mail, or an administrator with a link"
    )
    languages: list[Locale]
    limits: InstanceLimits


class RegisterIn(Input):
    """A new person. The first one ever founds the organisation and names it."""

    email: Email
    name: Name
    password: NewPassword
    organization_name: Name | None = Field(None, description="Only from the first person, and then needed")
    invitation: Token | None = Field(None, description="The token of an invitation link")
    locale: Locale | None = Field(None, description="None: taken from Accept-Language")


class SignInIn(Input):
    """Who signs in."""

    email: SomeEmail
    password: Password


class SessionOut(BaseModel):
    """A session just opened or renewed. The refresh token is in the cookie `convosphere_refresh` only."""

    access_token: str = Field(description="For `Authorization: Bearer …`; keep it in memory only")
    expires_at: datetime = Field(description="When the access token ends; refresh before")
    person: PersonOut


class PasswordResetIn(Input):
    """Whose password is forgotten."""

    email: Email


class PasswordResetConfirmIn(Input):
    """The token of a reset link, and the password to be."""

    token: Token
    new_password: NewPassword


class PasswordChangeIn(Input):
    """The password that is, and the one to be."""

    current_password: Password
    new_password: NewPassword
