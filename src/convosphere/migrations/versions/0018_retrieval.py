"""The index of the retrieval engine, beside tenancy (docs/decisions/0046).

Ids, hashed words and vectors: no policy, read and written by `engines/retrieval` alone.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_TABLES = ("documents", "chunks", "vectors", "spaces", "terms", "totals", "changes", "switched_off")

# Vectors of these lengths get an index of their kind; those of others are compared one by one.
_DIMENSIONS = (256, 384, 512, 768, 1024, 1536, 3072)

# pgvector's types are not known to SQLAlchemy. Of `terms` and `weights` every search reads many: they stay in the row
# up to a page's size instead of being fetched from beside it.
_CHUNKS = (
    """
    CREATE TABLE retrieval_chunks (
        chunk_id uuid NOT NULL CONSTRAINT pk_retrieval_chunks PRIMARY KEY,
        organization_id uuid NOT NULL,
        document_id uuid NOT NULL,
        version_id uuid NOT NULL,
        words integer NOT NULL,
        terms integer[] NOT NULL,
        weights sparsevec NOT NULL
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_retrieval_chunks_version ON retrieval_chunks (document_id, version_id)",
    # A short list of what is not sorted in yet: every search walks through all of it.
    "CREATE INDEX ix_retrieval_chunks_terms ON retrieval_chunks USING gin (terms) WITH (gin_pending_list_limit = 256)",
    """
    CREATE TABLE retrieval_vectors (
        chunk_id uuid NOT NULL,
        space_id uuid NOT NULL,
        organization_id uuid NOT NULL,
        document_id uuid NOT NULL,
        version_id uuid NOT NULL,
        dimension integer NOT NULL,
        embedding halfvec NOT NULL,
        CONSTRAINT pk_retrieval_vectors PRIMARY KEY (chunk_id, space_id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_retrieval_vectors_version ON retrieval_vectors (document_id, version_id, space_id)",
    "CREATE INDEX ix_retrieval_vectors_space ON retrieval_vectors (space_id)",
)

_FORGET_ONE = "    DELETE FROM retrieval_{table} WHERE organization_id = OLD.id;"
_FORGET = """
CREATE FUNCTION forget_retrieval() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
{deletions}
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    _documents()
    for statement in _CHUNKS:
        op.execute(statement)
    for dimension in _DIMENSIONS:
        op.execute(
            f"CREATE INDEX ix_retrieval_vectors_{dimension} ON retrieval_vectors USING hnsw "
            f"((embedding::halfvec({dimension})) halfvec_cosine_ops) WHERE dimension = {dimension}"
        )
    _statistics()
    deletions = "\n".join(_FORGET_ONE.format(table=table) for table in _TABLES)
    op.execute(_FORGET.format(deletions=deletions))
    # A foreign key of every chunk would be looked up at every chunk that is written.
    op.execute(
        "CREATE TRIGGER forget_retrieval AFTER DELETE ON organizations FOR EACH ROW EXECUTE FUNCTION forget_retrieval()"
    )


def _documents() -> None:
    """What decides who finds a document, and by which filters: a change of rights is a change of one row."""
    op.create_table(
        "retrieval_documents",
        sa.Column("document_id", sa.Uuid(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        # What is found; what was last found, while nothing is; what was replaced and is to be taken away.
        sa.Column("version_id", sa.Uuid()),
        sa.Column("held_version_id", sa.Uuid()),
        sa.Column("replaced_version_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("folder_path", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("tags", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("media_kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("date", _TIME),
        sa.Column("valid_from", _TIME),
        sa.Column("valid_until", _TIME),
    )
    # How much somebody may read is summed up from the index alone.
    op.create_index(
        "ix_retrieval_documents_scope",
        "retrieval_documents",
        ["organization_id", "scope_id", "base_id"],
        postgresql_include=["chunks"],
        postgresql_where=sa.text("version_id IS NOT NULL"),
    )
    op.create_table(
        "retrieval_switched_off",
        sa.Column("organization_id", sa.Uuid(), primary_key=True),
        sa.Column("chunk_id", sa.Uuid(), primary_key=True),
    )


def _statistics() -> None:
    """How long the vectors of a space are; in how many chunks of an organisation each word stands."""
    op.create_table(
        "retrieval_spaces",
        sa.Column("organization_id", sa.Uuid(), primary_key=True),
        sa.Column("space_id", sa.Uuid(), primary_key=True),
        sa.Column("dimension", sa.Integer(), nullable=False),
    )
    op.create_table(
        "retrieval_terms",
        sa.Column("organization_id", sa.Uuid(), primary_key=True),
        sa.Column("term", sa.Integer(), primary_key=True),
        sa.Column("chunks", sa.Integer(), nullable=False),
        # Counts change where they stand.
        postgresql_with={"fillfactor": 80},
    )
    op.create_table(
        "retrieval_totals",
        sa.Column("organization_id", sa.Uuid(), primary_key=True),
        sa.Column("chunks", sa.BigInteger(), nullable=False),
    )
    # What has come and gone since the counts were last brought up to date: writers only append, so none waits for
    # another one's rows.
    op.create_table(
        "retrieval_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("terms", ARRAY(sa.Integer()), nullable=False),
        sa.Column("counts", ARRAY(sa.Integer()), nullable=False),
    )
    op.create_index("ix_retrieval_changes_organization_id", "retrieval_changes", ["organization_id"])
