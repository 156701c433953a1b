"""Search: index tables beside tenancy, kept by triggers; German and English (docs/decisions/0032)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from convosphere.platform.database.urls import APP_ROLE

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)

# Letters without accents in lower case, ß as ss, everything else of ASCII and Latin-1 a blank: the parser then sees
# words only, no addresses, file names or numbers with points. By hand, because `unaccent` is not in every PostgreSQL;
# after decomposing, `lower` needs no locale for Latin letters.
_FOLD = r"""
CREATE FUNCTION search_fold(content text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(
        replace(lower(regexp_replace(normalize(content, NFKD), '[\u0300-\u036f]', '', 'g')), 'ß', 'ss'),
        '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7]+',
        ' ', 'g')
$$
"""

# Every word as it is written (weight A, stop words too) and its German and English stems, at their places. Each
# lexeme begins with the owner's key: within the index every person has a part of their own, so that a search costs
# the hits of one person and not those of everybody, and a prefix cannot reach over.
_LEXEMES = """
CREATE FUNCTION search_lexemes(owner uuid, content text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH folded AS MATERIALIZED (SELECT search_fold(content) AS words),
    found AS (
        SELECT lexeme, unnest(positions) AS place, 'A' AS weight FROM folded, unnest(to_tsvector('simple', words))
         UNION ALL
        SELECT lexeme, unnest(positions), '' FROM folded, unnest(to_tsvector('german', words))
         UNION ALL
        SELECT lexeme, unnest(positions), '' FROM folded, unnest(to_tsvector('english', words))),
    merged AS (SELECT lexeme, place, max(weight) AS weight FROM found GROUP BY lexeme, place),
    entries AS (
        SELECT quote_literal(right(owner::text, 8) || lexeme) || ':' || string_agg(place || weight, ',') AS entry
          FROM merged GROUP BY lexeme)
    SELECT coalesce(string_agg(entry, ' '), '')::tsvector FROM entries
$$
"""

# A text search vector holds at most 1 MB: of a very long message the beginning is found, and if even that is too much
# (no language is like that) nothing; the message itself is never refused because of its index.
_KEEP_MESSAGE = """
CREATE FUNCTION keep_message_index() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owner uuid;
    found tsvector := '';
BEGIN
    IF NEW.status NOT IN ('pending', 'streaming') AND NEW.content <> '' THEN
        SELECT owner_id INTO owner FROM conversations
         WHERE id = NEW.conversation_id AND NOT temporary;
    END IF;
    IF owner IS NOT NULL THEN
        BEGIN
            found := search_lexemes(owner, left(NEW.content, 50000));
        EXCEPTION WHEN program_limit_exceeded THEN
            found := '';
        END;
    END IF;
    IF found = '' THEN
        DELETE FROM message_index WHERE message_id = NEW.id;
        RETURN NULL;
    END IF;
    INSERT INTO message_index (message_id, organization_id, owner_id, conversation_id, role, created_at, lexemes)
    VALUES (NEW.id, NEW.organization_id, owner, NEW.conversation_id, NEW.role, NEW.created_at, found)
    ON CONFLICT (message_id) DO UPDATE SET lexemes = excluded.lexemes, created_at = excluded.created_at;
    RETURN NULL;
END $$
"""

_KEEP_CONVERSATION = """
CREATE FUNCTION keep_conversation_index() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found tsvector := '';
BEGIN
    IF NOT NEW.temporary THEN
        found := search_lexemes(NEW.owner_id, left(NEW.title, 1000));
    END IF;
    IF found = '' THEN
        DELETE FROM conversation_index WHERE conversation_id = NEW.id;
        RETURN NULL;
    END IF;
    INSERT INTO conversation_index (conversation_id, organization_id, owner_id, lexemes)
    VALUES (NEW.id, NEW.organization_id, NEW.owner_id, found)
    ON CONFLICT (conversation_id) DO UPDATE SET lexemes = excluded.lexemes;
    RETURN NULL;
END $$
"""

_TRIGGERS = (
    """
    CREATE TRIGGER index_new_message AFTER INSERT ON messages FOR EACH ROW
    WHEN (NEW.status NOT IN ('pending', 'streaming')) EXECUTE FUNCTION keep_message_index()
    """,
    # What is saved while an answer is written costs nothing here.
    """
    CREATE TRIGGER index_changed_message AFTER UPDATE OF status, content ON messages FOR EACH ROW
    WHEN ((OLD.status NOT IN ('pending', 'streaming') OR NEW.status NOT IN ('pending', 'streaming'))
          AND (OLD.status, OLD.content) IS DISTINCT FROM (NEW.status, NEW.content))
    EXECUTE FUNCTION keep_message_index()
    """,
    """
    CREATE TRIGGER index_new_conversation AFTER INSERT ON conversations FOR EACH ROW
    WHEN (NEW.title <> '') EXECUTE FUNCTION keep_conversation_index()
    """,
    """
    CREATE TRIGGER index_renamed_conversation AFTER UPDATE OF title ON conversations FOR EACH ROW
    WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION keep_conversation_index()
    """,
)

FILL = (
    """
    INSERT INTO message_index (message_id, organization_id, owner_id, conversation_id, role, created_at, lexemes)
    SELECT * FROM (
        SELECT message.id, message.organization_id, owner_id, conversation_id, role, message.created_at,
               search_lexemes(owner_id, left(content, 50000)) AS lexemes
          FROM messages message JOIN conversations ON conversations.id = conversation_id
         WHERE status NOT IN ('pending', 'streaming') AND NOT temporary) AS found
     WHERE lexemes <> ''
    """,
    """
    INSERT INTO conversation_index (conversation_id, organization_id, owner_id, lexemes)
    SELECT * FROM (SELECT id, organization_id, owner_id, search_lexemes(owner_id, left(title, 1000)) AS lexemes
                     FROM conversations WHERE NOT temporary) AS found
     WHERE lexemes <> ''
    """,
)


def upgrade() -> None:
    for function in (_FOLD, _LEXEMES, _KEEP_MESSAGE, _KEEP_CONVERSATION):
        op.execute(function)
    _tables()
    _fill()
    _indexes()
    for trigger in _TRIGGERS:
        op.execute(trigger)
    # Only the triggers write here: no forgotten or wrong line of the application can.
    for table in ("message_index", "conversation_index"):
        op.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}")


def _tables() -> None:
    op.create_table(
        "message_index",
        sa.Column("message_id", sa.Uuid(), sa.ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("lexemes", TSVECTOR(), nullable=False),
    )
    op.create_table(
        "conversation_index",
        sa.Column(
            "conversation_id", sa.Uuid(), sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("lexemes", TSVECTOR(), nullable=False),
    )


def _fill() -> None:
    """What is there already. The owner of the tables is bound by their policies; for this moment it is not."""
    for table in ("conversations", "messages"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for statement in FILL:
        op.execute(statement)
    for table in ("conversations", "messages"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _indexes() -> None:
    for table in ("message_index", "conversation_index"):
        # A short list of what is not sorted in yet: every search walks through all of it.
        op.execute(
            f"CREATE INDEX ix_{table}_lexemes ON {table} USING gin (lexemes) WITH (gin_pending_list_limit = 256)"
        )
    op.create_index(
        "ix_message_index_newest", "message_index", ["owner_id", sa.text("created_at DESC"), sa.text("message_id DESC")]
    )
