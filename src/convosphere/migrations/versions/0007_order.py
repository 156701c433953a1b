"""Order: folders, tags, pins, retention of the archive; the prompt library and chat templates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)

# `tag_ids` on the conversation is the truth, so that a row tells its tags by itself. This table only finds: it holds
# what the list sorts by, so that a page of a tag costs its rows and not the tag's.
_KEEP_TAGS = """
CREATE FUNCTION keep_conversation_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM conversation_tags WHERE conversation_id = NEW.id AND tag_id <> ALL (NEW.tag_ids);
    INSERT INTO conversation_tags (organization_id, tag_id, conversation_id, archived, last_message_at)
    SELECT NEW.organization_id, tag_id, NEW.id, NEW.archived_at IS NOT NULL, NEW.last_message_at
      FROM unnest(NEW.tag_ids) AS tag_id
    ON CONFLICT (tag_id, conversation_id)
    DO UPDATE SET archived = excluded.archived, last_message_at = excluded.last_message_at;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    _folders()
    _tags()
    _conversations()
    _retention()
    _prompts()
    _templates()


def _owned(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of things that a person owns; foreign keys look past policies, so they hold the organisation."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.UniqueConstraint("organization_id", "id", name=f"uq_{table}_organization_id_id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "owner_id"],
            ["people.organization_id", "people.id"],
            name=f"fk_{table}_organization_id_owner_id",
            ondelete="CASCADE",
        ),
    )
    enable_tenancy(table)


def _folders() -> None:
    _owned(
        "folders",
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "parent_id"],
            ["folders.organization_id", "folders.id"],
            name="fk_folders_organization_id_parent_id",
        ),
    )
    op.create_index("ix_folders_owner", "folders", ["organization_id", "owner_id", "parent_id"])


def _tags() -> None:
    _owned("tags", sa.Column("name", sa.Text(), nullable=False), sa.Column("colour", sa.Text()))
    op.create_index("uq_tags_name", "tags", ["organization_id", "owner_id", sa.text("lower(name)")], unique=True)
    op.create_table(
        "conversation_tags",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("last_message_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("tag_id", "conversation_id", name="pk_conversation_tags"),
        sa.ForeignKeyConstraint(
            ["organization_id", "tag_id"],
            ["tags.organization_id", "tags.id"],
            name="fk_conversation_tags_organization_id_tag_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_conversation_tags_conversation_id", "conversation_tags", ["conversation_id"])
    op.create_index(
        "ix_conversation_tags_list",
        "conversation_tags",
        ["tag_id", "archived", sa.text("last_message_at DESC"), sa.text("conversation_id DESC")],
    )
    enable_tenancy("conversation_tags")


def _conversations() -> None:
    op.add_column("conversations", sa.Column("folder_id", sa.Uuid()))
    op.add_column("conversations", sa.Column("pinned_at", _TIME))
    op.add_column(
        "conversations", sa.Column("tag_ids", ARRAY(sa.Uuid()), nullable=False, server_default=sa.text("'{}'"))
    )
    # Plain columns can be compared beneath a policy, function calls cannot: the list by title needs this one.
    op.add_column("conversations", sa.Column("title_key", sa.Text(), sa.Computed("lower(title)", persisted=True)))
    op.create_foreign_key(
        "fk_conversations_organization_id_folder_id",
        "conversations",
        "folders",
        ["organization_id", "folder_id"],
        ["organization_id", "id"],
    )
    archived, newest = sa.text("(archived_at IS NULL)"), [sa.text("last_message_at DESC"), sa.text("id DESC")]
    owner = ["organization_id", "owner_id"]
    op.create_index("ix_conversations_folder", "conversations", [*owner, "folder_id", archived, *newest])
    op.create_index("ix_conversations_title", "conversations", [*owner, archived, "title_key", "id"])
    op.create_index(
        "ix_conversations_pinned",
        "conversations",
        [*owner, archived, *newest],
        postgresql_where=sa.text("pinned_at IS NOT NULL"),
    )
    # PostgreSQL does not find `(archived_at IS NULL) = false` in the index of the list.
    op.create_index(
        "ix_conversations_archive",
        "conversations",
        [*owner, *newest],
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.create_index(
        "ix_conversations_archived",
        "conversations",
        ["organization_id", "archived_at"],
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.execute(_KEEP_TAGS)
    op.execute(
        "CREATE TRIGGER keep_tags AFTER UPDATE OF tag_ids, archived_at, last_message_at ON conversations FOR EACH ROW"
        " WHEN (NEW.tag_ids IS DISTINCT FROM OLD.tag_ids OR NEW.tag_ids <> '{}')"
        " EXECUTE FUNCTION keep_conversation_tags()"
    )
    op.execute(
        "CREATE TRIGGER keep_first_tags AFTER INSERT ON conversations FOR EACH ROW"
        " WHEN (NEW.tag_ids <> '{}') EXECUTE FUNCTION keep_conversation_tags()"
    )


def _retention() -> None:
    op.create_table(
        "archive_retention",
        sa.Column("organization_id", sa.Uuid(), sa.ForeignKey("organizations.id", ondelete="CASCADE")),
        sa.Column("days", sa.Integer()),
        sa.Column("since", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name="pk_archive_retention"),
        sa.CheckConstraint("days > 0", name="ck_archive_retention_days"),
    )
    enable_tenancy("archive_retention")


def _prompts() -> None:
    _owned(
        "prompts",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("command", sa.Text()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("tags", ARRAY(sa.Text()), nullable=False),
    )
    op.create_index("ix_prompts_page", "prompts", ["organization_id", "title", "id"])
    # A command means one thing to a person, and one thing to the organisation.
    op.create_index(
        "uq_prompts_own_command",
        "prompts",
        ["organization_id", "owner_id", "command"],
        unique=True,
        postgresql_where=sa.text("command IS NOT NULL AND visibility = 'private'"),
    )
    op.create_index(
        "uq_prompts_shared_command",
        "prompts",
        ["organization_id", "command"],
        unique=True,
        postgresql_where=sa.text("command IS NOT NULL AND visibility = 'organization'"),
    )


def _templates() -> None:
    _owned(
        "chat_templates",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("variables", JSONB(), nullable=False),
        sa.Column("model_id", sa.Uuid()),
        sa.Column("first_messages", JSONB(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
    )
    op.create_index("ix_chat_templates_page", "chat_templates", ["organization_id", "name", "id"])
