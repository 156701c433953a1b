"""Searches in knowledge, and knowledge in conversations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _conversations()
    _searches()
    _uses()
    _bench()


def _conversations() -> None:
    op.add_column("conversations", sa.Column("source_count", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("messages", sa.Column("grounding", JSONB()))
    # No reference to the base or document: what is gone is nobody's to read, and that is asked each time anyway.
    op.create_table(
        "conversation_sources",
        _uuid("organization_id"),
        _uuid("conversation_id"),
        _text("kind"),
        _uuid("source_id"),
        _uuid("added_by", nullable=True),
        _time("added_at"),
        sa.PrimaryKeyConstraint("conversation_id", "kind", "source_id", name="pk_conversation_sources"),
        sa.CheckConstraint("kind IN ('base', 'document')", name="ck_conversation_sources_kind"),
        _within("conversation_sources", "conversation_id", "conversations"),
    )
    enable_tenancy("conversation_sources")


def _searches() -> None:
    op.create_table(
        "knowledge_searches",
        _uuid("organization_id"),
        _uuid("id"),
        _uuid("person_id"),
        _text("via"),
        _uuid("message_id", nullable=True),
        _text("question"),
        _text("folded"),
        sa.Column("bases", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        _text("confidence"),
        _time("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_searches"),
        sa.CheckConstraint("via IN ('search', 'chat')", name="ck_knowledge_searches_via"),
        _within("knowledge_searches", "person_id", "people"),
        _within("knowledge_searches", "message_id", "messages"),
    )
    op.create_index("ix_knowledge_searches_own", "knowledge_searches", ["person_id", "via", "created_at"])
    op.create_index("ix_knowledge_searches_time", "knowledge_searches", ["organization_id", "created_at"])
    op.create_index("ix_knowledge_searches_message", "knowledge_searches", ["message_id"])
    op.create_table(
        "knowledge_saved_searches",
        _uuid("organization_id"),
        _uuid("id"),
        _uuid("person_id"),
        _text("name"),
        sa.Column("request", JSONB(), nullable=False),
        _time("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_saved_searches"),
        _within("knowledge_saved_searches", "person_id", "people"),
    )
    op.create_index("ix_knowledge_saved_searches_person", "knowledge_saved_searches", ["person_id", "created_at"])
    for name in ("knowledge_searches", "knowledge_saved_searches"):
        enable_tenancy(name)


def _uses() -> None:
    op.create_table(
        "knowledge_uses",
        _uuid("organization_id"),
        _uuid("document_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _text("kind"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "day", "kind", name="pk_knowledge_uses"),
        sa.CheckConstraint("kind IN ('cited', 'opened', 'downloaded')", name="ck_knowledge_uses_kind"),
        _within("knowledge_uses", "document_id", "documents"),
    )
    enable_tenancy("knowledge_uses")


def _bench() -> None:
    op.create_table(
        "knowledge_question_sets",
        _uuid("organization_id"),
        _uuid("id"),
        _uuid("base_id"),
        _text("name"),
        # [{"question": …, "expected": [{"document_id": …, "contains": … or null}]}]
        sa.Column("questions", JSONB(), nullable=False),
        _uuid("created_by", nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_question_sets"),
        sa.UniqueConstraint("organization_id", "id", name="uq_knowledge_question_sets_organization_id_id"),
        _within("knowledge_question_sets", "base_id", "knowledge_bases"),
    )
    op.create_index("ix_knowledge_question_sets_base", "knowledge_question_sets", ["base_id", "created_at"])
    op.create_table(
        "knowledge_bench_runs",
        _uuid("organization_id"),
        _uuid("id"),
        _uuid("set_id"),
        sa.Column("settings", JSONB(), nullable=False),
        _text("status"),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("recall", sa.Float(53)),
        sa.Column("ndcg", sa.Float(53)),
        sa.Column("mrr", sa.Float(53)),
        sa.Column("results", JSONB(), nullable=False),
        sa.Column("problem_code", sa.Text()),
        _uuid("created_by", nullable=True),
        _time("created_at"),
        _time("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_bench_runs"),
        _within("knowledge_bench_runs", "set_id", "knowledge_question_sets"),
    )
    op.create_index("ix_knowledge_bench_runs_set", "knowledge_bench_runs", ["set_id", "created_at"])
    for name in ("knowledge_question_sets", "knowledge_bench_runs"):
        enable_tenancy(name)


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    # Foreign keys look past policies, so these hold the organisation too.
    mine, theirs = ["organization_id", column], [f"{of}.organization_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(mine, theirs, name=f"fk_{table}_organization_id_{column}", ondelete="CASCADE")


def _uuid(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
