"""`make bench-retrieval COLLECTION=dir`: how good searches are on a collection in BEIR's or TREC's form.

BEIR: `corpus.jsonl` (`_id`, `title`, `text`, `language` if known), `queries.jsonl` (`_id`, `text`), `qrels/*.tsv`
(query, document, grade). TREC: `topics*`, `qrels*`, documents between `<DOC>` in all other files. Each leg by itself
and both fused stand next to PostgreSQL's own `ts_rank`.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.embedders import open_embedder
from bench.fusing import by_chance, cross_validated
from bench.measuring import DEPTH, Filled, Measures, fill, measure, named, without_answer
from bench.ranking import Collection, read_collection
from convosphere.engines.retrieval import FusionKind, Hit
from convosphere.engines.retrieval.opening import open_index
from convosphere.platform.database import Database, EmbeddedPostgres
from convosphere.platform.database.migrate import migrate
from convosphere.platform.events import Listeners
from convosphere.platform.settings import load_settings

_JUDGED = 3


async def main(directory: Path, embedder_name: str | None, language: str | None) -> Measures:
    """Fills an index with the collection, asks all of its questions in every way, prints the table."""
    collection = read_collection(directory, language)
    settings = load_settings()
    embedder_name = embedder_name or ("local" if settings.embeddings.directory else "learned")
    embedder = await open_embedder(embedder_name, settings.embeddings, collection)
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as data:
        server = EmbeddedPostgres(Path(data))
        urls = await asyncio.to_thread(server.start)
        try:
            await asyncio.to_thread(migrate, urls)
            database = Database(urls, settings.database, Listeners())
            index = open_index(settings.retrieval, database)
            filled = await fill(database, index, collection, embedder)
            measures = await measure(database, filled)
            await index.aclose()
            await database.close()
        finally:
            await asyncio.to_thread(server.stop)
    _show(collection, embedder_name, measures)
    _compare(measures)
    _show_cosines(filled, measures)
    return measures


def _show(collection: Collection, embedder: str, measures: Measures) -> None:
    print(f"\n{len(collection.documents)} documents, {len(collection.questions)} questions, embedder: {embedder}")
    rows = [measures.plain, measures.words, measures.vectors, measures.fused, *measures.fusions.values()]
    width = max(len(row.name) for row in rows if row)
    print(f"  {'':<{width}}  nDCG@10  recall@{DEPTH}     MRR")
    for row in filter(None, rows):
        print(f"  {row.name:<{width}}  {row.ndcg:7.4f}  {row.recall:10.4f}  {row.mrr:6.4f}")


def _compare(measures: Measures) -> None:
    """Whether the fusion is better than each leg, and how a fusion does that other questions have chosen."""
    if measures.fused is None or measures.vectors is None:
        return
    print()
    for leg in (measures.words, measures.vectors):
        chance = by_chance(measures.fused.by_question, leg.by_question)
        better = measures.fused.ndcg - leg.ndcg
        print(f"  fused against {leg.name}: {better:+.4f} nDCG@10; as much by chance: {chance:.1%}")
    for kind in FusionKind:
        of_kind = {fusion: row.by_question for fusion, row in measures.fusions.items() if fusion.kind is kind}
        best = max(of_kind, key=lambda fusion: sum(of_kind[fusion]))
        print(
            f"  {kind.value}: weight chosen by four fifths of the questions, asked of the others:"
            f" {cross_validated(of_kind):.4f} (all choose {named(best)})"
        )


def _show_cosines(filled: Filled, measures: Measures) -> None:
    """Between which similarities this embedder is sure of No and of Yes; confidence in answers rests on it."""
    if measures.vectors is None:
        return
    with_answer, without = [], []
    for question in filled.collection.questions:
        hits = measures.hits[question.id]
        with_answer += _nearest(hits)
        without += _nearest(without_answer(hits, filled.names, filled.collection.grades[question.id]))
    print(
        f"  best cosine of the first {_JUDGED}: {_quarters(with_answer)} where the answer is there,"
        f" {_quarters(without)} where it is taken away\n"
    )


def _nearest(hits: Sequence[Hit]) -> list[float]:
    near = [hit.dense for hit in hits[:_JUDGED] if hit.dense is not None]
    return [max(near)] if near else []


def _quarters(values: list[float]) -> str:
    ordered = sorted(values)
    low, high = ordered[len(ordered) // 4], ordered[len(ordered) * 3 // 4]
    return f"{median(ordered):.2f} (half of them {low:.2f} to {high:.2f})"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-retrieval COLLECTION=dir", description=__doc__)
    parser.add_argument("collection", type=Path)
    parser.add_argument(
        "--embedder",
        help="local (the folder in CONVOSPHERE_EMBEDDINGS_DIRECTORY; the default where that is set), learned (from the "
        "collection itself; the default elsewhere), none, or an OpenAI-compatible address with a model: http://127.0.0.1:11434/v1#bge-m3",
    )
    parser.add_argument("--language", help="what is written where the collection does not say it: de, en")
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    asyncio.run(main(given.collection, given.embedder, given.language))
