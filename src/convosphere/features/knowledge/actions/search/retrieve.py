"""The way of every search: rights, vectors of the question, the index, texts under the policy, rerank, confidence.

Rights are looked up when it begins, go into the index's query, and are asked again by the statement that loads the
texts: whoever loses them in between finds nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import structlog

from convosphere.engines.retrieval import Correction, Filters, Hit, Query, RetrievalError, coverage
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.chunks import load_chunks
from convosphere.features.knowledge.actions.embedding.spaces import spaces_of
from convosphere.features.knowledge.actions.embedding.vectors import embed_query, rerank
from convosphere.features.knowledge.actions.rights import readable_scopes
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.sources import Source, name_sources
from convosphere.features.knowledge.errors.embedding import EmbeddingFailedError, RerankFailedError
from convosphere.features.knowledge.errors.search import SearchUnavailableError
from convosphere.features.knowledge.repository import folders
from convosphere.features.knowledge.rules.confidence import Judgement, judge, nearness, range_of
from convosphere.features.knowledge.rules.corrections import corrected
from convosphere.features.knowledge.types.access import Scopes
from convosphere.features.knowledge.types.chunks import LoadedChunk
from convosphere.features.knowledge.types.passages import Confidence
from convosphere.features.knowledge.types.searching import Corrected, Ranked, Retrieved, Wanted
from convosphere.features.knowledge.types.spaces import Space
from convosphere.features.models.types import CallContext, Purpose

# The reranker reads these, and no more of each.
MOST_RERANKED: Final = 30
_RERANKED_CHARACTERS: Final = 2_000
# The best passages say whether the question's words are there at all.
_JUDGED: Final = 3
# Rights may take hits away between the index and the texts; a few more than wanted make up for it.
_SPARE: Final = 10

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a search looks: `single` are documents asked for by themselves, `spaces` the vectors of each base.

    `filters` name the folders below those that were asked for, too.
    """

    scopes: Scopes
    bases: frozenset[UUID]
    single: frozenset[UUID]
    spaces: Mapping[UUID, Space | None]
    filters: Filters


async def retrieve(desk: SearchDesk, actor: Actor, wanted: Wanted) -> Retrieved:
    """What the actor may read that fits a question. No transaction may be open.

    Raises:
        ForbiddenError: the actor may not use knowledge at all.
        SearchUnavailableError: the index does not answer.
    """
    place = await _place(desk, actor, wanted)
    if not place.scopes.scopes:
        return Retrieved((), (), place.scopes, Confidence.NONE, "nothing_readable", {})
    vectors, failed = await _vectors(desk, actor, wanted, place)
    hits, total, corrections = await _search(desk, actor, wanted, place, vectors)
    found = await _loaded(desk, actor, place, hits)
    told = list[Corrected]()
    if corrections:
        question, told = await asyncio.to_thread(corrected, wanted.question, corrections, found)
        wanted = replace(wanted, question=question)
        if len(told) < len(corrections):
            # The index knows words by numbers, which two may share: with hundreds of neighbours and a hundred thousand
            # words that is so one time in twenty. What none of the texts says was not meant.
            hits, total, _ = await _search(desk, actor, wanted, place, vectors, forgiving=False)
            found = await _loaded(desk, actor, place, hits)
    found, asked, gave_up = await _rerank(desk, actor, wanted, found)
    verdict = await asyncio.to_thread(judge_found, wanted.question, found, place.spaces)
    return Retrieved(
        items=found[: wanted.limit],
        hits=hits,
        scopes=place.scopes,
        confidence=verdict.confidence,
        because=verdict.because,
        unembedded=failed,
        reranker=asked,
        rerank_failed=gave_up,
        total=total,
        question=wanted.question,
        corrections=told,
    )


async def _loaded(desk: SearchDesk, actor: Actor, place: _Place, hits: Sequence[Hit]) -> list[Ranked]:
    """The hits with their texts; without what has changed, or was taken away, since the index was asked."""
    async with desk.platform.database.transaction(actor.organization_id) as session:
        loaded = await load_chunks(session, actor, [hit.chunk_id for hit in hits])
    return [
        Ranked(loaded[hit.chunk_id], hit)
        for hit in hits
        if hit.chunk_id in loaded
        and loaded[hit.chunk_id].version_id == hit.version_id
        and loaded[hit.chunk_id].scope_id in place.scopes.scopes
    ]


async def _place(desk: SearchDesk, actor: Actor, wanted: Wanted) -> _Place:
    async with desk.platform.database.transaction(actor.organization_id) as session:
        known = await name_sources(session, actor, [Source("document", each) for each in wanted.documents])
        around = {named.base_id for named in known.values()}
        bases = None if wanted.bases is None else frozenset(wanted.bases | around)
        scopes = await readable_scopes(session, actor, bases)
        spaces = await spaces_of(session, actor.organization_id, scopes.bases) if scopes.bases else {}
        filters = wanted.filters
        if filters.folders:
            below = await folders.ids_below(session, filters.folders)
            # Of folders that are gone nothing is found, instead of everything.
            filters = replace(filters, folders={*filters.folders, *below})
    whole = scopes.bases if wanted.bases is None else scopes.bases & wanted.bases
    single = frozenset(source.id for source, named in known.items() if named.base_id not in whole)
    return _Place(scopes, whole, single, spaces, filters)


