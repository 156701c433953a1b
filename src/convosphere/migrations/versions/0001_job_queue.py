"""The job queue's own tables (Procrastinate)."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # exec_driver_sql: the schema holds percent signs and colons that must reach PostgreSQL as they are.
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
