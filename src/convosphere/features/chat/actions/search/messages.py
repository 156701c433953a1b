"""Searching in messages: first exactly what was typed, and forgivingly only when that finds next to nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval import can_be_mistyped, neighbours
from convosphere.features.accounts.types import Actor
from convosphere.features.chat.actions.search import cursor as cursors
from convosphere.features.chat.actions.search.question import Question, question_of, segments_of
from convosphere.features.chat.actions.search.snippet import Marker, Piece, fold
from convosphere.features.chat.repository import search as index
from convosphere.features.chat.repository import search_texts as texts
from convosphere.features.chat.repository.search import Joined, MatchRow, Part, SearchScope, Way
from convosphere.features.chat.schemas.search import MessageHit, MessageHits, MessageSearch, SearchSort, SnippetPart
from convosphere.features.chat.types import MessageRole
from convosphere.platform.context import Platform

# Fewer hits than this make the search forgiving.
FEW = 3
# Words of one question whose neighbours are asked for; each costs some milliseconds.
MOST_CORRECTED = 3
# Neighbours taken for one word: with more of them the word is no slip, but short.
MOST_NEIGHBOURS = 8

Corrections = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Found:
    matches: list[MatchRow]
    question: Question
    # What the next page has to know.
    relaxed: bool
    broad: bool
    corrections: Corrections
    complete: bool


async def search_messages(
    session: AsyncSession, platform: Platform, actor: Actor, wanted: MessageSearch
) -> MessageHits:
    """A page of the messages that match, with the place that shows why: of the actor's conversations and of those that
    others have opened to them.

    Raises:
        InvalidInputError: the cursor is none of ours.
    """
    actor.require("chat.read")
    place = None if wanted.cursor is None else cursors.decode(wanted.cursor)
    as_of = platform.clock.now() if place is None else place.as_of
    question, joined = await ask(session, actor, wanted.q)
    if not question.wanted:
        return MessageHits(items=[], next_cursor=None, corrections=[], complete=True)
    scope = _scope(actor, wanted, joined)
    search = _Search(session, scope, wanted, as_of, place)
    found = await search.run(question)
    page = found.matches[: wanted.limit]
    following = None
    if len(found.matches) > wanted.limit:
        last = page[-1]
        following = cursors.encode(
            cursors.Place(as_of, found.relaxed, found.broad, last.score, last.created_at, last.message_id)
        )
    items = await _shown(session, scope, found.question, page)
    return MessageHits(
        items=items,
        next_cursor=following,
        corrections=_as_written(found.corrections, items),
        complete=found.complete,
    )


async def ask(session: AsyncSession, actor: Actor, typed: str) -> tuple[Question, tuple[Joined, ...]]:
    """What the actor typed as a question to the index, and the conversations of others that they may ask it of, too."""
    segments = segments_of(typed)
    words, joined = await index.analyse(session, actor, [segment.text for segment in segments])
    return question_of(segments, words), joined


def _scope(actor: Actor, wanted: MessageSearch, joined: tuple[Joined, ...]) -> SearchScope:
    if wanted.folder is not None or wanted.tag is not None:
        # These hold one's own conversations only.
        joined = ()
    if wanted.conversation is not None:
        joined = tuple(each for each in joined if each.conversation_id == wanted.conversation)
    return SearchScope(
        actor.organization_id,
        actor.person_id,
        joined,
        since=wanted.since,
        until=wanted.until,
        role=wanted.role,
        conversation_id=wanted.conversation,
        folder_id=wanted.folder,
        tag_id=wanted.tag,
        model_id=wanted.model,
        model_name=wanted.model_name,
    )


class _Search:
    """One request; tries harder step by step."""

    def __init__(
        self,
        session: AsyncSession,
        scope: SearchScope,
        wanted: MessageSearch,
        as_of: datetime,
        place: cursors.Place | None,
    ) -> None:
        self._session = session
        self._scope = scope
        self._wanted = wanted
        self._as_of = as_of
        self._place = place
        self._part = Part.ALL

    async def run(self, question: Question) -> _Found:
        """The page behind the place, found the same way as the page before."""
        self._part = await index.size_up(self._session, self._scope, self._as_of)
        if self._place is not None:
            corrections = await self._corrections(question) if self._place.relaxed else {}
            asked = question.relaxed(corrections) if self._place.relaxed else question
            return await self._find(asked, corrections, relaxed=self._place.relaxed, broad=self._place.broad)
        found = await self._find(question, {}, relaxed=False, broad=question.broad)
        if found.broad and not self._whole and len(found.matches) <= self._wanted.limit:
            found = await self._find(question, {}, relaxed=False, broad=False)
        if len(found.matches) >= FEW:
            return found
        corrections = await self._corrections(question)
        relaxed = question.relaxed(corrections)
        return found if relaxed == question else await self._find(relaxed, corrections, relaxed=True, broad=False)

    @property
    def _whole(self) -> bool:
        """Whether looking at the newest messages is looking at all; of joined conversations that is not known."""
        return self._part is Part.FEW and not self._scope.joined

    async def _find(self, question: Question, corrections: Corrections, *, relaxed: bool, broad: bool) -> _Found:
        query = question.for_scope(self._scope)
        limit = self._wanted.limit + 1
        way = Way(broad or self._whole, self._part)
        if self._wanted.sort is SearchSort.NEWEST:
            last = None if self._place is None else (self._place.created_at, self._place.message_id)
            matches, _ = await index.find_newest(
                self._session, self._scope, query, as_of=self._as_of, after=last, limit=limit, way=way
            )
            if broad and not self._whole and self._place is not None and len(matches) < limit:
                # Not enough among the newest behind the place: now among all.
                return await self._find(question, corrections, relaxed=relaxed, broad=False)
            return _Found(matches, question, relaxed, broad, corrections, complete=True)
        after = None if self._place is None else (self._place.score, self._place.message_id)
        matches, count = await index.find_ranked(
            self._session, self._scope, query, as_of=self._as_of, after=after, limit=limit, way=way
        )
        complete = (self._whole or not broad) and count < index.RANKED_HITS
        return _Found(matches, question, relaxed, broad, corrections, complete)

    async def _corrections(self, question: Question) -> Corrections:
        """For words that this person's messages do not have: those that they have, one slip away."""
        key = self._scope.key
        words = {
            term.words[0].text: term
            for term in question.wanted
            if len(term.words) == 1 and not term.quoted and can_be_mistyped(term.words[0].text)
        }
        typed = list(words)
        alone = [Question((words[word],)).for_index(key).every for word in typed]
        there = await index.known(self._session, self._scope, alone) if typed else set()
        unknown = [word for number, word in enumerate(typed) if number not in there][:MOST_CORRECTED]
        near = [(word, other) for word in unknown for other in neighbours(word, unfinished=words[word].unfinished)]
        if not near:
            return {}
        begun = {word: ":*" if words[word].unfinished else "" for word in unknown}
        hits = await index.known(self._session, self._scope, [f"'{key}{other}'{begun[word]}" for word, other in near])
        found: dict[str, list[str]] = {}
        for number in sorted(hits):
            word, other = near[number]
            found.setdefault(word, []).append(other)
        return {word: others[:MOST_NEIGHBOURS] for word, others in found.items()}


