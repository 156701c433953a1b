"""Accounts: organisations, people, how they prove who they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROLES = "role IN ('owner', 'admin', 'member', 'guest')"


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _organization() -> sa.Column[object]:
    return sa.Column(
        "organization_id", sa.Uuid(), sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False
    )


def _of(parent: str, column: str) -> sa.ForeignKeyConstraint:
    # Foreign keys look past policies, so they compare the organisation themselves.
    return sa.ForeignKeyConstraint(
        ["organization_id", column], [f"{parent}.organization_id", f"{parent}.id"], ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("registration", sa.Text(), nullable=False),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint("registration IN ('open', 'invitation', 'closed')", name="registration"),
    )
    enable_tenancy("organizations", column="id")
    _create_people()
    _create_sessions()
    _create_keys_and_links()
    _create_untenanted()


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _organization(),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False, server_default="system"),
        sa.Column("onboarded", sa.Boolean(), nullable=False, server_default=sa.false()),
        _time("created_at"),
        _time("updated_at"),
        _time("deactivated_at", nullable=True),
        sa.UniqueConstraint("organization_id", "id"),
        sa.CheckConstraint(_ROLES, name="role"),
        sa.CheckConstraint("theme IN ('system', 'light', 'dark')", name="theme"),
    )
    op.create_index("ix_people_list", "people", ["organization_id", sa.text("created_at DESC"), sa.text("id DESC")])
    enable_tenancy("people")


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _organization(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _time("created_at"),
        _time("last_used_at"),
        _time("expires_at"),
        _time("ended_at", nullable=True),
        sa.Column("user_agent", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.UniqueConstraint("organization_id", "id"),
        _of("people", "person_id"),
    )
    op.create_index("ix_sessions_person", "sessions", ["organization_id", "person_id", sa.text("last_used_at DESC")])
    enable_tenancy("sessions")
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        _organization(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        _time("created_at"),
        _time("replaced_at", nullable=True),
        _of("sessions", "session_id"),
    )
    op.create_index("ix_refresh_tokens_session", "refresh_tokens", ["organization_id", "session_id"])
    enable_tenancy("refresh_tokens")


def _create_keys_and_links() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _organization(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        _time("created_at"),
        _time("last_used_at", nullable=True),
        _time("expires_at", nullable=True),
        _time("revoked_at", nullable=True),
        _of("people", "person_id"),
    )
    op.create_index("ix_api_keys_person", "api_keys", ["organization_id", "person_id"])
    enable_tenancy("api_keys")
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _organization(),
        sa.Column("email", sa.Text()),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        _time("created_at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        _time("revoked_at", nullable=True),
        sa.CheckConstraint(_ROLES, name="role"),
        _of("people", "invited_by_id"),
    )
    op.create_index("ix_invitations_list", "invitations", ["organization_id", sa.text("created_at DESC")])
    enable_tenancy("invitations")
    op.create_table(
        "password_resets",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        _organization(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _time("created_at"),
        _time("expires_at"),
        _of("people", "person_id"),
    )
    op.create_index("ix_password_resets_person", "password_resets", ["organization_id", "person_id"])
    enable_tenancy("password_resets")


def _create_untenanted() -> None:
    """Asked before anybody is known, so no policy can help; they hold as little as they can."""
    op.create_table(
        "login_directory",
        sa.Column("email", sa.Text(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False, unique=True),
        _of("people", "person_id"),
    )
    op.create_table(
        "installation",
        sa.Column("only_row", sa.Boolean(), primary_key=True),
        sa.Column("default_organization_id", sa.Uuid(), sa.ForeignKey("organizations.id"), nullable=False),
        sa.CheckConstraint("only_row", name="only_row"),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("key", sa.LargeBinary(), primary_key=True),
        _time("window_started_at"),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_index("ix_sign_in_attempts_window", "sign_in_attempts", ["window_started_at"])
