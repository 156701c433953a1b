"""In which conversation a model answered is kept beside its answers: whoever it is opened to finds all the models
that answered there, and not only those of its newest messages.
"""

from alembic import op

from convosphere.migrations.filling import fill

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# Empty where it stands for what is there: no row has a conversation yet, so nobody waits for it to be built.
_INDEX = """
CREATE INDEX IF NOT EXISTS ix_message_models_conversation
    ON message_models (conversation_id, model, created_at DESC, message_id DESC) WHERE conversation_id IS NOT NULL
"""
_KEEP = """
CREATE OR REPLACE FUNCTION keep_message_model() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO message_models (message_id, organization_id, owner_id, conversation_id, model, created_at)
    SELECT NEW.id, NEW.organization_id, owner_id, NEW.conversation_id,
           coalesce(CAST(NEW.model_id AS text), NEW.model_name), NEW.created_at
      FROM conversations WHERE id = NEW.conversation_id AND NOT temporary
    ON CONFLICT (message_id) DO UPDATE SET model = excluded.model WHERE message_models.model <> excluded.model;
    RETURN NULL;
END $$
"""
_FILL = """
UPDATE message_models SET conversation_id = message.conversation_id
  FROM messages message
 WHERE message.id = message_models.message_id AND message.conversation_id = ANY(:ids)
   AND message.role = 'assistant' AND message_models.conversation_id IS NULL
"""


def upgrade() -> None:
    op.execute("ALTER TABLE message_models ADD COLUMN IF NOT EXISTS conversation_id uuid")
    op.execute(_INDEX)
    op.execute(_KEEP)
    # What comes meanwhile says it by itself.
    fill("conversations", _FILL)
