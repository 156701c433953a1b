"""Chat: what was left. Snapshots carry the files of their messages."""

import sqlalchemy as sa
from alembic import op

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files of snapshots; a file stays as long as one of them carries it."""
    op.create_table(
        "shared_attachments",
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("message_position", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("share_id", "message_position", "file_id", name="pk_shared_attachments"),
        # Foreign keys look past policies, so these hold the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id", "share_id"],
            ["shares.organization_id", "shares.id"],
            name="fk_shared_attachments_organization_id_share_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "file_id"],
            ["files.organization_id", "files.id"],
            name="fk_shared_attachments_organization_id_file_id",
        ),
    )
    op.create_index("ix_shared_attachments_file", "shared_attachments", ["organization_id", "file_id"])
    enable_tenancy("shared_attachments")
    op.execute(
        "CREATE TRIGGER count_file_uses AFTER INSERT OR DELETE ON shared_attachments"
        " FOR EACH ROW EXECUTE FUNCTION count_file_uses()"
    )
