"""The search page: passages by document, filters, facets, pages."""

import asyncio
import base64
import binascii
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import orjson

from convosphere.engines.retrieval import Filters
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.recording import Searched, record_search
from convosphere.features.knowledge.actions.search.retrieve import retrieve
from convosphere.features.knowledge.repository.search import facets as repository
from convosphere.features.knowledge.rules.highlights import spans
from convosphere.features.knowledge.rules.passages import piece_of, quote_in
from convosphere.features.knowledge.schemas.search import (
    Correction,
    Facet,
    FacetValue,
    FoundDocument,
    LexicalOnly,
    PassageOut,
    SearchFilters,
    SearchIn,
    SearchOut,
    Span,
)
from convosphere.features.knowledge.types.searching import Ranked, Retrieved, Wanted
from convosphere.platform.clock import Clock
from convosphere.platform.errors import InvalidInputError
from convosphere.platform.i18n import has_text, translate

# So many passages are looked at, whatever page is asked for: pages and facets of one search tell of the same ones.
MOST_PASSAGES: Final = 150
_PASSAGES_SHOWN: Final = 3
_FACET_VALUES: Final = 12
_FACETS: Final = ("base", "folder", "tag", "kind", "language", "author")


async def search(desk: SearchDesk, actor: Actor, asked: SearchIn) -> SearchOut:
    """What the actor may read that fits a question. No transaction may be open.

    Raises:
        ForbiddenError: the actor may not use knowledge at all.
        SearchUnavailableError: the index does not answer.
        InvalidInputError: the cursor is none.
    """
    start = _start(asked.cursor)
    found = await retrieve(desk, actor, wanted(asked, desk.platform.clock))
    documents = _in_order(_by_document(found.items), asked.sort)
    page = documents[start : start + asked.limit]
    shown = await asyncio.to_thread(_show, found.question, page)
    counted: list[repository.FacetRow] = []
    async with desk.platform.database.transaction(actor.organization_id) as session:
        if start == 0:
            ids = [passages[0].chunk.document_id for passages in documents]
            counted = await repository.count_facets(session, ids, most=_FACET_VALUES)
        if asked.note and start == 0:
            await record_search(session, desk.platform.clock, _noted(actor, asked, found, len(documents)))
    more = len(documents) > start + asked.limit
    return SearchOut(
        items=shown,
        next_cursor=_cursor(start + asked.limit) if more else None,
        total=len(documents),
        more=len(found.items) == MOST_PASSAGES,
        facets=_facets(counted),
        confidence=found.confidence,
        because=found.because,
        reason=translate(f"chat.grounding.{found.because}", actor.locale),
        lexical_only=[_lexical_only(base_id, code, actor.locale) for base_id, code in found.unembedded.items()],
        reranked=found.reranker and not found.rerank_failed,
        corrections=[Correction(typed=each.typed, shown=each.shown) for each in found.corrections],
    )


def wanted(asked: SearchIn, clock: Clock) -> Wanted:
    """A search as it is put to the index."""
    bases = None if asked.bases is None else frozenset(asked.bases)
    return Wanted(
        asked.question, bases, filters=filters_of(asked.filters, clock), limit=MOST_PASSAGES, candidates=MOST_PASSAGES
    )


def filters_of(asked: SearchFilters, clock: Clock) -> Filters:
    """Filters as the index takes them."""
    return Filters(
        folders=asked.folders,
        tags_any=asked.tags_any,
        tags_all=asked.tags_all,
        media_kinds=[kind.value for kind in asked.kinds],
        languages=asked.languages,
        authors=asked.authors,
        date_from=asked.date_from,
        date_to=asked.date_to,
        documents=asked.documents,
        valid_at=None if asked.outdated else clock.now(),
    )


def _noted(actor: Actor, asked: SearchIn, found: Retrieved, documents: int) -> Searched:
    bases = found.scopes.bases if asked.bases is None else found.scopes.bases & frozenset(asked.bases)
    return Searched(
        actor.organization_id, actor.person_id, asked.question, tuple(bases), documents, found.confidence.value
    )


def _lexical_only(base_id: UUID, code: str, locale: str) -> LexicalOnly:
    title = f"errors.{code}.title"
    key = title if has_text(title) else "knowledge_search.no_embedder"
    return LexicalOnly(base_id=base_id, because=code, reason=translate(key, locale))


def _by_document(items: Sequence[Ranked]) -> list[list[Ranked]]:
    documents: dict[UUID, list[Ranked]] = {}
    for each in items:
        documents.setdefault(each.chunk.document_id, []).append(each)
    return list(documents.values())


def _in_order(documents: list[list[Ranked]], sort: str) -> list[list[Ranked]]:
    if sort == "date":
        return sorted(documents, key=lambda each: each[0].chunk.document_date, reverse=True)
    if sort == "name":
        return sorted(documents, key=lambda each: (each[0].chunk.document_name.lower(), each[0].chunk.document_id))
    return documents


def _show(question: str, documents: Sequence[Sequence[Ranked]]) -> list[FoundDocument]:
    return [
        FoundDocument(
            document_id=first.document_id,
            version_id=first.version_id,
            version_number=first.version_number,
            name=first.document_name,
            base_id=first.base_id,
            base_name=first.base_name,
            media_kind=first.media_kind,
            date=first.document_date,
            score=passages[0].hit.score,
            passages=[show_passage(question, each) for each in passages[:_PASSAGES_SHOWN]],
        )
        for passages in documents
        for first in (passages[0].chunk,)
    ]


def show_passage(question: str, ranked: Ranked) -> PassageOut:
    """A passage with the words of the question marked in it."""
    chunk, hit = ranked.chunk, ranked.hit
    found = spans(question, chunk.text, chunk.language)
    at, to, page = chunk.start, chunk.end, chunk.first_page
    if found:
        # Words that were asked for may stand on a later page than the first of it.
        quote = quote_in(chunk.text, [piece_of(chunk.chunk_id, chunk)], question)
        at, to, page = quote.start or at, quote.end or to, quote.page
    return PassageOut(
        chunk_id=chunk.chunk_id,
        ordinal=chunk.ordinal,
        heading=list(chunk.heading_path),
        first_page=chunk.first_page,
        last_page=chunk.last_page,
        text=chunk.text,
        marks=[Span(start=start, end=end) for start, end in found],
        at=at,
        to=to,
        page=page,
        start=chunk.start,
        end=chunk.end,
        kind=chunk.kind,
        score=hit.score,
        lexical=hit.lexical,
        dense=hit.dense,
        reranked=ranked.reranked,
    )


def _facets(rows: Sequence[repository.FacetRow]) -> list[Facet]:
    return [
        Facet(
            name=name,
            values=[
                FacetValue(key=row.key, label=row.label, count=row.documents, colour=row.colour)
                for row in rows
                if row.name == name
            ],
        )
        for name in _FACETS
        if any(row.name == name for row in rows)
    ]


def _cursor(start: int) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([start])).decode().rstrip("=")


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        (start,) = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return int(range(MOST_PASSAGES + 1)[start])
    except (ValueError, TypeError, IndexError, binascii.Error) as error:
        raise InvalidInputError(field="body.cursor", reason="invalid_cursor") from error
