"""How good search is on our own collection: thresholds below which no change may take it.

Measured figures of all ways to search, and what they mean, stand in docs/guides/retrieval-quality.md.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.ranking import read_collection
from bench.retrieval import measure

from convosphere.engines.embeddings import LocalEmbedder, TextKind
from convosphere.engines.retrieval import Fusion, open_index
from convosphere.platform.context import Platform
from tests.quality.stand_in import write_stand_in

COLLECTION = Path(__file__).parent / "collection"
# Measured: words 0.845, fused with the stand-in 0.843.
LEAST_BY_WORDS = 0.83
LEAST_FUSED = 0.82


class StandIn:
    """The stand-in as the measurement wants it."""

    def __init__(self, directory: Path) -> None:
        self._embedder = LocalEmbedder(directory)

    async def passages(self, texts: Sequence[str]) -> list[Sequence[float]]:
        return list(await self._embedder.embed(texts, TextKind.PASSAGE))

    async def questions(self, texts: Sequence[str]) -> list[Sequence[float]]:
        return list(await self._embedder.embed(texts, TextKind.QUERY))


async def test_search_is_as_good_as_it_was(platform: Platform, tmp_path: Path) -> None:
    collection = await asyncio.to_thread(read_collection, COLLECTION)
    texts = [f"{document.title}\n{document.text}" for document in collection.documents]
    stand_in = StandIn(await asyncio.to_thread(write_stand_in, tmp_path / "stand-in", texts))
    index = open_index(platform.settings.retrieval, platform.database)
    fusion = Fusion(lexical_weight=0.6)
    plain, words, vectors, fused = await measure(platform.database, index, collection, stand_in, [fusion])
    await index.aclose()
    assert words.ndcg >= LEAST_BY_WORDS
    assert words.ndcg > plain.ndcg
    assert words.mrr > plain.mrr
    assert fused.ndcg >= LEAST_FUSED
    # What shares no word with its question comes from the other leg, and the fusion does not lose it again.
    assert words.recall < 1
    assert vectors.recall == fused.recall == 1


def test_the_collection_is_what_it_says() -> None:
    collection = read_collection(COLLECTION)
    assert len(collection.documents) >= 60
    assert len(collection.questions) >= 120
    assert {document.language for document in collection.documents} == {"de", "en"}
    lengths = [len(document.text.split()) for document in collection.documents]
    assert min(lengths) >= 150
    assert max(lengths) <= 500
    answered = Counter(document for grades in collection.grades.values() for document in grades)
    assert set(answered) == {document.id for document in collection.documents}
    questions = [json.loads(line) for line in (COLLECTION / "queries.jsonl").read_text("utf-8").splitlines()]
    assert sum(question["metadata"]["across"] for question in questions) >= 10
    assert len({question["text"].casefold() for question in questions}) == len(questions)
