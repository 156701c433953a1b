"""Hybrid search over 100,000 passages, right for who may read little, and the rate at which the index takes them in.

Embedding is not part of it. What is found is compared with what comparing all passages finds: a fast index that finds
the wrong ones is no index.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
from sqlalchemy import text

from bench.knowledge_data import DIMENSION, Made, Reader, fill
from bench.table import Row, percentile, show
from convosphere.engines.retrieval import Query
from convosphere.engines.retrieval.postgres import PostgresIndex
from convosphere.platform.database import Database, EmbeddedPostgres
from convosphere.platform.database.migrate import migrate
from convosphere.platform.events import Listeners
from convosphere.platform.settings import DatabaseSettings

SEARCHES = 60
COMPARED = 20
WARMING = 3
AT_ONCE = 10


async def measure() -> list[Row]:
    """All figures, on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as directory:
        server = EmbeddedPostgres(Path(directory))
        urls = await asyncio.to_thread(server.start)
        try:
            await asyncio.to_thread(migrate, urls)
            database = Database(urls, DatabaseSettings(), Listeners())
            began = time.perf_counter()
            made = await fill(database, urls, PostgresIndex(database))
            rows = [Row("making 100,000 passages, index included", time.perf_counter() - began, "s")]
            rows += await searched(database, made, Path(directory))
            await database.close()
        finally:
            await asyncio.to_thread(server.stop)
    show("Search in knowledge (the index alone)", rows)
    return rows


async def searched(database: Database, made: Made, directory: Path) -> list[Row]:
    """The figures on an index that is filled."""
    index = PostgresIndex(database)
    rows = [
        Row("indexing passages with vectors, index full", made.with_vectors, "1/s"),
        Row("indexing passages without vectors, index full", made.without_vectors, "1/s"),
    ]
    kinds = _questions(made)
    for reader in made.readers:
        used = cpu_seconds(directory)
        together: list[float] = []
        for kind, questions in kinds.items():
            queries = [_query(made, reader, question) for question in questions]
            await _times(index, queries[:WARMING])
            times = await _times(index, queries)
            together += times
            if reader is made.readers[0]:
                rows.append(Row(f"hybrid, {kind} (p50)", percentile(times, 0.5), "ms"))
                rows.append(Row(f"hybrid, {kind} (p95)", percentile(times, 0.95), "ms"))
        rows.append(Row(f"hybrid, who reads {reader.name} (p50)", percentile(together, 0.5), "ms"))
        rows.append(Row(f"hybrid, who reads {reader.name} (p95)", percentile(together, 0.95), "ms", 60))
        # Other work on the machine does not show in it. The first ones of each kind are not timed but run, too.
        rows.append(Row("  processor time of each", (cpu_seconds(directory) - used) * 1000 / _runs(kinds), "ms"))
        right = await _right_ten(database, index, made, reader)
        rows.append(Row(f"nearest ten right, who reads {reader.name}", right, "", 0.9, at_least=True))
    queries = [_query(made, made.readers[0], question) for questions in kinds.values() for question in questions]
    words = await _times(index, [replace(query, vectors={}) for query in queries])
    rows.append(Row("words alone (p50)", percentile(words, 0.5), "ms"))
    rows.append(Row("words alone (p95)", percentile(words, 0.95), "ms"))
    meaning = await _times(index, [replace(query, text="") for query in queries])
    rows.append(Row("vectors alone (p50)", percentile(meaning, 0.5), "ms"))
    rows.append(Row("vectors alone (p95)", percentile(meaning, 0.95), "ms"))
    random.Random(2).shuffle(queries)
    shares = [queries[number::AT_ONCE] for number in range(AT_ONCE)]
    crowd = await asyncio.gather(*(_times(index, share) for share in shares))
    rows.append(
        Row(f"hybrid, {AT_ONCE} at once (p50)", percentile([each for times in crowd for each in times], 0.5), "ms")
    )
    return rows


def cpu_seconds(directory: Path) -> float:
    """Processor time of this process and of PostgreSQL."""
    postmaster = psutil.Process(int((directory / "postgresql" / "postmaster.pid").read_text().split()[0]))
    times = [each.cpu_times() for each in (psutil.Process(), postmaster, *postmaster.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def _runs(kinds: Mapping[str, Sequence[str]]) -> int:
    return sum(len(questions) + WARMING for questions in kinds.values())


def _questions(made: Made) -> dict[str, list[str]]:
    pick = random.Random(1)
    common, usual, rare = made.words[30:120], made.words[120:3000], made.words[3000:]

    def some(*lists: Sequence[str]) -> list[str]:
        return [" ".join(pick.choice(each) for each in lists) for _ in range(SEARCHES)]

    return {
        "one rare word": some(rare),
        "one usual word": some(usual),
        "a question": some(common, usual, usual, rare),
        "a long question": some(*([common] * 3), *([usual] * 6), *([rare] * 3)),
        "a word that is everywhere": some(common),
    }


def _query(made: Made, reader: Reader, question: str) -> Query:
    # The same question has the same vector in every run.
    noise = np.random.default_rng(sum(map(ord, question)))
    cloud = made.clouds[noise.integers(len(made.clouds))]
    vector = (cloud + noise.standard_normal(DIMENSION, dtype=np.float32)).tolist()
    return Query(reader.organization_id, question, reader.scopes, {made.space_of[reader.organization_id]: vector})


async def _times(index: PostgresIndex, queries: Sequence[Query]) -> list[float]:
    """Milliseconds of each search, one after the other."""
    times = []
    for query in queries:
        began = time.perf_counter()
        await index.search(query)
        times.append((time.perf_counter() - began) * 1000)
    return times


_ALL_COMPARED = text(
    """
    SELECT chunk_id FROM retrieval_vectors JOIN retrieval_documents USING (document_id, version_id)
     WHERE retrieval_vectors.organization_id = :organization_id AND scope_id = ANY(:scopes)
     ORDER BY embedding <=> CAST(CAST(:vector AS text) AS halfvec) LIMIT 10
    """
)


async def _right_ten(database: Database, index: PostgresIndex, made: Made, reader: Reader) -> float:
    """Which share of the ten nearest passages, found by comparing with all, the search by vectors finds."""
    right = 0
    for number in range(COMPARED):
        query = replace(_query(made, reader, f"question {number}"), text="")
        (vector,) = query.vectors.values()
        values = {"organization_id": reader.organization_id, "scopes": list(reader.scopes), "vector": str(vector)}
        async with database.transaction(None) as session:
            await session.execute(text("SET LOCAL enable_indexscan = off"))
            nearest = set((await session.execute(_ALL_COMPARED, values)).scalars())
        right += len(nearest & {hit.chunk_id for hit in (await index.search(query)).hits})
    return right / (10 * COMPARED)
