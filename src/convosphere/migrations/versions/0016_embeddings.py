"""Which models chat and which embed; how fast each program asks."""

import sqlalchemy as sa
from alembic import op

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("models", sa.Column("kind", sa.Text(), nullable=False, server_default="chat"))
    op.create_check_constraint("ck_models_kind", "models", "kind IN ('chat', 'embedding')")
    op.create_table(
        "api_paces",
        sa.Column("api_key_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("rested_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("api_key_id", name="pk_api_paces"),
        # Foreign keys look past policies, so this one holds the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_api_paces_organization_id", ondelete="CASCADE"
        ),
        # A row changes with every request: updates should find room on its page, and few dead ones should stay.
        postgresql_with={"fillfactor": 50, "autovacuum_vacuum_scale_factor": 0, "autovacuum_vacuum_threshold": 200},
    )
    enable_tenancy("api_paces")
