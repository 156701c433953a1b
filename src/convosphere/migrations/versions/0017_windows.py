"""What providers count beside what we estimate; summaries of what models no longer see."""

import sqlalchemy as sa
from alembic import op

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("estimated_tokens", "reported_tokens"):
        op.add_column("models", sa.Column(name, sa.Float(53), nullable=False, server_default="0"))
    op.create_table(
        "conversation_summaries",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("until_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_conversation_summaries"),
        # Foreign keys look past policies, so this one holds the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            name="fk_conversation_summaries_organization_id_conversation_id",
            ondelete="CASCADE",
        ),
    )
    enable_tenancy("conversation_summaries")