async def _vectors(
    desk: SearchDesk, actor: Actor, wanted: Wanted, place: _Place
) -> tuple[dict[UUID, Sequence[float]], dict[UUID, str]]:
    """The question in each space that is asked; and the bases that cannot be asked so, with the reason."""
    vectors: dict[UUID, Sequence[float]] = {}
    failed = {base_id: "no_embedder" for base_id, space in place.spaces.items() if space is None}
    for space in {space.id: space for space in place.spaces.values() if space is not None}.values():
        try:
            vectors[space.id] = await embed_query(desk.embedders, space, wanted.question, context=_context(actor))
        except EmbeddingFailedError as error:
            _log.warning("question_not_embedded", space_id=str(space.id), code=error.code)
            failed |= {base_id: error.code for base_id, each in place.spaces.items() if each == space}
    return vectors, failed


async def _search(
    desk: SearchDesk,
    actor: Actor,
    wanted: Wanted,
    place: _Place,
    vectors: Mapping[UUID, Sequence[float]],
    *,
    forgiving: bool = True,
) -> tuple[list[Hit], int | None, list[Correction]]:
    query = Query(
        organization_id=actor.organization_id,
        text=wanted.question,
        forgiving=forgiving,
        scopes=place.scopes.scopes,
        vectors=vectors,
        bases=place.bases,
        filters=place.filters,
        limit=max(wanted.limit, MOST_RERANKED if wanted.rerank else 0) + _SPARE,
        candidates=max(wanted.candidates, wanted.limit + _SPARE),
        fusion=wanted.fusion,
        language=wanted.language,
    )
    queries = [query] if place.bases else []
    if place.single:
        chosen = replace(_only(place.filters, place.single), valid_at=None)
        queries.append(replace(query, bases=None, filters=chosen))
    try:
        found = [await desk.index.search(each) for each in queries]
    except RetrievalError as error:
        _log.warning("search_failed", error=str(error), kind=type(error).__name__)
        raise SearchUnavailableError from error
    hits = sorted((hit for each in found for hit in each.hits), key=lambda hit: -hit.score)
    totals = [each.lexical_total_estimate for each in found if each.lexical_total_estimate is not None]
    # Of two questions both may have seen the same slip.
    corrections = {each.start: each for one in found for each in one.corrections}
    return hits, sum(totals) if totals else None, list(corrections.values())


def _only(filters: Filters, documents: frozenset[UUID]) -> Filters:
    asked = frozenset(filters.documents)
    return replace(filters, documents=documents & asked if asked else documents)


async def _rerank(
    desk: SearchDesk, actor: Actor, wanted: Wanted, found: list[Ranked]
) -> tuple[list[Ranked], bool, bool]:
    """The first ones in the reranker's order, the others behind them; whether one was asked, and whether it failed."""
    if not wanted.rerank or len(found) < 2:  # noqa: PLR2004 - one is in order
        return found, False, False
    first, rest = found[:MOST_RERANKED], found[MOST_RERANKED:]
    texts = [each.chunk.text[:_RERANKED_CHARACTERS] for each in first]
    try:
        scores = await rerank(desk.embedders, wanted.question, texts, context=_context(actor))
    except RerankFailedError as error:
        _log.warning("not_reranked", code=error.code)
        return found, True, True
    if scores is None:
        return found, False, False
    judged = [replace(each, reranked=score) for each, score in zip(first, scores, strict=True)]
    return [*sorted(judged, key=lambda each: -(each.reranked or 0.0)), *rest], True, False


def _context(actor: Actor) -> CallContext:
    return CallContext(actor.organization_id, Purpose.KNOWLEDGE, actor.person_id, api_key_id=actor.api_key_id)


def judge_found(question: str, found: Sequence[Ranked], spaces: Mapping[UUID, Space | None]) -> Judgement:
    """How well the best of it fits; see `rules/confidence.py`. Takes milliseconds."""
    if not found:
        return Judgement(Confidence.NONE, "nothing_found")
    best = found[:_JUDGED]
    near: float | None = None
    for each in best:
        space = spaces.get(each.chunk.base_id)
        if each.hit.dense is not None and space is not None:
            near = max(near or 0.0, nearness(each.hit.dense, range_of(space.name)))
    # Words that stand in three passages about different things say nothing: one of them has to hold them.
    covered = max(coverage(question, _read_with(each.chunk), each.chunk.language) for each in best)
    return judge(covered, near)


def _read_with(chunk: LoadedChunk) -> str:
    return " ".join([chunk.document_name, *chunk.heading_path, chunk.text])
