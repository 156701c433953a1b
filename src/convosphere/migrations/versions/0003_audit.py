"""The audit trail: rows are added, never changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from convosphere.platform.database.tenancy import enable_tenancy
from convosphere.platform.database.urls import APP_ROLE

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REFUSE = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit records are append-only' USING ERRCODE = 'insufficient_privilege';
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "audit_records",
        sa.Column("id", sa.Uuid(), primary_key=True),
        # No foreign keys: what happened stays written down when its subjects are gone.
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text()),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.Column("address", sa.Text()),
    )
    for name, columns in (("list", []), ("action", ["action"]), ("actor", ["actor_id"])):
        op.create_index(
            f"ix_audit_records_{name}",
            "audit_records",
            ["organization_id", *columns, sa.text("at DESC"), sa.text("id DESC")],
        )
    enable_tenancy("audit_records")
    # The right is missing for the application, and the trigger binds the owner, too.
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_records FROM {APP_ROLE}")
    op.execute(_REFUSE)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_records "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )
    op.execute(
        "CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_records "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )
