"""Passages: made from chunks that were found, kept with an answer, and read again for whoever goes on with it."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.chunks import load_chunks
from convosphere.features.knowledge.actions.rights import READ
from convosphere.features.knowledge.actions.search.sources import Source
from convosphere.features.knowledge.rules.passages import join_chunks, join_parent
from convosphere.features.knowledge.types.chunks import LoadedChunk
from convosphere.features.knowledge.types.passages import FoundPassage, Grounded

# `ground`, bound to this process's desk: actor, what to search, the question, room in characters.
Ground = Callable[[Actor, Collection[Source], str, int], Awaitable[Grounded]]


def as_passage(chunk: LoadedChunk, pieces: Sequence[LoadedChunk], score: float) -> FoundPassage:
    """A found chunk with its neighbours; of a child its parent's text, in which it is looked for as a whole."""
    around = None if chunk.parent is None else join_parent(chunk, chunk.parent)
    text, places = around or join_chunks(pieces)
    return FoundPassage(
        hit_id=chunk.chunk_id,
        document_id=chunk.document_id,
        version_id=chunk.version_id,
        base_id=chunk.base_id,
        title=chunk.document_name,
        heading=chunk.heading_path,
        page=chunk.first_page,
        text=text,
        pieces=places,
        score=score,
    )


def stored_passage(passage: FoundPassage) -> dict[str, Any]:
    """All of a passage but its text, so that its number keeps its meaning."""
    return {
        "hit": str(passage.hit_id),
        "document": str(passage.document_id),
        "version": str(passage.version_id),
        "base": str(passage.base_id),
        "title": passage.title,
        "heading": list(passage.heading),
        "page": passage.page,
        "chunks": [str(piece.chunk_id) for piece in passage.pieces],
        "score": round(passage.score, 6),
    }


async def reload_passages(
    session: AsyncSession, actor: Actor | None, stored: Sequence[Mapping[str, Any]]
) -> list[FoundPassage]:
    """Stored passages as the actor may read them now, under their numbers; what is no longer for them has no text."""
    ids = [UUID(each) for passage in stored for each in passage["chunks"]]
    known = await load_chunks(session, actor, ids) if actor is not None and actor.may(READ) and ids else {}
    passages: list[FoundPassage] = []
    for each in stored:
        chunks = [known[UUID(chunk)] for chunk in each["chunks"] if UUID(chunk) in known]
        hit = known.get(UUID(each["hit"]))
        if hit is not None:
            passages.append(as_passage(hit, chunks, each["score"]))
            continue
        passages.append(
            FoundPassage(
                hit_id=UUID(each["hit"]),
                document_id=UUID(each["document"]),
                version_id=UUID(each["version"]),
                base_id=UUID(each["base"]),
                title=each["title"],
                heading=tuple(each["heading"]),
                page=each["page"],
                text="",
                pieces=(),
                score=each["score"],
            )
        )
    return passages
