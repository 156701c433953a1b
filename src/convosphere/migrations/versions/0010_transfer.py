"""Transfer: exports, imports, and what has been imported before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_NEWEST = [sa.text("created_at DESC"), sa.text("id DESC")]


def upgrade() -> None:
    _exports()
    _imports()
    _parts()
    _imported()


def _owned(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of things that a person began, ended, and that go by themselves."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("problem_code", sa.Text()),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.UniqueConstraint("organization_id", "id", name=f"uq_{table}_organization_id_id"),
        # Foreign keys look past policies, so these hold the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id", "owner_id"],
            ["people.organization_id", "people.id"],
            name=f"fk_{table}_organization_id_owner_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(f"ix_{table}_owner", table, ["organization_id", "owner_id", *_NEWEST])
    op.create_index(f"ix_{table}_expires_at", table, ["organization_id", "expires_at"])
    enable_tenancy(table)


def _exports() -> None:
    _owned(
        "exports",
        sa.Column("scope", JSONB(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("simplified", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text()),
        sa.Column("media_type", sa.Text()),
        sa.Column("size", sa.BigInteger()),
    )


def _imports() -> None:
    _owned(
        "imports",
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("uploaded", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("report", JSONB()),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("problem_params", JSONB()),
        sa.CheckConstraint("uploaded BETWEEN 0 AND size", name="ck_imports_uploaded"),
    )


def _parts() -> None:
    op.create_table(
        "import_parts",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "start", name="pk_import_parts"),
        sa.ForeignKeyConstraint(
            ["organization_id", "import_id"],
            ["imports.organization_id", "imports.id"],
            name="fk_import_parts_organization_id_import_id",
            ondelete="CASCADE",
        ),
    )
    enable_tenancy("import_parts")


def _imported() -> None:
    op.create_table(
        "imported_conversations",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "source", "source_id", "content_hash", name="pk_imported_conversations"),
        sa.ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            name="fk_imported_conversations_organization_id_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_imported_conversations_conversation", "imported_conversations", ["organization_id", "conversation_id"]
    )
    enable_tenancy("imported_conversations")
