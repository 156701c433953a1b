"""Passages for an answer: searched with the rights of whoever asks, with their neighbours, as many as have room."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from convosphere.engines.retrieval import Filters
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.chunks import neighbours
from convosphere.features.knowledge.actions.rights import READ
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.passages import as_passage
from convosphere.features.knowledge.actions.search.retrieve import retrieve
from convosphere.features.knowledge.actions.search.sources import Source
from convosphere.features.knowledge.repository.search import sources as repository
from convosphere.features.knowledge.types.chunks import LoadedChunk
from convosphere.features.knowledge.types.passages import Confidence, FoundPassage, Grounded
from convosphere.features.knowledge.types.searching import Ranked, Wanted

MOST_PASSAGES: Final = 8
_HITS: Final = 16
# What scores less than this part of the best one only takes room.
_LEAST_OF_BEST: Final = 0.35
_LEAST_CHARACTERS: Final = 1_500


async def ground(desk: SearchDesk, actor: Actor, sources: Collection[Source], question: str, room: int) -> Grounded:
    """What an answer to a question may rest on: of bases and documents those parts that the actor may read now.

    No transaction may be open. `room`: characters for all passages together; at least the best one is given.

    Raises:
        SearchUnavailableError: the index does not answer.
    """
    bases = frozenset(each.id for each in sources if each.kind == "base")
    documents = frozenset(each.id for each in sources if each.kind == "document")
    if not actor.may(READ):
        return Grounded(question, (), Confidence.NONE, "nothing_readable", 0, ())
    # Of whole bases only what holds now; a document that somebody chose is meant whatever its dates say.
    valid = Filters(valid_at=desk.platform.clock.now())
    found = await retrieve(desk, actor, Wanted(question, bases, documents, valid, limit=_HITS))
    async with desk.platform.database.transaction(actor.organization_id) as session:
        searched = await repository.count_readable(session, actor, bases, documents)
        asked = tuple(found.scopes.bases & bases) if bases else tuple(found.scopes.bases)
        if searched == 0:
            return Grounded(question, (), Confidence.NONE, "nothing_readable", 0, asked)
        if found.confidence is Confidence.NONE:
            return Grounded(question, (), Confidence.NONE, found.because, searched, asked)
        kept = _best(found.items)
        around = await neighbours(session, actor, [each.chunk.chunk_id for each in kept])
    passages = await asyncio.to_thread(fit_passages, kept, around, room)
    return Grounded(question, tuple(passages), found.confidence, found.because, searched, asked)


def _best(items: Sequence[Ranked]) -> list[Ranked]:
    if not items:
        return []
    top = max(each.hit.score for each in items)
    return [each for each in items if each.reranked is not None or each.hit.score >= top * _LEAST_OF_BEST]


def fit_passages(kept: Sequence[Ranked], around: Sequence[LoadedChunk], room: int) -> list[FoundPassage]:
    """The best hits first: each with what stands beside it as long as there is room, none twice, nor the same words of
    several documents: who writes something a hundred times takes the place of one passage.
    """
    by_place = {(each.version_id, each.ordinal): each for each in around}
    room = max(room, _LEAST_CHARACTERS)
    taken: set[UUID] = set()
    passages: list[FoundPassage] = []
    hits = {each.chunk.chunk_id for each in kept}
    said: set[str] = set()
    for each in kept:
        chunk = each.chunk
        words = " ".join((chunk.parent_text or chunk.text).split()).casefold()
        if words in said:
            continue
        if chunk.chunk_id in taken or chunk.parent_id in taken or len(passages) == MOST_PASSAGES:
            continue
        own = len(chunk.parent_text or chunk.text)
        if passages and own > room:
            continue
        pieces = [chunk]
        said.add(words)
        room -= own
        for step in (-1, 1) if chunk.parent_text is None else ():
            beside = by_place.get((chunk.version_id, chunk.ordinal + step))
            # A neighbour that was found, too, belongs here even where a stranger would have no room.
            if beside is None or beside.chunk_id in taken or (len(beside.text) > room and beside.chunk_id not in hits):
                continue
            pieces.append(beside)
            room -= len(beside.text)
        taken |= {piece.chunk_id for piece in pieces}
        if chunk.parent_id is not None and chunk.parent_text is not None:
            # Another child would bring the same text once more.
            taken.add(chunk.parent_id)
        passages.append(as_passage(chunk, pieces, each.hit.score))
    return passages
