"""Who finds what, from which moment on; run against each index."""

from typing import Any
from uuid import uuid4

import pytest

from convosphere.engines.retrieval import ChunkEntry
from convosphere.engines.retrieval.postgres import PostgresIndex
from convosphere.engines.retrieval.weaviate import WeaviateIndex
from tests.engines.retrieval.library import Library, vector


async def test_scopes_decide_and_take_effect_with_the_commit(library: Library) -> None:
    own, others = uuid4(), uuid4()
    await library.add("open", "Gehälter offen", vector(1))
    await library.add("closed", "Gehälter geheim", vector(1), scope_id=others)

    async def found(*scopes: object) -> list[str]:
        by_words = await library.names("Gehälter", scopes=scopes)
        assert set(await library.names("", vector(1), scopes=scopes)) == set(by_words)
        assert set(await library.names("Gehälter", vector(1), scopes=scopes)) == set(by_words)
        return sorted(by_words)

    assert await found() == []
    assert await found(uuid4()) == []
    assert await found(library.base_id) == ["open"]
    assert await found(library.base_id, others) == ["closed", "open"]

    # Given and taken, with nothing told to anybody yet; and again when it is.
    await library.change("closed", scope_id=own)
    for _ in range(2):
        assert await found(library.base_id, others) == ["open"]
        assert await found(library.base_id, own) == ["closed", "open"]
        await library.settle("closed")
    # What is gone takes no place among the candidates of others.
    for number in range(3):
        await library.add(f"gone {number}", "Gehälter Gehälter Gehälter", vector(1))
        await library.change(f"gone {number}", scope_id=uuid4())
    assert await library.names("Gehälter", vector(1), candidates=1, limit=1) == ["open"]
    # Deleted and brought back.
    version = library.entries[library.document_id("open")].version_id
    await library.publish("open", None)
    await library.settle("open")
    assert await found(library.base_id) == []
    await library.publish("open", version)
    assert await found(library.base_id) == ["open"]
    # Moved to another base: the base is a condition of its own.
    await library.change("open", base_id=uuid4())
    assert await library.names("Gehälter", bases={library.base_id}) == []
    assert await library.names("Gehälter", bases=set()) == []


async def test_words_that_are_written_while_a_right_changes_follow_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = await library.add("plan", "Der Plan", vector(1))
    others = uuid4()

    async def change() -> None:
        await library.change("plan", scope_id=others)
        await library.settle("plan")

    if isinstance(library.index, WeaviateIndex):
        # Everything that is asked of PostgreSQL has been asked when the words go there.
        write = library.index._write

        async def late(*arguments: Any) -> None:
            monkeypatch.undo()
            await change()
            await write(*arguments)

        monkeypatch.setattr(library.index, "_write", late)
    else:
        await change()
    await library.stage("plan", [library.chunk("plan", "Die Skizze", vector=vector(1))], version_id=version)
    assert await library.names("Skizze", vector(1), scopes={others}) == ["plan"]
    assert await library.names("Skizze", vector(1)) == []


async def test_another_organisation_finds_nothing_by_any_id(library: Library) -> None:
    await library.add("secret", "Das Rezept der Limonade", vector(1))
    for text, asked in (("Rezept", None), ("", vector(1)), ("Rezept", vector(1))):
        assert not (await library.search(text, asked, organization_id=uuid4())).hits
    # Not even by writing over it.
    thief = Library(library.index, library.database)
    stolen = ChunkEntry(library.chunk_id("secret"), 0, "", "Rezept gestohlen", "de", vector(1))
    await thief.index.stage(thief.organization_id, library.document_id("secret"), uuid4(), thief.space_id, [stolen])
    await thief.index.remove(thief.organization_id, [library.document_id("secret")])
    await thief.index.switch(thief.organization_id, [library.chunk_id("secret")], on=False)
    assert await library.names("Limonade", vector(1)) == ["secret"]


async def test_slips_are_taken_for_words_that_one_may_read(library: Library) -> None:
    if not isinstance(library.index, PostgresIndex):
        pytest.skip("Weaviate is asked for what was typed")
    others = uuid4()
    await library.add("ours", "Der Urlaubsanspruch und die Kündigungsfrist", vector(1))
    await library.add("theirs", "Die Gehaltsliste und die Kündigungsfirst", scope_id=others)

    async def found(text: str, *scopes: Any) -> tuple[list[str], list[tuple[str, ...]]]:
        answer = await library.search(text, scopes={library.base_id, *scopes})
        told = [each.words for each in answer.corrections]
        assert all(text[each.start : each.end].isalpha() for each in answer.corrections)
        return sorted(library.known[hit.document_id] for hit in answer.hits), told

    for slip in ("Urlaubsanspurch", "Urlaubsansprch", "Urlaubsansprruch", "Urlaubsanspeuch"):
        assert await found(f"Wie viel {slip} habe ich?") == (["ours"], [("urlaubsanspruch",)])
    # What others write is not offered; and does not keep one's own from being offered.
    assert await found("Gehaltslitse") == ([], [])
    assert await found("Gehaltslitse", others) == (["theirs"], [("gehaltsliste",)])
    assert await found("Kündigungsfirst") == (["ours"], [("kundigungsfrist",)])
    assert await found("Kündigungsfirst", others) == (["ours", "theirs"], [])
    # Words that are there, in whatever form, are nobody's slips, nor is what is one letter away by being another word.
    assert await found("Kündigungsfristen und Urlaub") == (["ours"], [])
    assert await found("Urlaubszuspruch") == (["ours"], [])
    assert (await library.search("Urlaubsanspurch", forgiving=False)).corrections == ()
