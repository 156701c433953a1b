"""Messages of conversations that others have opened: each of their owners is asked a question of their own, because
their lexemes begin with their keys.
"""

from typing import Any

from convosphere.features.chat.repository.search.asked import ScopedQuery, SearchScope

# Of each conversation at least so many are looked at by a broad question.
LEAST_OF_EACH = 20

ASKED = """
    unnest(CAST(:owners AS uuid[]), CAST(CAST(:owners_every AS text[]) AS tsquery[]),
           CAST(CAST(:owners_exact AS text[]) AS tsquery[]), CAST(CAST(:owners_some AS text[]) AS tsquery[]))
        AS asked (owner_id, every_of, exact_of, some_of)
"""
_COLUMNS = """
    message.message_id, message.conversation_id, message.role, message.created_at, message.lexemes,
    asked.every_of, asked.exact_of, asked.some_of, true
"""
# Of each owner only what is opened of theirs: the index of conversations says which, before a row of the table is read.
# A plain equation of owners would bring in their index of newest messages, which has all that they ever wrote.
_HITS = """
    SELECT {columns}
      FROM {asked}
      JOIN (SELECT owner_id, array_agg(id) AS ids
              FROM unnest(CAST(:joined AS uuid[]), CAST(:joined_owners AS uuid[])) AS one (id, owner_id)
             GROUP BY owner_id) AS opened ON opened.owner_id = asked.owner_id
     CROSS JOIN LATERAL (
           SELECT * FROM message_index message
            WHERE message.conversation_id = ANY(opened.ids) AND {condition}
              AND message.owner_id IS NOT DISTINCT FROM asked.owner_id AND message.lexemes @@ asked.every_of
            ORDER BY created_at + interval '0' DESC, message_id DESC LIMIT {most}) AS message
     ORDER BY message.created_at DESC, message.message_id DESC LIMIT {most}
"""
# The newest of each conversation, so many of each that together they are about as many as of one's own.
_BROAD_HITS = """
    SELECT {columns}
      FROM unnest(CAST(:joined AS uuid[]), CAST(:joined_owners AS uuid[])) AS one (id, owner_id)
      JOIN {asked} ON asked.owner_id = one.owner_id
     CROSS JOIN LATERAL (
           SELECT * FROM message_index message WHERE message.conversation_id = one.id AND {condition}
            ORDER BY created_at DESC, message_id DESC
            LIMIT greatest({least}, {walk} / cardinality(CAST(:joined AS uuid[])))) AS message
     WHERE message.lexemes @@ asked.every_of LIMIT {most}
"""
# The same among the answers of some models alone, however far apart they lie in a conversation.
_BROAD_ANSWERS = """
    SELECT {columns}
      FROM unnest(CAST(:joined AS uuid[]), CAST(:joined_owners AS uuid[])) AS one (id, owner_id)
      JOIN {asked} ON asked.owner_id = one.owner_id
     CROSS JOIN LATERAL (
           SELECT message.* FROM (SELECT DISTINCT unnest({names}) AS model) AS name
            CROSS JOIN LATERAL (
                  SELECT message.* FROM message_models answered CROSS JOIN LATERAL (
                         SELECT * FROM message_index WHERE message_id = answered.message_id OFFSET 0) AS message
                   WHERE answered.conversation_id = one.id AND answered.model = name.model AND {condition}
                   ORDER BY answered.created_at DESC, answered.message_id DESC
                   LIMIT greatest({least}, {walk} / cardinality(CAST(:joined AS uuid[])))) AS message
            ORDER BY created_at DESC, message_id DESC
            LIMIT greatest({least}, {walk} / cardinality(CAST(:joined AS uuid[])))) AS message
     WHERE message.lexemes @@ asked.every_of LIMIT {most}
"""
JOINED_HITS, JOINED_BROAD_HITS, JOINED_BROAD_ANSWERS = (
    statement.replace("{columns}", _COLUMNS).replace("{asked}", ASKED)
    for statement in (_HITS, _BROAD_HITS, _BROAD_ANSWERS)
)
# What a hit was asked stands beside it. As many are counted as were found at the place with more.
JOINED_COLUMNS = {
    "every": "hits.every_of",
    "exact": "hits.exact_of",
    "some": "hits.some_of",
    "count": "greatest(count(*) FILTER (WHERE hits.joined) OVER (), count(*) FILTER (WHERE NOT hits.joined) OVER ())",
}


_ALL = """
    SELECT own.*, CAST(:query AS tsquery) AS every_of, CAST(:exact AS tsquery) AS exact_of,
           CAST(:some AS tsquery) AS some_of, false AS joined
      FROM ({own}) AS own
     UNION ALL ({joined})
"""


def with_joined(own: str, joined: str) -> str:
    """The hits among one's own messages, and those among others'."""
    return _ALL.format(own=own, joined=joined)


def joined_values(scope: SearchScope, query: ScopedQuery) -> dict[str, Any]:
    """What the statements above are given."""
    return {
        "joined": [each.conversation_id for each in scope.joined],
        "joined_owners": [each.owner_id for each in scope.joined],
        "owners": list(query.joined),
        "owners_every": [each.every for each in query.joined.values()],
        "owners_exact": [each.exact for each in query.joined.values()],
        "owners_some": [each.some for each in query.joined.values()],
    }
