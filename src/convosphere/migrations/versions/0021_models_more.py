"""Messages that people keep in the context; what administrators say that a model is for."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_messages_pinned", "messages", ["conversation_id"], postgresql_where=sa.text("pinned"))
    op.add_column("models", sa.Column("chosen_kind", sa.Text(), nullable=True))
