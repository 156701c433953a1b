"""Fills an index with a collection and asks all of its questions: by words, by vectors, and by both."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text

from bench.embedders import Embedder
from bench.fusing import FUSIONS, fused_anew
from bench.ranking import Collection, Question, mean_reciprocal_rank, ndcg, recall
from convosphere.engines.retrieval import ChunkEntry, DocumentEntry, Fusion, Hit, Query, RetrievalIndex
from convosphere.engines.retrieval.postgres.statistics import add_up
from convosphere.platform.database import Database

DEPTH: Final = 100
AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one way to search; `by_question`: nDCG@10 of each question, in the collection's order."""

    name: str
    ndcg: float
    recall: float
    mrr: float
    by_question: Sequence[float]


@dataclass(frozen=True, slots=True)
class Measures:
    """Of all ways to search. Without an embedder there are neither vectors nor fusions.

    `fused` is the product's own fusion, asked of the index; `fusions` are others, reckoned from its candidates.
    `hits`: what the index found for each question, by its id (the best first, all candidates).
    """

    plain: Measured
    words: Measured
    vectors: Measured | None
    fused: Measured | None
    fusions: Mapping[Fusion, Measured]
    hits: Mapping[str, Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A collection in an index. `names`: the collection's ids by the index's."""

    index: RetrievalIndex
    collection: Collection
    embedder: Embedder | None
    names: Mapping[UUID, str]
    organization_id: UUID
    base_id: UUID
    space_id: UUID

    async def ask(self, questions: Sequence[Question], *, words: bool, vectors: bool) -> dict[str, Sequence[Hit]]:
        """All candidates for each question, by its id; the best first."""
        texts = [each.text for each in questions]
        places = await self.embedder.questions(texts) if vectors and self.embedder else []
        found = {}
        for number, question in enumerate(questions):
            query = Query(
                self.organization_id,
                question.text if words else "",
                {self.base_id},
                {self.space_id: places[number]} if places else {},
                limit=2 * DEPTH,
                candidates=DEPTH,
                language=question.language,
            )
            found[question.id] = (await self.index.search(query)).hits
        return found

    def judged(self, name: str, hits: Mapping[str, Sequence[Hit]]) -> Measured:
        """The figures of what was found."""
        ids = {question: [self.names[hit.document_id] for hit in found] for question, found in hits.items()}
        return _judged(name, ids, self.collection)


async def fill(database: Database, index: RetrievalIndex, collection: Collection, embedder: Embedder | None) -> Filled:
    """Puts a collection into an index, each document as one passage, in an organisation of its own."""
    documents = {uuid4(): document for document in collection.documents}
    names = {document_id: document.id for document_id, document in documents.items()}
    filled = Filled(index, collection, embedder, names, uuid4(), uuid4(), uuid4())
    texts = [f"{document.title}\n{document.text}".strip() for document in collection.documents]
    vectors = await embedder.passages(texts) if embedder else [None] * len(texts)
    # Equal scores are in the order of the ids: as in the collection, so that each run says the same.
    first = uuid4().int >> 32 << 32
    chunks = [
        ChunkEntry(UUID(int=first + place), 0, document.title, document.text, document.language, vector)
        for place, (document, vector) in enumerate(zip(collection.documents, vectors, strict=True))
    ]
    waiting = iter(list(zip(documents, chunks, strict=True)))

    async def go_on() -> None:
        for document_id, chunk in waiting:
            await _put(database, filled, document_id, chunk)

    await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))
    # The words of the last few may not be counted yet: in a small collection that moves figures by some thousandths.
    async with database.transaction(filled.organization_id) as session:
        await add_up(session, filled.organization_id)
    return filled


async def _put(database: Database, filled: Filled, document_id: UUID, chunk: ChunkEntry) -> None:
    version, organization_id = uuid4(), filled.organization_id
    space_id = filled.space_id if chunk.vector is not None else None
    await filled.index.stage(organization_id, document_id, version, space_id, [chunk])
    async with database.transaction(organization_id) as session:
        entry = DocumentEntry(organization_id, document_id, filled.base_id, filled.base_id, version)
        await filled.index.publish(session, entry)
    await filled.index.settle(organization_id, document_id)


async def measure(database: Database, filled: Filled) -> Measures:
    """Asks all questions of the collection in every way."""
    questions = filled.collection.questions
    plain = _judged("ts_rank of PostgreSQL", await _ts_rank(database, filled.collection), filled.collection)
    by_words = await filled.ask(questions, words=True, vectors=False)
    words = filled.judged("words", by_words)
    if filled.embedder is None:
        return Measures(plain, words, None, None, {}, by_words)
    vectors = filled.judged("vectors", await filled.ask(questions, words=False, vectors=True))
    hits = await filled.ask(questions, words=True, vectors=True)
    fused = filled.judged(f"fused ({named(Fusion())}, as the product does)", hits)
    fusions = {
        fusion: filled.judged(
            f"fused ({named(fusion)})",
            {question: fused_anew(found, filled.space_id, fusion) for question, found in hits.items()},
        )
        for fusion in FUSIONS
    }
    return Measures(plain, words, vectors, fused, fusions, hits)


def named(fusion: Fusion) -> str:
    """A fusion in words."""
    return f"{fusion.kind.value}, words {fusion.lexical_weight:.1f}"


_PLAIN: Final = (
    "CREATE TEMP TABLE plain (id text, words tsvector) ON COMMIT DROP",
    """
    INSERT INTO plain SELECT id, to_tsvector('german', content) || to_tsvector('english', content)
      FROM unnest(CAST(:ids AS text[]), CAST(:contents AS text[])) AS given (id, content)
    """,
)
_RANKED: Final = text(
    """
    SELECT id FROM plain, (SELECT CAST(replace(CAST(plainto_tsquery('german', :question) AS text), '&', '|') AS tsquery)
        || CAST(replace(CAST(plainto_tsquery('english', :question) AS text), '&', '|') AS tsquery) AS query) AS asked
     WHERE words @@ query ORDER BY ts_rank(words, query) DESC, id LIMIT :depth
    """
)


async def _ts_rank(database: Database, collection: Collection) -> dict[str, list[str]]:
    """What PostgreSQL finds by itself: German and English forms of any of the words."""
    async with database.transaction(None) as session:
        await session.execute(text(_PLAIN[0]))
        contents = [f"{document.title}\n{document.text}" for document in collection.documents]
        await session.execute(
            text(_PLAIN[1]), {"ids": [document.id for document in collection.documents], "contents": contents}
        )
        return {
            question.id: list((await session.execute(_RANKED, {"question": question.text, "depth": DEPTH})).scalars())
            for question in collection.questions
        }


def _judged(name: str, found: Mapping[str, Sequence[str]], collection: Collection) -> Measured:
    judged = [(found[question.id][:DEPTH], collection.grades[question.id]) for question in collection.questions]
    gains = [ndcg(ids, grades, 10) for ids, grades in judged]

    def mean(values: Sequence[float]) -> float:
        return sum(values) / len(values)

    return Measured(
        name,
        mean(gains),
        mean([recall(ids, grades, DEPTH) for ids, grades in judged]),
        mean([mean_reciprocal_rank(ids, grades) for ids, grades in judged]),
        gains,
    )


def without_answer(hits: Sequence[Hit], names: Mapping[UUID, str], grades: Mapping[str, int]) -> list[Hit]:
    """What would have been found if nothing that answers stood in the collection: the rest, in its order."""
    return [hit for hit in hits if names[hit.document_id] not in grades]
