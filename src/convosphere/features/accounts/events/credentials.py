"""Facts about sessions, passwords and API keys."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from convosphere.features.accounts.events.base import AccountEvent
from convosphere.platform.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(DomainEvent):
    """These sessions hold no longer; open sockets of theirs must close."""

    organization_id: UUID
    session_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SignedIn(AccountEvent):
    """A session began."""

    audit_action: ClassVar[str] = "session.signed_in"
    user_agent: str | None


@dataclass(frozen=True, kw_only=True)
class SignInFailed(AccountEvent):
    """`reason`: `unknown_email`, `wrong_password`, `deactivated` or `throttled`."""

    audit_action: ClassVar[str] = "session.sign_in_failed"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignedOut(AccountEvent):
    """A person ended the session they were using."""

    audit_action: ClassVar[str] = "session.signed_out"


@dataclass(frozen=True, kw_only=True)
class SessionRevoked(AccountEvent):
    """A person ended another session of theirs."""

    audit_action: ClassVar[str] = "session.revoked"


@dataclass(frozen=True, kw_only=True)
class RefreshTokenReused(AccountEvent):
    """A replaced refresh token came back: a copy exists, so the session was ended."""

    audit_action: ClassVar[str] = "session.refresh_token_reused"


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(AccountEvent):
    """Somebody who knew the old password set a new one; other sessions ended."""

    audit_action: ClassVar[str] = "password.changed"


@dataclass(frozen=True, kw_only=True)
class PasswordResetIssued(AccountEvent):
    """A link to set a new password was made; `via` is `mail` or `administrator`."""

    audit_action: ClassVar[str] = "password.reset_issued"
    via: str


@dataclass(frozen=True, kw_only=True)
class PasswordReset(AccountEvent):
    """Such a link was used; all sessions ended."""

    audit_action: ClassVar[str] = "password.reset"


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(AccountEvent):
    """A program was given a key."""

    audit_action: ClassVar[str] = "api_key.created"
    name: str
    scopes: list[str]


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(AccountEvent):
    """A key holds no longer."""

    audit_action: ClassVar[str] = "api_key.revoked"
    name: str
