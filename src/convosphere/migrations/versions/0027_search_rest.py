"""What the search keeps of a message is found in less time, and the same comes out; which model gave which answer lies
where the search looks, by the model's name where an answer came from elsewhere.
"""

import sqlalchemy as sa
from alembic import op

from convosphere.migrations.filling import fill
from convosphere.platform.database.urls import APP_ROLE

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# The text is taken apart once instead of once for each language: the words of `simple` are what the German and the
# English stemmer would get, at the same places (both count their stop words, too). What holds a digit is no word, and
# no language touches it. An entry that says nothing new is left out, and of two for one place the weightier stays.
_LEXEMES = """
CREATE OR REPLACE FUNCTION search_lexemes(owner uuid, content text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH found AS MATERIALIZED (
        SELECT lexeme, positions, lexeme !~ '[0-9]' AS is_word
          FROM unnest(to_tsvector('simple', search_fold(content)))),
    entries AS (
        SELECT lexeme, array_to_string(positions, 'A,') || 'A' AS places FROM found
         UNION ALL
        SELECT stem, array_to_string(positions, ',')
          FROM found, unnest(ts_lexize('german_stem', lexeme)) AS stem WHERE is_word AND stem <> lexeme
         UNION ALL
        SELECT stem, array_to_string(positions, ',')
          FROM found, unnest(ts_lexize('english_stem', lexeme)) AS stem WHERE is_word AND stem <> lexeme)
    SELECT coalesce(string_agg(quote_literal(right(owner::text, 8) || lexeme) || ':' || places, ' '), '')::tsvector
      FROM entries
$$
"""

_TIME = sa.DateTime(timezone=True)

# A table of its own, beside tenancy like the index: a column there would have had every row of the index written anew.
_KEEP = """
CREATE OR REPLACE FUNCTION keep_message_model() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO message_models (message_id, organization_id, owner_id, model, created_at)
    SELECT NEW.id, NEW.organization_id, owner_id, coalesce(CAST(NEW.model_id AS text), NEW.model_name), NEW.created_at
      FROM conversations WHERE id = NEW.conversation_id AND NOT temporary
    ON CONFLICT (message_id) DO UPDATE SET model = excluded.model WHERE message_models.model <> excluded.model;
    RETURN NULL;
END $$
"""
_TRIGGER = """
CREATE OR REPLACE TRIGGER keep_message_model AFTER INSERT OR UPDATE OF status, model_id, model_name ON messages
FOR EACH ROW
WHEN (NEW.role = 'assistant' AND NEW.status NOT IN ('pending', 'streaming')
      AND (NEW.model_id IS NOT NULL OR NEW.model_name IS NOT NULL))
EXECUTE FUNCTION keep_message_model()
"""
_FILL = """
INSERT INTO message_models (message_id, organization_id, owner_id, model, created_at)
SELECT message.id, message.organization_id, owner_id, coalesce(CAST(message.model_id AS text), model_name),
       message.created_at
  FROM messages message JOIN conversations ON conversations.id = conversation_id
 WHERE conversation_id = ANY(:ids) AND role = 'assistant' AND status NOT IN ('pending', 'streaming') AND NOT temporary
   AND (message.model_id IS NOT NULL OR model_name IS NOT NULL)
   FOR KEY SHARE OF message
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.execute(_LEXEMES)
    op.create_table(
        "message_models",
        sa.Column("message_id", sa.Uuid(), sa.ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        # The model's id; its provider's name for it where the answer was given elsewhere.
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        if_not_exists=True,
    )
    op.create_index(
        "ix_message_models_newest",
        "message_models",
        ["owner_id", "model", sa.text("created_at DESC"), sa.text("message_id DESC")],
        if_not_exists=True,
    )
    op.execute(_KEEP)
    op.execute(_TRIGGER)
    op.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON message_models FROM {APP_ROLE}")
    # What comes meanwhile is kept already.
    fill("conversations", _FILL)
