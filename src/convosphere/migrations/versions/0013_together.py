"""Joint conversations: whom they are opened to, how far each has read."""

import sqlalchemy as sa
from alembic import op

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("conversations", sa.Column("member_count", sa.Integer(), nullable=False, server_default="0"))
    _members()
    _receipts()
    # A search looks through joined conversations one by one.
    op.create_index(
        "ix_message_index_conversation",
        "message_index",
        ["conversation_id", sa.text("created_at DESC"), sa.text("message_id DESC")],
    )
    for table in ("conversation_members", "conversation_receipts"):
        enable_tenancy(table)


def _members() -> None:
    op.create_table(
        "conversation_members",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Uuid()),
        sa.Column("added_at", _TIME, nullable=False),
        # What the foreign keys look at: one of the two is the subject.
        sa.Column("person_id", sa.Uuid(), sa.Computed("CASE WHEN kind = 'person' THEN subject_id END", persisted=True)),
        sa.Column("group_id", sa.Uuid(), sa.Computed("CASE WHEN kind = 'group' THEN subject_id END", persisted=True)),
        sa.PrimaryKeyConstraint("conversation_id", "kind", "subject_id", name="pk_conversation_members"),
        sa.CheckConstraint("kind IN ('person', 'group')", name="ck_conversation_members_kind"),
        sa.CheckConstraint("role IN ('reader', 'writer')", name="ck_conversation_members_role"),
        # Foreign keys look past policies, so these hold the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            name="fk_conversation_members_organization_id_conversation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "person_id"],
            ["people.organization_id", "people.id"],
            name="fk_conversation_members_organization_id_person_id",
            ondelete="CASCADE",
        ),
        # Looked at when the transaction ends: until then the chat has taken the group out of its conversations, in the
        # order in which everybody locks, and has counted who is left.
        sa.ForeignKeyConstraint(
            ["organization_id", "group_id"],
            ["groups.organization_id", "groups.id"],
            name="fk_conversation_members_organization_id_group_id",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_conversation_members_subject", "conversation_members", ["organization_id", "subject_id"])


def _receipts() -> None:
    op.create_table(
        "conversation_receipts",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("delivered_position", sa.BigInteger(), nullable=False),
        sa.Column("read_position", sa.BigInteger(), nullable=False),
        sa.Column("delivered_until", _TIME),
        sa.Column("read_until", _TIME),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "person_id", name="pk_conversation_receipts"),
        sa.ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            name="fk_conversation_receipts_organization_id_conversation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "person_id"],
            ["people.organization_id", "people.id"],
            name="fk_conversation_receipts_organization_id_person_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_conversation_receipts_person", "conversation_receipts", ["organization_id", "person_id"])
