"""Messages: the shown branch, ratings, waiting questions, comparisons, temporary conversations, titles by a model."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)

# What is shown so far: the way from each conversation's leaf up to its first message.
_HIDE_OTHER_BRANCHES = """
WITH RECURSIVE shown AS (
    SELECT messages.id, messages.parent_id, messages.position
      FROM conversations JOIN messages ON messages.id = conversations.leaf_id
     UNION ALL
    SELECT parent.id, parent.parent_id, parent.position
      FROM shown JOIN messages parent ON parent.id = shown.parent_id
     WHERE parent.position < shown.position)
UPDATE messages SET shown = false
  FROM conversations
 WHERE conversations.id = messages.conversation_id AND conversations.leaf_id IS NOT NULL
   AND messages.id NOT IN (SELECT id FROM shown)
"""


def upgrade() -> None:
    _messages()
    _conversations()
    _ratings()
    _queue()
    _preferences()
    op.add_column("models", sa.Column("small_tasks", sa.Boolean(), nullable=False, server_default=sa.false()))


def _messages() -> None:
    # True for what an older release adds meanwhile: it only knows how to append.
    op.add_column("messages", sa.Column("shown", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("messages", sa.Column("edited_from", sa.Uuid()))
    op.add_column("messages", sa.Column("comparison_id", sa.Uuid()))
    op.add_column("messages", sa.Column("reasoning_ms", sa.Integer()))
    op.add_column("messages", sa.Column("suggestions", JSONB()))
    op.create_unique_constraint("uq_messages_organization_id_id", "messages", ["organization_id", "id"])
    op.create_unique_constraint("uq_conversations_organization_id_id", "conversations", ["organization_id", "id"])
    # Whoever migrates need not be a superuser: the owner sees all rows while the policy is not forced.
    for table in ("messages", "conversations"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(_HIDE_OTHER_BRANCHES)
    for table in ("messages", "conversations"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.create_index(
        "ix_messages_shown",
        "messages",
        # The policy's condition, too: without statistics an index on it alone would be taken for the better one.
        ["organization_id", "conversation_id", sa.text("position DESC")],
        postgresql_where=sa.text("shown"),
    )
    op.create_index("ix_messages_siblings", "messages", ["conversation_id", "parent_id"])


def _conversations() -> None:
    op.add_column("conversations", sa.Column("temporary", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("conversations", sa.Column("title_origin", sa.String(), nullable=False, server_default="words"))
    op.create_index(
        "ix_conversations_temporary",
        "conversations",
        ["organization_id", "last_message_at"],
        postgresql_where=sa.text("temporary"),
    )


def _ratings() -> None:
    op.create_table(
        "message_ratings",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("reasons", ARRAY(sa.Text()), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("message_id", "person_id", name="pk_message_ratings"),
        sa.ForeignKeyConstraint(
            ["organization_id", "message_id"],
            ["messages.organization_id", "messages.id"],
            name="fk_message_ratings_organization_id_message_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "person_id"],
            ["people.organization_id", "people.id"],
            name="fk_message_ratings_organization_id_person_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_message_ratings_person_id", "message_ratings", ["organization_id", "person_id"])
    enable_tenancy("message_ratings")


def _queue() -> None:
    op.create_table(
        "queued_questions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("edits", sa.Uuid()),
        sa.Column("model_id", sa.Uuid()),
        sa.Column("model_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("attachment_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            name="fk_queued_questions_organization_id_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_queued_questions_next", "queued_questions", ["conversation_id", "place"])
    enable_tenancy("queued_questions")


def _preferences() -> None:
    op.create_table(
        "chat_preferences",
        sa.Column("organization_id", sa.Uuid(), sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
        # A person's id, or the organisation's own for what holds for all of its people.
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("suggestions", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "subject_id", name="pk_chat_preferences"),
    )
    enable_tenancy("chat_preferences")
