"""What only the index in PostgreSQL has: its plans, its counts, its few statements."""

import asyncio
import random
from uuid import uuid4

import pytest
import sqlalchemy as sa

from convosphere.engines.retrieval import Filters
from convosphere.engines.retrieval.postgres import PostgresIndex, searching
from convosphere.platform.context import Platform
from tests.engines.retrieval.library import Library
from tests.harness.statements import counted

DIMENSION = 256


@pytest.fixture
def library(platform: Platform) -> Library:
    return Library(PostgresIndex(platform.database), platform.database)


def point(chance: random.Random) -> list[float]:
    return [chance.gauss(0, 1) for _ in range(DIMENSION)]


async def test_the_ten_right_ones_whatever_the_plan_and_however_little_one_may_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 1,000 passages an organisation has 2 %, and somebody in the large one may read as many."""
    chance = random.Random(3)  # noqa: S311 - points in space, the same in every run
    small = Library(library.index, library.database)
    few = uuid4()
    for owner, name, count, scope in (
        (library, "most", 960, None),
        (library, "few", 20, few),
        (small, "small", 20, None),
    ):
        chunks = [
            owner.chunk(name, f"Gemeinsame Wörter {'selten' if number % 3 else 'x'}", number, vector=point(chance))
            for number in range(count)
        ]
        for start in range(0, count, 500):
            await owner.stage(name, chunks[start : start + 500], version_id=owner.document_id(name))
        await owner.publish(name, owner.document_id(name), scope_id=scope or owner.base_id)
    readers = ((library, {library.base_id, few}), (library, {few}), (small, {small.base_id}))
    asked = point(chance)
    exact = [(await owner.search("", asked, scopes=scopes)).hits for owner, scopes in readers]
    words = [(await owner.search("selten", scopes=scopes)).hits for owner, scopes in readers]
    both = [(await owner.search("selten", asked, scopes=scopes)).hits for owner, scopes in readers]
    # Nothing is small any more: the indexes are walked through until there is enough of what is permitted.
    monkeypatch.setattr(searching, "_LOOKED_AT", 0)
    for (owner, scopes), near, holding, fused in zip(readers, exact, words, both, strict=True):
        found = (await owner.search("", asked, scopes=scopes)).hits
        assert len(found) == 10
        assert len({hit.chunk_id for hit in found} & {hit.chunk_id for hit in near}) >= 9
        assert (await owner.search("selten", scopes=scopes)).hits == holding
        indexed = (await owner.search("selten", asked, scopes=scopes)).hits
        assert len({hit.chunk_id for hit in indexed} & {hit.chunk_id for hit in fused}) >= 9
    # More hold the word than are ranked: those with the rarer word, too, come first.
    monkeypatch.setattr(searching, "MOST_RANKED", 100)
    hits = (await library.search("gemeinsame selten", scopes={library.base_id})).hits
    assert len(hits) == 10
    assert await library.names("gemeinsame", scopes={few}, filters=Filters(documents=[library.document_id("few")]))


async def test_a_search_takes_two_statements_and_staging_few(library: Library, platform: Platform) -> None:
    chunks = [library.chunk("text", f"Wort{number} und Satz", number, vector=[1.0, number]) for number in range(50)]
    with counted(platform) as statements:
        version = await library.stage("text", chunks)
    # Of these three bring the counts up to date; later that is done once in a while.
    assert len(statements) <= 11
    await library.publish("text", version)
    with counted(platform) as statements:
        await library.search("Wort7", [1.0, 7.0], filters=Filters(languages=["de"]))
    assert statements[0] == "BEGIN"
    assert len(statements) == 3
    with counted(platform) as statements:
        assert not (await library.search("Wort7", [1.0, 7.0], scopes=())).hits
        assert not (await library.search("Wort7", limit=0)).hits
    assert not statements


async def counts(platform: Platform, library: Library) -> tuple[int, int]:
    """Chunks and the sum of all words' chunks, what is not added up yet included."""
    async with platform.database.transaction(None) as session:
        row = (
            await session.execute(
                sa.text(
                    """
                    SELECT (SELECT coalesce(sum(chunks), 0) FROM retrieval_totals WHERE organization_id = :id)
                           + (SELECT coalesce(sum(chunks), 0) FROM retrieval_changes WHERE organization_id = :id),
                           (SELECT coalesce(sum(chunks), 0) FROM retrieval_terms WHERE organization_id = :id)
                           + (SELECT coalesce(sum(count), 0) FROM retrieval_changes, unnest(counts) AS count
                               WHERE organization_id = :id)
                    """
                ),
                {"id": library.organization_id},
            )
        ).one()
    return int(row[0]), int(row[1])


async def test_counts_follow_what_comes_changes_and_goes(library: Library, platform: Platform) -> None:
    assert await counts(platform, library) == (0, 0)
    version = await library.stage("text", [library.chunk("text", "Apfel Birne", 0), library.chunk("text", "Apfel", 1)])
    assert await counts(platform, library) == (2, 3)
    await library.stage("text", [library.chunk("text", "Apfel Birne", 0)], version_id=version)
    assert await counts(platform, library) == (2, 3)
    await library.stage("text", [library.chunk("text", "Apfel Birne Kirsche", 0)], version_id=version)
    assert await counts(platform, library) == (2, 4)
    await asyncio.gather(
        *(library.stage(f"other {number}", [library.chunk(f"other {number}", "Pflaume")]) for number in range(8))
    )
    assert await counts(platform, library) == (10, 12)
    await library.publish("text", version)
    second = await library.stage("text", [library.chunk("text", "Quitte", 2)])
    await library.publish("text", second)
    await library.settle("text")
    assert await counts(platform, library) == (9, 9)
    await library.index.remove(library.organization_id, [library.document_id(name) for name in library.known.values()])
    assert await counts(platform, library) == (0, 0)


async def test_an_organisation_that_goes_takes_its_index_with_it(platform: Platform) -> None:
    async with platform.database.transaction(None) as session:
        triggers = (
            await session.execute(sa.text("SELECT tgname FROM pg_trigger WHERE tgrelid = 'organizations'::regclass"))
        ).scalars()
        assert "forget_retrieval" in set(triggers)
