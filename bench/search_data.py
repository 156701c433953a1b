"""100,000 messages, made inside PostgreSQL in seconds: words of German and English, some of them everywhere, most of
them rare, as in real texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg

from convosphere.platform.database import EmbeddedPostgres

CONVERSATIONS = 10_000
LONG_CHAT = 5_000
MESSAGES = 100_000
# Of all messages; the rest belongs to the others.
OWN_SHARE = 0.85
# Conversations follow each other at this distance.
MINUTES_APART = 100

_WORDS = """
CREATE TEMP TABLE words AS
SELECT number AS number_of, CASE
    WHEN number <= 40 THEN (ARRAY['die', 'der', 'und', 'the', 'and', 'of', 'to', 'in', 'ist', 'is', 'das', 'ein', 'a',
        'mit', 'for', 'on', 'nicht', 'that', 'it', 'with', 'wie', 'was', 'are', 'ich', 'be', 'zu', 'auf', 'this', 'you',
        'von', 'by', 'er', 'from', 'or', 'sie', 'as', 'den', 'an', 'im', 'at'])[number]
    ELSE (SELECT string_agg((ARRAY['ba', 'ker', 'lin', 'to', 'mar', 'ge', 'schul', 'tung', 'ver', 'trag', 'pro',
        'jekt', 'plan', 'ra', 'so', 'ne', 'wal', 'der', 'in', 'fo', 'com', 'mit', 'tel', 'ung', 'al', 'en', 'st', 'ri',
        'pu', 'da', 'häu', 'kö', 'flü', 'gre', 'xi', 'que', 'obs', 'jung', 'zwi', 'ty'])
        [1 + ('x' || substr(md5(number || ':' || place), 1, 6))::bit(24)::int % 40], '')
        FROM generate_series(1, 2 + number % 4) AS place) END AS word
  FROM generate_series(1, 20000) AS number
"""

# A number between 0 and 1 that looks like chance and is the same in every run.
_CHANCE = """
CREATE FUNCTION pg_temp.chance(seed bigint) RETURNS float LANGUAGE sql IMMUTABLE AS
'SELECT (hashint8(seed) & 1048575) / 1048576.0'
"""

# The share of a word falls with its number (Zipf); a sentence has twelve words.
_SENTENCES = """
CREATE TEMP TABLE sentences AS
SELECT number, string_agg(word, ' ' ORDER BY place) AS sentence
  FROM (SELECT number, place, 1 + floor(exp(pg_temp.chance(number * 31 + place) * 9.9))::int AS pick
          FROM generate_series(1, 20000) AS number, generate_series(1, 12) AS place) AS picks
  JOIN words ON words.number_of = pick
 GROUP BY number
"""

_CONVERSATIONS = """
INSERT INTO conversations (id, organization_id, owner_id, title, created_at, updated_at, last_message_at)
SELECT gen_random_uuid(), %(organization)s, %(owner)s, substr(sentence, 1, 60), at, at, at
  FROM (SELECT sentence, now() - number * %(apart)s * interval '1 minute' AS at, number FROM sentences
         WHERE number <= %(count)s) AS made
"""

# Questions of a sentence, answers of up to eight, and in each a word that is nowhere else.
_MESSAGES = """
WITH chats AS MATERIALIZED (
    SELECT id, created_at, row_number() OVER (ORDER BY id) - 1 AS number FROM conversations
     WHERE owner_id = %(owner)s AND (CAST(%(chat)s AS uuid) IS NULL OR id = %(chat)s)),
parts AS (
    SELECT n, 1 + floor(pg_temp.chance(n * 37 + part + hashtext(%(owner)s::text)) * 20000)::int AS pick
      FROM generate_series(1, %(count)s) AS n, generate_series(0, n %% 2 * (n %% 15) / 2) AS part),
texts AS (SELECT n, string_agg(sentence, '. ') AS content FROM parts JOIN sentences ON number = pick GROUP BY n),
made AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, n, chats.id AS chat, created_at + n * interval '1 second' AS at, content
      FROM texts JOIN chats ON chats.number = n %% (SELECT count(*) FROM chats))
INSERT INTO messages (id, organization_id, conversation_id, parent_id, role, status, content, created_at, attempt,
                      event_number)
SELECT id, %(organization)s, chat, lag(id) OVER (PARTITION BY chat ORDER BY n),
       CASE row_number() OVER (PARTITION BY chat ORDER BY n) %% 2 WHEN 1 THEN 'user' ELSE 'assistant' END, 'completed',
       content || ' einzeln' || md5(n || %(owner)s::text), at, 0, 0
  FROM made ORDER BY n
"""

_LEAVES = """
UPDATE conversations SET leaf_id = last.id
  FROM (SELECT DISTINCT ON (conversation_id) conversation_id, id FROM messages ORDER BY conversation_id, position DESC)
       AS last
 WHERE last.conversation_id = conversations.id
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What the measurement asks for."""

    long_chat: UUID
    # Words from the most frequent to the rarest.
    words: Sequence[str]


def fill(data_dir: Path, owner_id: str, others: Sequence[str]) -> Made:
    """Fills the database of a running product. Blocks for half a minute."""
    urls = EmbeddedPostgres(data_dir).attach()
    with psycopg.connect(urls.owner_conninfo, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute(_CHANCE)
        connection.execute(_WORDS)
        connection.execute(_SENTENCES)
        for person, chats, messages in (
            (owner_id, CONVERSATIONS, int(MESSAGES * OWN_SHARE) - LONG_CHAT),
            *((other, 100, int(MESSAGES * (1 - OWN_SHARE) / len(others))) for other in others),
        ):
            row = connection.execute("SELECT organization_id FROM people WHERE id = %s", [person]).fetchone()
            assert row is not None  # noqa: S101 - they have just registered
            values = {"organization": row[0], "owner": person, "count": chats, "chat": None, "apart": MINUTES_APART}
            connection.execute(_CONVERSATIONS, values)
            connection.execute(_MESSAGES, values | {"count": messages})
        row = connection.execute(
            "SELECT id, organization_id FROM conversations WHERE owner_id = %s LIMIT 1", [owner_id]
        ).fetchone()
        assert row is not None  # noqa: S101 - made above
        values = {"organization": row[1], "owner": owner_id, "count": LONG_CHAT, "chat": row[0]}
        connection.execute(_MESSAGES, values)
        connection.execute(_LEAVES)
        connection.execute("VACUUM ANALYZE")
        words = [line[0] for line in connection.execute("SELECT word FROM words ORDER BY number_of")]
    return Made(row[0], words)
