"""Asks Weaviate, and PostgreSQL whether what it found may still be found."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from convosphere.engines.retrieval import spaces
from convosphere.engines.retrieval.analysis import asked_terms
from convosphere.engines.retrieval.fusion import Candidate, fuse
from convosphere.engines.retrieval.permission import Untold, allowed, untold
from convosphere.engines.retrieval.types import Found, Hit, Query
from convosphere.engines.retrieval.vectors import checked
from convosphere.engines.retrieval.weaviate.collections import Collections
from convosphere.engines.retrieval.weaviate.connection import Connection
from convosphere.engines.retrieval.weaviate.objects import permitted
from convosphere.platform.database import Database

if TYPE_CHECKING:
    from weaviate import WeaviateAsyncClient

# The only place where hybrid search tells the scores of its two legs.
_KEYWORD: Final = re.compile(r"Result Set keyword[^)]*\) Document \S+ original score ([-+.\deE]+)")
_VECTOR: Final = re.compile(r"Result Set vector[^)]*\) Document \S+ original score ([-+.\deE]+)")
# Whole words count more than parts of compounds.
_PROPERTIES: Final = ("words^2", "parts")
_LONGEST_QUESTION: Final = 10_000
_NAMES: Final = ("chunk", "document", "version", "space")


@dataclass(frozen=True, slots=True)
class _Seen:
    """An object that was found, with its legs' scores."""

    candidate: Candidate
    document_id: UUID
    version_id: UUID


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with its terms, and with what Weaviate does not know yet."""

    query: Query
    words: str
    untold: Untold


class Searcher:
    """Answers questions."""

    def __init__(self, connection: Connection, collections: Collections, database: Database) -> None:
        self._connection = connection
        self._collections = collections
        self._database = database

    async def search(self, query: Query) -> Found:
        """Hybrid in each space that is asked; by words alone in those that are not."""
        words = " ".join(asked_terms(query.text[:_LONGEST_QUESTION], query.language))
        vectors = {space_id: checked(vector) for space_id, vector in query.vectors.items()}
        async with self._database.transaction(None) as session:
            known = await spaces.dimensions_of(session, query.organization_id, None)
            asked = _Asked(query, words, await untold(session, query))
        spaces.check_dimensions(vectors, known)
        # The spaces may be known from another index, or an empty server stands in for the one that knew them.
        for dimension in set(known.values()):
            await self._collections.make(query.organization_id, dimension)
        vectors = {space_id: vector for space_id, vector in vectors.items() if space_id in known}
        requests = [self._by_vector(asked, space_id, known[space_id], vector) for space_id, vector in vectors.items()]
        if words:
            others = {space_id: known[space_id] for space_id in known if space_id not in vectors}
            requests += [self._by_words(asked, others, dimension) for dimension in set(others.values())]
        found = [seen for part in await asyncio.gather(*map(self._connection.call, requests)) for seen in part]
        allowed = await self._still_allowed(query, found)
        # A chunk that was compared, and found by its words in another space, too, is weighed as compared.
        compared = {seen.candidate.chunk_id for seen in found if seen.candidate.space_id is not None}
        kept = [
            seen
            for seen in found
            if (seen.candidate.chunk_id, seen.version_id) in allowed
            and (seen.candidate.space_id is not None or seen.candidate.chunk_id not in compared)
        ]
        by_chunk = {seen.candidate.chunk_id: seen for seen in kept}
        fused = fuse([seen.candidate for seen in kept], query.fusion, by_words=bool(words), by_vectors=bool(vectors))
        hits = [
            Hit(
                each.candidate.chunk_id,
                by_chunk[each.candidate.chunk_id].document_id,
                by_chunk[each.candidate.chunk_id].version_id,
                each.score,
                each.candidate.lexical,
                each.candidate.dense,
                each.lexical_rank,
                each.dense_rank,
            )
            for each in fused[: query.limit]
        ]
        return Found(hits)

    def _by_vector(
        self, asked: _Asked, space_id: UUID, dimension: int, vector: list[float]
    ) -> Callable[["WeaviateAsyncClient"], Awaitable[list[_Seen]]]:
        async def ask(client: "WeaviateAsyncClient") -> list[_Seen]:
            query = asked.query
            place, classes = self._collections.of(client, query.organization_id, dimension), self._classes()
            by = classes.Filter
            given: dict[str, Any] = {
                "limit": max(query.candidates, query.limit),
                "filters": permitted(by, query, asked.untold) & by.by_property("space").equal(str(space_id)),
                "return_properties": list(_NAMES),
            }
            if not asked.words:
                told = classes.MetadataQuery(distance=True)
                near = await place.query.near_vector(vector, return_metadata=told, **given)
                return [_seen(each, None, 1.0 - (each.metadata.distance or 0.0)) for each in near.objects]
            both = await place.query.hybrid(
                asked.words,
                vector=vector,
                # Both legs are asked whatever they weigh; the weights are ours, so that both indexes rank alike.
                alpha=0.5,
                query_properties=list(_PROPERTIES),
                fusion_type=classes.HybridFusion.RELATIVE_SCORE,
                return_metadata=classes.MetadataQuery(score=True, explain_score=True),
                **given,
            )
            return [
                _seen(each, _score(_KEYWORD, each.metadata.explain_score), _score(_VECTOR, each.metadata.explain_score))
                for each in both.objects
            ]

        return ask

    def _by_words(
        self, asked: _Asked, others: Mapping[UUID, int], dimension: int
    ) -> Callable[["WeaviateAsyncClient"], Awaitable[list[_Seen]]]:
        async def ask(client: "WeaviateAsyncClient") -> list[_Seen]:
            query = asked.query
            place, classes = self._collections.of(client, query.organization_id, dimension), self._classes()
            by = classes.Filter
            here = [str(space_id) for space_id, length in others.items() if length == dimension]
            found = await place.query.bm25(
                asked.words,
                query_properties=list(_PROPERTIES),
                limit=max(query.candidates, query.limit),
                filters=permitted(by, query, asked.untold) & by.by_property("space").contains_any(here),
                return_metadata=classes.MetadataQuery(score=True),
                return_properties=list(_NAMES),
            )
            return [_seen(each, each.metadata.score, None, compared=False) for each in found.objects]

        return ask

    def _classes(self) -> Any:  # noqa: ANN401 - of a package that is loaded only when there is a server
        return self._connection.package.classes.query

    async def _still_allowed(self, query: Query, found: list[_Seen]) -> set[tuple[UUID, UUID]]:
        """Chunks with their versions that are permitted by what PostgreSQL knows at this moment."""
        if not found:
            return set()
        async with self._database.transaction(None) as session:
            return await allowed(
                session, query, [(seen.candidate.chunk_id, seen.document_id, seen.version_id) for seen in found]
            )


def _seen(found: Any, lexical: float | None, dense: float | None, *, compared: bool = True) -> _Seen:  # noqa: ANN401 - see above
    ids = {name: UUID(str(found.properties[name])) for name in _NAMES}
    candidate = Candidate(ids["chunk"], ids["space"] if compared else None, lexical, dense)
    return _Seen(candidate, ids["document"], ids["version"])


def _score(leg: re.Pattern[str], explanation: str | None) -> float | None:
    told = leg.search(explanation or "")
    return None if told is None else float(told[1])
