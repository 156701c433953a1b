"""What is looked for and where: the words of a question as the index would hold them, and whose messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.repository.access import who

# Of the conversations that others have opened, those with the newest messages are searched.
MOST_JOINED = 200


@dataclass(frozen=True, slots=True)
class Joined:
    """A conversation that somebody else has opened to the person who searches."""

    conversation_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Whose messages, and which of them; `joined`: beside those, the ones of these conversations."""

    organization_id: UUID
    owner_id: UUID
    joined: tuple[Joined, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    role: str | None = None
    conversation_id: UUID | None = None
    folder_id: UUID | None = None
    tag_id: UUID | None = None
    model_id: UUID | None = None
    model_name: str | None = None

    @property
    def key(self) -> str:
        """What the lexemes of this person begin with."""
        return key_of(self.owner_id)


def key_of(owner_id: UUID) -> str:
    """What the lexemes of somebody's messages begin with."""
    return str(owner_id)[-8:]


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """A question to the messages of one person, in the language of the index (text of a `tsquery`)."""

    every: str
    # Without begun words.
    exact: str
    # Any of its words.
    some: str


@dataclass(frozen=True, slots=True)
class ScopedQuery:
    """The same question to one's own messages and, by owner, to those of joined conversations."""

    own: IndexQuery
    joined: Mapping[UUID, IndexQuery]


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of the question as the index would hold it; no stem: a language has it on its list of stop words."""

    segment: int
    text: str
    position: int
    german: str | None
    english: str | None


# A plan that reads the whole index table is never right here, however many words a question lists. What others have
# opened to the person comes along: asking for it by itself would cost everybody a statement.
_ANALYSE = text(
    """
    WITH joined AS MATERIALIZED (
        SELECT found.id, found.owner_id
          FROM (SELECT DISTINCT conversation_id FROM conversation_members
                 WHERE subject_id = ANY(CAST(:subjects AS uuid[]))) AS opened
         CROSS JOIN LATERAL (
               SELECT id, owner_id, last_message_at FROM conversations
                WHERE id = opened.conversation_id AND owner_id <> :me OFFSET 0) AS found
         ORDER BY found.last_message_at DESC, found.id LIMIT :most)
    SELECT segment.number, word.lexeme, unnest(word.positions),
           (ts_lexize('german_stem', word.lexeme))[1], (ts_lexize('english_stem', word.lexeme))[1],
           (SELECT array_agg(id) FROM joined), (SELECT array_agg(owner_id) FROM joined),
           set_config('enable_seqscan', 'off', true)
      FROM unnest(CAST(:segments AS text[])) WITH ORDINALITY AS segment (content, number),
           unnest(to_tsvector('simple', search_fold(segment.content))) AS word
    """
)


async def analyse(
    session: AsyncSession, actor: Actor, segments: Sequence[str]
) -> tuple[list[WordRow], tuple[Joined, ...]]:
    """The words of each segment (numbered from 0) by segment and place; and, if there are any, the conversations that
    others have opened to the actor.
    """
    values = {"segments": list(segments), "most": MOST_JOINED, **who(actor)}
    rows = (await session.execute(_ANALYSE, values)).all()
    words = [WordRow(row[0] - 1, row[1], row[2], row[3], row[4]) for row in rows]
    pairs = zip(rows[0][5] or (), rows[0][6] or (), strict=True) if rows else ()
    joined = tuple(Joined(conversation_id, owner_id) for conversation_id, owner_id in pairs)
    return sorted(words, key=lambda word: (word.segment, word.position)), joined
