"""What an index behind the network has not been told yet; folders that come back with what was deleted in them; texts
whose passages do not know where their pages begin.
"""

import sqlalchemy as sa
from alembic import op

from convosphere.migrations.filling import fill

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_FILL = """
UPDATE document_versions SET reader = 0 WHERE id = ANY(:ids) AND reader <> 0 AND EXISTS (
    SELECT FROM chunks WHERE version_id = document_versions.id AND page_starts IS NULL AND last_page > first_page)
"""


def upgrade() -> None:
    # Before the tables change: whoever does that holds them to the end.
    fill("document_versions", _FILL)
    for name in ("changes", "told"):
        op.add_column("retrieval_documents", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    # Few at any time: every question to such an index looks at all of them.
    op.create_index(
        "ix_retrieval_documents_untold",
        "retrieval_documents",
        ["organization_id", "document_id"],
        postgresql_where=sa.text("changes <> told"),
    )
    op.add_column("knowledge_operation_items", sa.Column("folder_id", sa.Uuid()))
