"""Documents that speak of the same as one: its most telling passages are searched for like questions."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.rights import require_document
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.retrieve import retrieve
from convosphere.features.knowledge.repository.chunks import list_chunks
from convosphere.features.knowledge.schemas.search import SimilarDocument, SimilarList
from convosphere.features.knowledge.types.searching import Retrieved, Wanted

# Its beginning and its middle: what a document is about stands there.
_ASKED: Final = 2
_CHARACTERS: Final = 600
_FOUND: Final = 30


async def find_similar(desk: SearchDesk, actor: Actor, document_id: UUID, *, limit: int) -> SimilarList:
    """Other documents, of all that the actor may read, the most alike first. No transaction may be open.

    Raises:
        NotFoundError: there is no such document for the actor.
        SearchUnavailableError: the index does not answer.
    """
    async with desk.platform.database.transaction(actor.organization_id) as session:
        document = (await require_document(session, actor, document_id)).document
        name, version_id, count = document.name, document.current_version_id, document.chunk_count
        if version_id is None:
            return SimilarList(items=[])
        chunks = [
            chunk
            for at in sorted({0, count // 2})[:_ASKED]
            for chunk in await list_chunks(session, version_id, after=at - 1, limit=1, indexed_only=True, enabled=True)
        ]
    questions = [f"{name} {chunk.text}"[:_CHARACTERS] for chunk in chunks]
    wanted = [Wanted(question, limit=_FOUND, rerank=False) for question in questions]
    found = await asyncio.gather(*(retrieve(desk, actor, each) for each in wanted))
    return SimilarList(items=_best(document_id, found)[:limit])


def _best(document_id: UUID, found: Sequence[Retrieved]) -> list[SimilarDocument]:
    scores: dict[UUID, float] = {}
    shown: dict[UUID, tuple[str, UUID, str]] = {}
    for each in found:
        best: dict[UUID, float] = {}
        for item in each.items:
            chunk = item.chunk
            if chunk.document_id != document_id:
                best[chunk.document_id] = max(best.get(chunk.document_id, 0.0), item.hit.score)
                shown[chunk.document_id] = (chunk.document_name, chunk.base_id, chunk.base_name)
        for other, score in best.items():
            scores[other] = scores.get(other, 0.0) + score / len(found)
    ranked = sorted(scores, key=lambda other: -scores[other])
    return [
        SimilarDocument(
            document_id=other,
            name=shown[other][0],
            base_id=shown[other][1],
            base_name=shown[other][2],
            score=round(scores[other], 4),
        )
        for other in ranked
    ]
