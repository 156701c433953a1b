"""Connections to model providers, their models, usage records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _connections()
    _models()
    _usage_records()


def _connections() -> None:
    op.create_table(
        "model_connections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("base_url", sa.Text()),
        sa.Column("secret", sa.LargeBinary()),
        sa.Column("extra", JSONB(), nullable=False),
        sa.Column("has_api_key", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("last_checked_at", _MOMENT),
        sa.Column("last_error", JSONB()),
        sa.Column("connect_timeout", sa.Float()),
        sa.Column("first_token_timeout", sa.Float()),
        sa.Column("between_tokens_timeout", sa.Float()),
        sa.Column("created_at", _MOMENT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", _MOMENT, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="pk_model_connections"),
        sa.UniqueConstraint("organization_id", "name", name="uq_model_connections_organization_id_name"),
        sa.UniqueConstraint("organization_id", "id", name="uq_model_connections_organization_id_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name="fk_model_connections_organization_id",
            ondelete="CASCADE",
        ),
    )
    enable_tenancy("model_connections")


def _models() -> None:
    op.create_table(
        "models",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("custom_name", sa.Text()),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("capabilities", JSONB(), nullable=False),
        sa.Column("context_window", sa.Integer()),
        sa.Column("created_at", _MOMENT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", _MOMENT, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="pk_models"),
        sa.UniqueConstraint("connection_id", "name", name="uq_models_connection_id_name"),
        sa.ForeignKeyConstraint(
            ["organization_id", "connection_id"],
            ["model_connections.organization_id", "model_connections.id"],
            name="fk_models_organization_id_connection_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_models_page", "models", ["organization_id", "created_at", "id"])
    op.create_index(
        "uq_models_default",
        "models",
        ["organization_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    enable_tenancy("models")


def _usage_records() -> None:
    # No foreign keys: what was spent stays, whoever and whatever it was spent for.
    op.create_table(
        "usage_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("connection_id", sa.Uuid()),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model_name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Uuid()),
        sa.Column("message_id", sa.Uuid()),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_input_tokens", sa.Integer(), nullable=False),
        sa.Column("cache_write_tokens", sa.Integer(), nullable=False),
        sa.Column("reasoning_tokens", sa.Integer(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("cost", sa.Numeric(18, 9)),
        sa.Column("currency", sa.Text()),
        sa.Column("time_to_first_token_ms", sa.Integer()),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_usage_records"),
        sa.CheckConstraint("(cost IS NULL) = (currency IS NULL)", name="ck_usage_records_priced"),
    )
    op.create_index("ix_usage_records_time", "usage_records", ["organization_id", "at"])
    enable_tenancy("usage_records")
