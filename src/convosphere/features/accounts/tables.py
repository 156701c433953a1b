"""Tables of accounts. The last three have no tenant: they are asked before anybody is known."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.accounts.types import RegistrationPolicy
from convosphere.platform.database import Base, TenantMixin


class ListedMixin:
    """A table that is listed by pages, the newest first."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class Organization(Base):
    """A tenant. Its own `id` is what its policy compares."""

    __tablename__ = "organizations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    registration: Mapped[RegistrationPolicy] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Person(ListedMixin, TenantMixin, Base):
    """Somebody who can sign in. `email` is as they write it; `login_directory` has it in lower case."""

    __tablename__ = "people"

    email: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(Text, default="system")
    onboarded: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]


def _of_person() -> ForeignKeyConstraint:
    """Foreign keys look past policies, so this one holds the organisation too."""
    return ForeignKeyConstraint(
        ["organization_id", "person_id"], ["people.organization_id", "people.id"], ondelete="CASCADE"
    )


class Group(TenantMixin, Base):
    """People under a name, so that something can be opened to all of them. A name is taken in any case of letters."""

    __tablename__ = "groups"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class GroupMember(TenantMixin, Base):
    """A person in a group; closed accounts stay members and count again when they are opened."""

    __tablename__ = "group_members"
    __table_args__ = (
        _of_person(),
        ForeignKeyConstraint(
            ["organization_id", "group_id"], ["groups.organization_id", "groups.id"], ondelete="CASCADE"
        ),
    )

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    added_at: Mapped[datetime]


class PersonSession(ListedMixin, TenantMixin, Base):
    """A sign-in on one device, and at the same time the family of its refresh tokens."""

    __tablename__ = "sessions"
    __table_args__ = (_of_person(),)

    person_id: Mapped[UUID]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)


class RefreshToken(TenantMixin, Base):
    """A refresh token that was given out; `replaced_at`: when its successor was."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "session_id"], ["sessions.organization_id", "sessions.id"], ondelete="CASCADE"
        ),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[UUID]
    created_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class ApiKey(ListedMixin, TenantMixin, Base):
    """A program's key; `hint` is its last four characters, to recognise it by."""

    __tablename__ = "api_keys"
    __table_args__ = (_of_person(),)

    person_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    hint: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Invitation(ListedMixin, TenantMixin, Base):
    """Lets one person register in a role; with an e-mail address only its holder."""

    __tablename__ = "invitations"

    email: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    invited_by_id: Mapped[UUID]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class PasswordReset(TenantMixin, Base):
    """A link to set a new password, once."""

    __tablename__ = "password_resets"
    __table_args__ = (_of_person(),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class LoginEntry(Base):
    """Where an e-mail address belongs: needed to find the organisation at sign-in. `email` is in lower case."""

    __tablename__ = "login_directory"

    email: Mapped[str] = mapped_column(Text, primary_key=True)
    organization_id: Mapped[UUID]
    person_id: Mapped[UUID]


class Installation(Base):
    """The one row that says whether the first person has come, and which organisation newcomers join."""

    __tablename__ = "installation"

    only_row: Mapped[bool] = mapped_column(primary_key=True, default=True)
    default_organization_id: Mapped[UUID]


class ThrottleCounter(Base):
    """Failed attempts in the window that began at `window_started_at`; `key` is a hash of what is counted."""

    __tablename__ = "sign_in_attempts"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    window_started_at: Mapped[datetime]
    attempts: Mapped[int]
