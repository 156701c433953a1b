"""Files, the pieces they arrive in, how much they take, and which messages carry them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)

# What a person's files take. Kept by the database, so that no way of adding or removing a file can forget it; the row's
# lock lets two uploads of one person pass the limit one after the other.
_COUNT_FILES = """
CREATE FUNCTION count_files() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    more_bytes bigint := 0;
    more_files bigint := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.doomed_at IS NULL THEN
        more_bytes := more_bytes - OLD.size;
        more_files := more_files - 1;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO file_totals (organization_id, person_id, files, bytes)
             VALUES (NEW.organization_id, NEW.owner_id, 1, NEW.size)
        ON CONFLICT (organization_id, person_id) DO UPDATE
                SET files = file_totals.files + 1, bytes = file_totals.bytes + EXCLUDED.bytes;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.doomed_at IS NULL THEN
        more_bytes := more_bytes + NEW.size;
        more_files := more_files + 1;
    END IF;
    IF more_bytes <> 0 OR more_files <> 0 THEN
        UPDATE file_totals SET files = files + more_files, bytes = bytes + more_bytes
         WHERE organization_id = OLD.organization_id AND person_id = OLD.owner_id;
    END IF;
    RETURN NULL;
END $$
"""

# A message goes in many ways: alone, with its conversation, in bulk, by a clock. The last one that carries a file takes
# the file with it.
_COUNT_USES = """
CREATE FUNCTION count_file_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE files SET uses = uses + 1 WHERE id = NEW.file_id;
    ELSE
        UPDATE files SET uses = uses - 1, doomed_at = CASE WHEN uses = 1 THEN now() ELSE doomed_at END
         WHERE id = OLD.file_id;
    END IF;
    RETURN NULL;
END $$
"""


def _organization(*, primary_key: bool = False) -> sa.Column[object]:
    return sa.Column(
        "organization_id",
        sa.Uuid(),
        sa.ForeignKey("organizations.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def upgrade() -> None:
    _create_files()
    _create_parts()
    _create_attachments()
    op.create_table(
        "file_totals",
        _organization(primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("files", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
    )
    for table in ("files", "file_parts", "file_totals", "message_attachments"):
        enable_tenancy(table)
    op.execute(_COUNT_FILES)
    op.execute(
        "CREATE TRIGGER count_files AFTER INSERT OR DELETE OR UPDATE OF size, doomed_at ON files"
        " FOR EACH ROW EXECUTE FUNCTION count_files()"
    )
    op.execute(_COUNT_USES)
    op.execute(
        "CREATE TRIGGER count_file_uses AFTER INSERT OR DELETE ON message_attachments"
        " FOR EACH ROW EXECUTE FUNCTION count_file_uses()"
    )


def _create_files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _organization(),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("uploaded", sa.BigInteger(), nullable=False),
        sa.Column("declared_type", sa.Text()),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("problem_code", sa.Text()),
        sa.Column("problem_params", JSONB()),
        sa.Column("sha256", sa.LargeBinary()),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("pages", sa.Integer()),
        sa.Column("text_characters", sa.Integer()),
        sa.Column("variants", JSONB(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("doomed_at", _TIME),
        sa.UniqueConstraint("organization_id", "id"),
        sa.CheckConstraint("uploaded BETWEEN 0 AND size OR status <> 'uploading'", name="uploaded"),
        sa.CheckConstraint("status IN ('uploading', 'checking', 'ready', 'refused')", name="status"),
    )
    op.create_index(
        "ix_files_unsent",
        "files",
        ["organization_id", "owner_id", "created_at"],
        postgresql_where=sa.text("uses = 0 AND doomed_at IS NULL"),
    )
    op.create_index("ix_files_doomed", "files", ["organization_id"], postgresql_where=sa.text("doomed_at IS NOT NULL"))


def _create_parts() -> None:
    op.create_table(
        "file_parts",
        sa.Column("file_id", sa.Uuid(), primary_key=True),
        sa.Column("start", sa.BigInteger(), primary_key=True),
        _organization(),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "file_id"], ["files.organization_id", "files.id"], ondelete="CASCADE"
        ),
    )


def _create_attachments() -> None:
    op.create_table(
        "message_attachments",
        sa.Column("message_id", sa.Uuid(), primary_key=True),
        sa.Column("file_id", sa.Uuid(), primary_key=True),
        _organization(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "message_id"], ["messages.organization_id", "messages.id"], ondelete="CASCADE"
        ),
        # A file goes only when no message carries it any more.
        sa.ForeignKeyConstraint(["organization_id", "file_id"], ["files.organization_id", "files.id"]),
    )
    op.create_index("ix_message_attachments_file", "message_attachments", ["organization_id", "file_id"])
