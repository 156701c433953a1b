"""Every call is noted before it is made, whatever limits it: rows that come and go; and whose assistant's it is."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("budget_reservations", sa.Column("assistant_id", sa.Uuid()))
    # A row for each running call: few at a time, each soon dead.
    op.execute(
        "ALTER TABLE budget_reservations SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)"
    )
