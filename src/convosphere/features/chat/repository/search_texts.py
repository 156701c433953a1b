"""What a search shows, loaded under the policy, and the stems of words in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.repository.search import INDEXED_CHARACTERS, SearchScope
from convosphere.features.chat.tables import Conversation, Message


@dataclass(frozen=True, slots=True)
class TextRow:
    """A message's text (as far as it is in the index) with its conversation."""

    content: str
    title: str
    archived: bool


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A conversation found by its title."""

    conversation_id: UUID
    title: str
    archived: bool
    last_message_at: datetime


def _readable(scope: SearchScope) -> ColumnElement[bool]:
    """Conversations that may be found: the index gives ids away, texts are only those of these."""
    own = Conversation.owner_id == scope.owner_id
    return or_(own, Conversation.id.in_([each.conversation_id for each in scope.joined])) if scope.joined else own


def _archived(scope: SearchScope) -> ColumnElement[bool]:
    """Whether it lies in the archive: its owner's matter, and nobody else's."""
    return and_(Conversation.archived_at.is_not(None), Conversation.owner_id == scope.owner_id)


async def load_texts(session: AsyncSession, scope: SearchScope, message_ids: Sequence[UUID]) -> dict[UUID, TextRow]:
    """The texts of messages by id; what is gone meanwhile is missing."""
    query = (
        select(
            Message.id,
            func.left(Message.content, INDEXED_CHARACTERS),
            Conversation.title,
            _archived(scope),
        )
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.id.in_(message_ids), _readable(scope))
    )
    return {row[0]: TextRow(row[1], row[2], row[3]) for row in await session.execute(query)}


async def load_titles(session: AsyncSession, scope: SearchScope, conversation_ids: Sequence[UUID]) -> list[TitleRow]:
    """Conversations in the order of the ids."""
    query = select(Conversation.id, Conversation.title, _archived(scope), Conversation.last_message_at).where(
        Conversation.id.in_(conversation_ids), _readable(scope)
    )
    found = {row[0]: TitleRow(row[0], row[1], row[2], row[3]) for row in await session.execute(query)}
    return [found[each] for each in conversation_ids if each in found]


_STEMS = text(
    """
    SELECT word, (ts_lexize('german_stem', word))[1], (ts_lexize('english_stem', word))[1]
      FROM unnest(CAST(:words AS text[])) AS word
    """
)


async def stems_of(session: AsyncSession, words: Sequence[str]) -> dict[str, set[str]]:
    """The German and the English stem of each word (folded); a stop word has none."""
    rows = await session.execute(_STEMS, {"words": list(words)})
    return {row[0]: {stem for stem in row[1:] if stem} for row in rows}
