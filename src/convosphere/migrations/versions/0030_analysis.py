"""Versions know by which analysis the index finds them; those that are there were analysed by the first."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE document_versions ADD COLUMN analysis integer NOT NULL DEFAULT 1")
