"""100,000 passages: words that are everywhere, usual and rare, vectors that lie in clouds, as in real collections."""

import asyncio
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import numpy as np
import psycopg

from convosphere.engines.retrieval import ChunkEntry, DocumentEntry, RetrievalIndex
from convosphere.platform.database import Database, DatabaseUrls

CHUNKS = 100_000
PER_DOCUMENT = 10
DIMENSION = 384
# Words of a passage: about 400 tokens.
WORDS = 220
AT_ONCE = 8
_VOCABULARY = 30_000
_CLOUDS = 400
_EVERYWHERE = "die der und the and of to in ist is das ein a mit for on nicht that it with wie was are ich be zu auf"
_SYLLABLES = """
ba ker lin to mar ge schul tung ver trag pro jekt plan ra so ne wal der in fo com mit tel ung al en st ri pu da häu kö
flü gre xi que obs jung zwi ty
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who searches: in which organisation, and what they may read of it (`share` of all passages)."""

    name: str
    organization_id: UUID
    scopes: frozenset[UUID]
    share: float


@dataclass(frozen=True, slots=True)
class Made:
    """What the measurement asks for."""

    readers: Sequence[Reader]
    # From the most frequent to the rarest.
    words: Sequence[str]
    space_of: dict[UUID, UUID]
    clouds: "np.ndarray[tuple[int, int], np.dtype[np.float32]]"
    # Passages a second into an index that is full, with vectors and (the same again) without.
    with_vectors: float
    without_vectors: float


class _Writer:
    """Makes documents; the same in every run."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        self.noise = np.random.default_rng(7)
        everywhere = _EVERYWHERE.split()
        self.words = [*everywhere, *made_up_words(self.chance, _VOCABULARY - len(everywhere))]
        self.clouds = self.noise.standard_normal((_CLOUDS, DIMENSION), dtype=np.float32)
        # The share of a word falls with its number (Zipf).
        weights = 1.0 / np.arange(2, _VOCABULARY + 2)
        self._picks = self.noise.choice(_VOCABULARY, size=2_000_000, p=weights / weights.sum())
        self._place = 0

    def document(self, *, vector: bool) -> list[ChunkEntry]:
        return [self._chunk(number, vector=vector) for number in range(PER_DOCUMENT)]

    def _chunk(self, number: int, *, vector: bool) -> ChunkEntry:
        start = self._place = (self._place + WORDS) % (len(self._picks) - WORDS)
        text = " ".join(self.words[pick] for pick in self._picks[start : start + WORDS])
        near = self.clouds[self.chance.randrange(_CLOUDS)]
        numbers = near + self.noise.standard_normal(DIMENSION, dtype=np.float32) * 1.2 if vector else None
        return ChunkEntry(uuid4(), number, "", text, "de", None if numbers is None else numbers.tolist())


def made_up_words(chance: random.Random, count: int) -> list[str]:
    """Words that look like some, each once."""
    found: dict[str, None] = {}
    syllables = _SYLLABLES.split()
    while len(found) < count:
        found["".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4, 5))))] = None
    return list(found)


async def fill(database: Database, urls: DatabaseUrls, index: RetrievalIndex) -> Made:
    """Fills an empty index. The large organisation owns 90 %, one 1 %, the rest others."""
    writer = _Writer()
    large, one_percent, others = uuid4(), uuid4(), uuid4()
    space_of = {organization: uuid4() for organization in (large, one_percent, others)}
    everything, few, small, rest = (uuid4() for _ in range(4))
    documents = [
        *[(large, everything)] * (CHUNKS * 899 // 1000 // PER_DOCUMENT),
        *[(large, few)] * (CHUNKS // 1000 // PER_DOCUMENT),
        *[(one_percent, small)] * (CHUNKS // 100 // PER_DOCUMENT),
        *[(others, rest)] * (CHUNKS * 9 // 100 // PER_DOCUMENT),
    ]
    writer.chance.shuffle(documents)
    measured = len(documents) // 50
    # A graph of vectors that is built at once takes a tenth of the time that it takes vector by vector.
    _run(urls, f"DROP INDEX ix_retrieval_vectors_{DIMENSION}")
    endless = (writer.document(vector=True) for _ in documents[measured:])
    await _write(database, index, endless, documents[measured:], space_of)
    _run(
        urls,
        "SET maintenance_work_mem = '512MB'",
        f"CREATE INDEX ix_retrieval_vectors_{DIMENSION} ON retrieval_vectors USING hnsw "
        f"((embedding::halfvec({DIMENSION})) halfvec_cosine_ops) WHERE dimension = {DIMENSION}",
        "VACUUM ANALYZE",
    )
    # The texts are made before: only the index is measured.
    prepared = [writer.document(vector=True) for _ in documents[:measured]]
    began = time.perf_counter()
    await _write(database, index, prepared, documents[:measured], space_of)
    with_vectors = measured * PER_DOCUMENT / (time.perf_counter() - began)
    prepared = [writer.document(vector=False) for _ in documents[:measured]]
    began = time.perf_counter()
    await _write(database, index, prepared, [(others, uuid4())] * measured, None)
    without = measured * PER_DOCUMENT / (time.perf_counter() - began)
    readers = (
        Reader("all of 90 %", large, frozenset({everything, few}), 0.9),
        Reader("0.1 % of 100 %", large, frozenset({few}), 0.001),
        Reader("an organisation with 1 %", one_percent, frozenset({small}), 0.01),
    )
    return Made(readers, writer.words, space_of, writer.clouds, with_vectors, without)


async def _write(
    database: Database,
    index: RetrievalIndex,
    prepared: Iterable[Sequence[ChunkEntry]],
    documents: Sequence[tuple[UUID, UUID]],
    space_of: dict[UUID, UUID] | None,
) -> None:
    """Stages and publishes documents, so many at once as a server does."""
    waiting = zip(documents, prepared, strict=True)

    async def go_on() -> None:
        for (organization_id, base_id), chunks in waiting:
            document_id, version_id = uuid4(), uuid4()
            space_id = None if space_of is None else space_of[organization_id]
            await index.stage(organization_id, document_id, version_id, space_id, chunks)
            entry = DocumentEntry(organization_id, document_id, base_id, base_id, version_id, media_kind="text")
            async with database.transaction(organization_id) as session:
                await index.publish(session, entry)

    await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))


def _run(urls: DatabaseUrls, *statements: str) -> None:
    with psycopg.connect(urls.owner_conninfo, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
