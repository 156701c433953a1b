"""Knowledge bases, documents, their versions and chunks."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "uuid": sa.Uuid(),
    "text": sa.Text(),
    "texts": ARRAY(sa.Text()),
    "time": sa.DateTime(timezone=True),
    "json": JSONB(),
    "bytes": sa.LargeBinary(),
    "integer": sa.Integer(),
    "bigint": sa.BigInteger(),
    "boolean": sa.Boolean(),
}
_ROLE = "IN ('viewer', 'editor', 'manager')"
_OPEN = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    _spaces()
    _bases()
    _order()
    _documents()
    _versions()
    _chunks()
    _uploads()
    _operations()
    _count_documents()
    _count_bytes()
    _space_states()


def _table(name: str, columns: str, *parts: sa.schema.SchemaItem, within: dict[str, str], key: str = "id") -> None:
    """A tenant table.

    Args:
        name: of the table.
        columns: "name:type", those that may be null with a question mark behind.
        parts: further columns and constraints.
        within: which column names a row of which table, and goes with it.
        key: the columns of the primary key.
    """
    pairs = [each.split(":") for each in f"organization_id:uuid {columns}".split()]
    made = [sa.Column(column, _TYPES[kind.rstrip("?")], nullable=kind.endswith("?")) for column, kind in pairs]
    unique = [sa.UniqueConstraint("organization_id", "id", name=f"uq_{name}_organization_id_id")] if key == "id" else []
    primary = sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}")
    references = [_within(name, column, of) for column, of in within.items()]
    op.create_table(name, *made, *parts, primary, *unique, *references)
    enable_tenancy(name)


def _within(table: str, column: str, of: str, ondelete: str | None = "CASCADE") -> sa.ForeignKeyConstraint:
    # Foreign keys look past policies, so these hold the organisation too.
    mine, theirs = ["organization_id", column], [f"{of}.organization_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(mine, theirs, name=f"fk_{table}_organization_id_{column}", ondelete=ondelete)


def _subjects(name: str) -> list[sa.schema.SchemaItem]:
    """What the foreign keys of `kind` and `subject_id` look at: one of the two is the subject."""
    made: list[sa.schema.SchemaItem] = [sa.CheckConstraint("kind IN ('person', 'group')", name=f"ck_{name}_kind")]
    for kind in ("person", "group"):
        taken = sa.Computed(f"CASE WHEN kind = '{kind}' THEN subject_id END", persisted=True)
        made.append(sa.Column(f"{kind}_id", sa.Uuid(), taken))
    return made


def _unique_name(table: str, *columns: str, where: sa.TextClause | None = None) -> None:
    wanted: list[str | sa.TextClause] = [*columns, sa.text("lower(name)")]
    op.create_index(
        f"uq_{table}_name", table, wanted, unique=True, postgresql_nulls_not_distinct=True, postgresql_where=where
    )


def _bases() -> None:
    counts = (("document_count", sa.Integer()), ("chunk_count", sa.Integer()), ("bytes", sa.BigInteger()))
    _table(
        "knowledge_bases",
        "id:uuid name:text description:text language:text? strategy:json space_id:uuid? next_space_id:uuid? "
        "everyone_role:text? created_by:uuid? created_at:time updated_at:time deleted_at:time?",
        *(sa.Column(name, kind, nullable=False, server_default="0") for name, kind in counts),
        sa.CheckConstraint(f"everyone_role {_ROLE}", name="ck_knowledge_bases_everyone_role"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_knowledge_bases_organization_id", ondelete="CASCADE"
        ),
        within={},
    )
    op.create_index("ix_knowledge_bases_name", "knowledge_bases", ["organization_id", sa.text("lower(name)"), "id"])
    _table(
        "knowledge_members",
        "base_id:uuid kind:text subject_id:uuid role:text added_by:uuid? added_at:time",
        *_subjects("knowledge_members"),
        sa.CheckConstraint(f"role {_ROLE}", name="ck_knowledge_members_role"),
        within={"base_id": "knowledge_bases", "person_id": "people", "group_id": "groups"},
        key="base_id kind subject_id",
    )
    op.create_index("ix_knowledge_members_subject", "knowledge_members", ["organization_id", "subject_id"])


def _order() -> None:
    _table(
        "knowledge_folders",
        "id:uuid base_id:uuid parent_id:uuid? name:text created_at:time",
        within={"base_id": "knowledge_bases", "parent_id": "knowledge_folders"},
    )
    _unique_name("knowledge_folders", "base_id", "parent_id")
    op.create_index("ix_knowledge_folders_parent", "knowledge_folders", ["parent_id"])
    _table(
        "knowledge_tags",
        "id:uuid base_id:uuid name:text colour:text? created_at:time",
        within={"base_id": "knowledge_bases"},
    )
    _unique_name("knowledge_tags", "base_id")


def _documents() -> None:
    _table(
        "documents",
        "id:uuid base_id:uuid folder_id:uuid? name:text current_version_id:uuid? latest_version_id:uuid? "
        "own_access:boolean media_kind:text language:text? chunk_count:integer size:bigint author:text? "
        "document_date:time? valid_from:time? valid_until:time? metadata:json keywords:json downloads:integer "
        "created_by:uuid? created_at:time updated_at:time deleted_at:time?",
        # Without an action: a folder goes when nothing is in it any more.
        _within("documents", "folder_id", "knowledge_folders", ondelete=None),
        within={"base_id": "knowledge_bases"},
    )
    _unique_name("documents", "base_id", "folder_id", where=_OPEN)
    by_name: list[str | sa.TextClause] = ["base_id", sa.text("lower(name)"), "id"]
    op.create_index("ix_documents_base_name", "documents", by_name, postgresql_where=_OPEN)
    op.create_index("ix_documents_base_updated", "documents", ["base_id", "updated_at", "id"], postgresql_where=_OPEN)
    op.create_index("ix_documents_folder", "documents", ["folder_id"])
    restricted = sa.text("own_access AND deleted_at IS NULL")
    op.create_index("ix_documents_own_access", "documents", ["base_id"], postgresql_where=restricted)
    deleted = sa.text("deleted_at IS NOT NULL")
    op.create_index("ix_documents_deleted", "documents", ["organization_id", "deleted_at"], postgresql_where=deleted)
    _table(
        "document_members",
        "document_id:uuid kind:text subject_id:uuid added_at:time",
        *_subjects("document_members"),
        within={"document_id": "documents", "person_id": "people", "group_id": "groups"},
        key="document_id kind subject_id",
    )
    op.create_index("ix_document_members_subject", "document_members", ["organization_id", "subject_id"])
    _table(
        "document_tags",
        "document_id:uuid tag_id:uuid",
        within={"document_id": "documents", "tag_id": "knowledge_tags"},
        key="document_id tag_id",
    )
    op.create_index("ix_document_tags_tag", "document_tags", ["tag_id"])


def _versions() -> None:
    _table(
        "document_versions",
        "id:uuid document_id:uuid base_id:uuid number:integer status:text stage:text percent:integer staged:integer "
        "staged_spaces:json problem_code:text? problem_params:json? warnings:json name:text media_type:text "
        "media_kind:text size:bigint sha256:bytes? signature:bigint? keywords:json author:text? document_date:time? "
        "origin:text source_url:text? language:text? title:text? pages:integer? characters:integer? truncated:boolean "
        "chunk_count:integer content_id:uuid arrived:json locale:text created_by:uuid? created_at:time ready_at:time?",
        sa.UniqueConstraint("document_id", "number", name="uq_document_versions_document_id_number"),
        within={"document_id": "documents", "base_id": "knowledge_bases"},
    )
    op.create_index("ix_document_versions_sha256", "document_versions", ["base_id", "sha256"])
    op.create_index("ix_document_versions_content", "document_versions", ["content_id"])


def _chunks() -> None:
    _table(
        "chunks",
        "id:uuid version_id:uuid document_id:uuid ordinal:integer text:text heading_path:texts first_page:integer? "
        "last_page:integer? start:integer end:integer tokens:integer parent_id:uuid? indexed:boolean kind:text "
        "language:text? enabled:boolean edited_at:time?",
        sa.UniqueConstraint("version_id", "ordinal", name="uq_chunks_version_id_ordinal"),
        within={"version_id": "document_versions"},
    )


def _uploads() -> None:
    _table(
        "knowledge_uploads",
        "id:uuid base_id:uuid owner_id:uuid folder_id:uuid? folder_path:text name:text size:bigint uploaded:bigint "
        "unpack:boolean document_id:uuid? version_id:uuid? operation_id:uuid? locale:text created_at:time",
        within={"base_id": "knowledge_bases", "owner_id": "people"},
    )
    op.create_index("ix_knowledge_uploads_owner", "knowledge_uploads", ["organization_id", "owner_id", "created_at"])
    _table(
        "knowledge_upload_parts",
        "upload_id:uuid start:bigint size:bigint key:text",
        within={"upload_id": "knowledge_uploads"},
        key="upload_id start",
    )


def _operations() -> None:
    _table(
        "knowledge_operations",
        "id:uuid base_id:uuid owner_id:uuid? kind:text params:json status:text total:integer done:integer "
        "failed:integer problem_code:text? locale:text created_at:time finished_at:time?",
        within={"base_id": "knowledge_bases"},
    )
    op.create_index("ix_knowledge_operations_base", "knowledge_operations", ["base_id", sa.text("created_at DESC")])
    _table(
        "knowledge_operation_items",
        "operation_id:uuid position:integer document_id:uuid? name:text state:text problem_code:text?",
        within={"operation_id": "knowledge_operations"},
        key="operation_id position",
    )


def _spaces() -> None:
    told_apart = ("organization_id", "kind", "model_id", "fingerprint", "dimension")
    _table(
        "embedding_spaces",
        "id:uuid kind:text model_id:uuid? name:text dimension:integer fingerprint:text created_at:time",
        sa.UniqueConstraint(*told_apart, name="uq_embedding_spaces_embedder", postgresql_nulls_not_distinct=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_embedding_spaces_organization_id", ondelete="CASCADE"
        ),
        within={},
    )


def _space_states() -> None:
    for column in ("space_id", "next_space_id"):
        name, mine = f"fk_knowledge_bases_organization_id_{column}", ["organization_id", column]
        op.create_foreign_key(name, "knowledge_bases", "embedding_spaces", mine, ["organization_id", "id"])
    within = {"space_id": "embedding_spaces", "version_id": "document_versions"}
    _table("embedded_versions", "space_id:uuid version_id:uuid", within=within, key="version_id space_id")
    op.create_index("ix_embedded_versions_space", "embedded_versions", ["space_id"])
    _table(
        "embedding_switches",
        "base_id:uuid space_id:uuid? status:text total:integer done:integer problem_code:text? problem_params:json? "
        "started_by:uuid? started_at:time finished_at:time?",
        within={"base_id": "knowledge_bases"},
        key="base_id",
    )


# How much is in a base is kept by the database, whoever changes what.


def _count_documents() -> None:
    op.execute(
        """
        CREATE FUNCTION count_documents() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            documents integer := 0;
            chunks integer := 0;
        BEGIN
            IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN
                documents := documents - 1;
                chunks := chunks - OLD.chunk_count;
            END IF;
            IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN
                documents := documents + 1;
                chunks := chunks + NEW.chunk_count;
            END IF;
            IF documents <> 0 OR chunks <> 0 THEN
                UPDATE knowledge_bases
                   SET document_count = document_count + documents, chunk_count = chunk_count + chunks
                 WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.base_id ELSE NEW.base_id END;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER count_documents AFTER INSERT OR DELETE OR UPDATE OF deleted_at, chunk_count ON documents
            FOR EACH ROW EXECUTE FUNCTION count_documents()
        """
    )


def _count_bytes() -> None:
    op.execute(
        """
        CREATE FUNCTION count_knowledge_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            change bigint := CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.size END
                           - CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.size END;
        BEGIN
            IF change <> 0 THEN
                UPDATE knowledge_bases SET bytes = bytes + change
                 WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.base_id ELSE NEW.base_id END;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER count_knowledge_bytes AFTER INSERT OR DELETE OR UPDATE OF size ON document_versions
            FOR EACH ROW EXECUTE FUNCTION count_knowledge_bytes()
        """
    )