async def _shown(
    session: AsyncSession, scope: SearchScope, question: Question, matches: Sequence[MatchRow]
) -> list[MessageHit]:
    """The hits with their texts; what was deleted since the index was asked is left out."""
    if not matches:
        return []
    found = await texts.load_texts(session, scope, [match.message_id for match in matches])
    marker = Marker(question)
    readings = {message_id: marker.read(text.content) for message_id, text in found.items()}
    doubtful = marker.doubtful(readings.values())
    stems = await texts.stems_of(session, sorted(doubtful)) if doubtful else {}
    return [
        MessageHit(
            message_id=match.message_id,
            conversation_id=match.conversation_id,
            conversation_title=text.title,
            conversation_archived=text.archived,
            role=MessageRole(match.role),
            created_at=match.created_at,
            snippet=parts(marker.snippet(readings[match.message_id], stems)),
            score=match.score / 1_000_000,
        )
        for match in matches
        if (text := found.get(match.message_id)) is not None
    ]


def _as_written(corrections: Corrections, hits: Sequence[MessageHit]) -> list[str]:
    """The corrections as the hits spell them: the index has forgotten accents and capitals, and of an unfinished word
    it knows the beginning only."""
    spelled = {fold(part.text): part.text for hit in reversed(hits) for part in hit.snippet if part.hit}
    words = {word for others in corrections.values() for word in others}
    begun = {word: next((text for folded, text in spelled.items() if folded.startswith(word)), word) for word in words}
    return sorted({spelled.get(word, begun[word]) for word in words})


def parts(pieces: Sequence[Piece]) -> list[SnippetPart]:
    """A snippet as the API shows it."""
    return [SnippetPart(text=piece.text, hit=piece.hit) for piece in pieces]
