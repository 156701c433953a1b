"""The test bench: what each leg finds for a question, with settings of the moment. For editors of all bases asked."""

import asyncio
import time
from collections.abc import Callable, Sequence
from uuid import UUID

from convosphere.engines.retrieval import Fusion, FusionKind
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.retrieve import retrieve
from convosphere.features.knowledge.actions.search.search import show_passage
from convosphere.features.knowledge.schemas.bench import BenchHit, BenchIn, BenchOut, BenchSettings
from convosphere.features.knowledge.types import BaseRole
from convosphere.features.knowledge.types.searching import Ranked, Retrieved, Wanted


async def try_question(desk: SearchDesk, actor: Actor, asked: BenchIn) -> BenchOut:
    """Searches once and shows every step. No transaction may be open.

    Raises:
        NotFoundError, BaseReadOnlyError: the actor edits not all of the bases.
        SearchUnavailableError: the index does not answer.
    """
    async with desk.platform.database.transaction(actor.organization_id) as session:
        for base_id in dict.fromkeys(asked.bases):
            await get_base(session, actor, base_id, need=BaseRole.EDITOR)
    began = time.perf_counter()
    wanted = wanted_with(asked.question, asked.settings, frozenset(asked.bases))
    found = await retrieve(desk, actor, wanted)
    took = (time.perf_counter() - began) * 1_000
    return await asyncio.to_thread(_show, asked, found, took)


def wanted_with(question: str, settings: BenchSettings, bases: frozenset[UUID]) -> Wanted:
    """A search with these settings, all of whose candidates come back."""
    return Wanted(
        question,
        bases,
        limit=settings.candidates,
        candidates=settings.candidates,
        fusion=Fusion(FusionKind(settings.fusion), settings.lexical_weight),
        rerank=settings.rerank,
    )


def _show(asked: BenchIn, found: Retrieved, milliseconds: float) -> BenchOut:
    fused = {hit.chunk_id: place for place, hit in enumerate(found.hits)}
    in_order = sorted(found.items, key=lambda each: fused[each.chunk.chunk_id])
    reranked = None
    if found.reranker and not found.rerank_failed:
        judged = [each for each in found.items if each.reranked is not None]
        reranked = _leg(asked, judged, lambda each: each.reranked)
    return BenchOut(
        lexical=_leg(asked, _ranked(in_order, lambda each: each.hit.lexical_rank), lambda each: each.hit.lexical),
        dense=_leg(asked, _ranked(in_order, lambda each: each.hit.dense_rank), lambda each: each.hit.dense),
        fused=_leg(asked, in_order, lambda each: each.hit.score),
        reranked=reranked,
        rerank_failed=found.rerank_failed,
        lexical_only=list(found.unembedded),
        confidence=found.confidence,
        because=found.because,
        milliseconds=round(milliseconds, 1),
    )


def _ranked(items: Sequence[Ranked], rank: Callable[[Ranked], int | None]) -> list[Ranked]:
    placed = [(place, each) for each in items if (place := rank(each)) is not None]
    return [each for _, each in sorted(placed, key=lambda pair: pair[0])]


def _leg(asked: BenchIn, items: Sequence[Ranked], score: Callable[[Ranked], float | None]) -> list[BenchHit]:
    return [
        BenchHit(
            rank=place,
            score=score(each) or 0.0,
            document_id=each.chunk.document_id,
            document_name=each.chunk.document_name,
            base_id=each.chunk.base_id,
            passage=show_passage(asked.question, each),
        )
        for place, each in enumerate(items[: asked.limit], start=1)
    ]
