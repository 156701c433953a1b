"""Shared snapshots of conversations."""

import sqlalchemy as sa
from alembic import op

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME),
        sa.UniqueConstraint("organization_id", "id", name="uq_shares_organization_id_id"),
        # Foreign keys look past policies, so these hold the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            name="fk_shares_organization_id_conversation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "owner_id"],
            ["people.organization_id", "people.id"],
            name="fk_shares_organization_id_owner_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_shares_owner", "shares", ["organization_id", "owner_id", sa.text("created_at DESC"), "id"])
    op.create_index("ix_shares_conversation_id", "shares", ["organization_id", "conversation_id"])
    op.create_index("ix_shares_expires_at", "shares", ["organization_id", "expires_at"])
    op.create_table(
        "shared_messages",
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author_name", sa.String()),
        sa.Column("model_name", sa.String()),
        sa.Column("model_display_name", sa.String()),
        sa.Column("model_provider", sa.String()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("share_id", "position", name="pk_shared_messages"),
        sa.ForeignKeyConstraint(
            ["organization_id", "share_id"],
            ["shares.organization_id", "shares.id"],
            name="fk_shared_messages_organization_id_share_id",
            ondelete="CASCADE",
        ),
    )
    for table in ("shares", "shared_messages"):
        enable_tenancy(table)
