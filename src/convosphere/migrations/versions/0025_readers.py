"""Texts know which reader has read them; those that are there were read by the first."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE document_versions ADD COLUMN reader integer NOT NULL DEFAULT 1")
