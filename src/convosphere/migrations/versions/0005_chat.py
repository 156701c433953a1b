"""Conversations and messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("model_id", sa.Uuid()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("last_message_at", _TIME, nullable=False),
        sa.Column("archived_at", _TIME),
        sa.Column("leaf_id", sa.Uuid()),
        sa.Column("running_answer_id", sa.Uuid()),
    )
    op.create_index(
        "ix_conversations_list",
        "conversations",
        [
            "organization_id",
            "owner_id",
            sa.text("(archived_at IS NULL)"),
            sa.text("last_message_at DESC"),
            sa.text("id DESC"),
        ],
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reasoning", sa.Text()),
        sa.Column("author_id", sa.Uuid()),
        sa.Column("author_name", sa.String()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("completed_at", _TIME),
        sa.Column("model_id", sa.Uuid()),
        sa.Column("model_name", sa.String()),
        sa.Column("model_display_name", sa.String()),
        sa.Column("model_provider", sa.String()),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("event_number", sa.BigInteger(), nullable=False),
        sa.Column("stop_requested_at", _TIME),
        sa.Column("locale", sa.String()),
        sa.Column("error_code", sa.String()),
        sa.Column("error_params", JSONB()),
        sa.Column("finish_reason", sa.String()),
        sa.Column("citations", JSONB()),
        sa.Column("input_tokens", sa.Integer()),
        sa.Column("output_tokens", sa.Integer()),
        sa.Column("cost", sa.Numeric(18, 9)),
        sa.Column("time_to_first_token_ms", sa.Integer()),
        sa.Column("duration_ms", sa.Integer()),
    )
    op.create_index("ix_messages_page", "messages", ["conversation_id", sa.text("position DESC")])
    for table in ("conversations", "messages"):
        enable_tenancy(table)
