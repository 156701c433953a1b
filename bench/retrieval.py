"""`make bench-retrieval COLLECTION=dir`: how good searches are on a collection in TREC/BEIR form.

`corpus.jsonl` (`_id`, `title`, `text`, `language` if known), `queries.jsonl` (`_id`, `text`), `qrels/*.tsv` (query,
document, grade). Each leg by itself and both fused stand next to PostgreSQL's own `ts_rank`.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import text

from bench.embedders import Embedder, open_embedder
from bench.ranking import Collection, Document, mean_reciprocal_rank, ndcg, read_collection, recall
from convosphere.engines.retrieval import ChunkEntry, DocumentEntry, Fusion, FusionKind, Query, RetrievalIndex
from convosphere.engines.retrieval.opening import open_index
from convosphere.platform.database import Database, EmbeddedPostgres
from convosphere.platform.database.migrate import migrate
from convosphere.platform.events import Listeners
from convosphere.platform.settings import load_settings

DEPTH = 100
WEIGHTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
AT_ONCE = 8
_ORGANIZATION, _BASE, _SPACE = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one way to search."""

    name: str
    ndcg: float
    recall: float
    mrr: float


async def main(directory: Path, embedder_name: str, fusions: Sequence[Fusion]) -> list[Measured]:
    """Fills an index with the collection, asks all of its questions in every way, prints the table."""
    collection = read_collection(directory)
    settings = load_settings()
    embedder = await open_embedder(embedder_name, settings.embeddings, collection)
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as data:
        server = EmbeddedPostgres(Path(data))
        urls = await asyncio.to_thread(server.start)
        try:
            await asyncio.to_thread(migrate, urls)
            database = Database(urls, settings.database, Listeners())
            index = open_index(settings.retrieval, database)
            rows = await measure(database, index, collection, embedder, fusions)
            await index.aclose()
            await database.close()
        finally:
            await asyncio.to_thread(server.stop)
    _show(collection, embedder_name, rows)
    return rows


async def measure(
    database: Database,
    index: RetrievalIndex,
    collection: Collection,
    embedder: Embedder | None,
    fusions: Sequence[Fusion],
) -> list[Measured]:
    """Fills the index and asks all questions: by words, by vectors, and fused in each of these ways."""
    ids = {uuid4(): document.id for document in collection.documents}
    await _fill(database, index, collection, dict(zip(ids, collection.documents, strict=True)), embedder)
    questions = {}
    vectors = await embedder.questions([each.text for each in collection.questions]) if embedder else []
    for number, question in enumerate(collection.questions):
        asked = {_SPACE: vectors[number]} if embedder else {}
        questions[question.id] = Query(
            _ORGANIZATION, question.text, {_BASE}, asked, limit=DEPTH, candidates=DEPTH, language=question.language
        )

    async def runs(change: Mapping[str, object]) -> dict[str, list[str]]:
        found = {}
        for name, query in questions.items():
            hits = (await index.search(replace(query, **change))).hits  # type: ignore[arg-type] # fields of a query
            found[name] = [ids[hit.document_id] for hit in hits]
        return found

    rows = [_judged("ts_rank of PostgreSQL", await _ts_rank(database, collection), collection)]
    rows.append(_judged("words", await runs({"vectors": {}}), collection))
    if embedder:
        rows.append(_judged("vectors", await runs({"text": ""}), collection))
        for fusion in fusions:
            name = f"fused, {fusion.kind.value}, words {fusion.lexical_weight:.1f}"
            rows.append(_judged(name, await runs({"fusion": fusion}), collection))
    return rows


async def _fill(
    database: Database,
    index: RetrievalIndex,
    collection: Collection,
    documents: Mapping[UUID, Document],
    embedder: Embedder | None,
) -> None:
    texts = [f"{document.title}\n{document.text}".strip() for document in collection.documents]
    vectors = await embedder.passages(texts) if embedder else [None] * len(texts)
    waiting = iter(list(zip(documents.items(), vectors, strict=True)))

    async def go_on() -> None:
        for (document_id, document), vector in waiting:
            version = uuid4()
            chunk = ChunkEntry(uuid4(), 0, document.title, document.text, document.language, vector)
            await index.stage(_ORGANIZATION, document_id, version, _SPACE if embedder else None, [chunk])
            async with database.transaction(_ORGANIZATION) as session:
                await index.publish(session, DocumentEntry(_ORGANIZATION, document_id, _BASE, _BASE, version))
            await index.settle(_ORGANIZATION, document_id)

    await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))


_PLAIN = (
    "CREATE TEMP TABLE plain (id text, words tsvector)",
    """
    INSERT INTO plain SELECT id, to_tsvector('german', content) || to_tsvector('english', content)
      FROM unnest(CAST(:ids AS text[]), CAST(:contents AS text[])) AS given (id, content)
    """,
)
_RANKED = text(
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
    judged = [(found[question.id], collection.grades[question.id]) for question in collection.questions]

    def mean(values: Sequence[float]) -> float:
        return sum(values) / len(values)

    return Measured(
        name,
        mean([ndcg(ids, grades, 10) for ids, grades in judged]),
        mean([recall(ids, grades, DEPTH) for ids, grades in judged]),
        mean([mean_reciprocal_rank(ids, grades) for ids, grades in judged]),
    )


def _show(collection: Collection, embedder: str, rows: Sequence[Measured]) -> None:
    print(f"\n{len(collection.documents)} documents, {len(collection.questions)} questions, embedder: {embedder}")
    width = max(len(row.name) for row in rows)
    print(f"  {'':<{width}}  nDCG@10  recall@{DEPTH}     MRR")
    for row in rows:
        print(f"  {row.name:<{width}}  {row.ndcg:7.4f}  {row.recall:10.4f}  {row.mrr:6.4f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-retrieval COLLECTION=dir", description=__doc__)
    parser.add_argument("collection", type=Path)
    parser.add_argument(
        "--embedder",
        default="local",
        help="local (the folder in CONVOSPHERE_EMBEDDINGS_DIRECTORY), lsa (learned from the collection itself), none, "
        "or an OpenAI-compatible address with a model: http://127.0.0.1:11434/v1#bge-m3",
    )
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    fused = [Fusion(kind, weight) for kind in FusionKind for weight in WEIGHTS]
    asyncio.run(main(given.collection, given.embedder, fused))
