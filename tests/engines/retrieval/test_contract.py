"""What every index promises; run against each of them."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from convosphere.engines.retrieval import (
    DocumentEntry,
    Filters,
    Fusion,
    FusionKind,
    InvalidVectorError,
    VectorDimensionError,
    VersionChunks,
)
from tests.engines.retrieval.library import Library, vector

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HARD = {
    "lager": "Artikel A-4711/b: Höchstlast 1.500 kg, Breite 12,5mm, Preis 1.234,50 €.",
    "fenster": "Artikel A-4712: Fläche 25 m², Aufpreis 3,5 %.",
    "frist": "Der Vertrag wurde zum 24.12.2025 gekündigt; die Unterlagen sind eingereicht.",
    "besuch": "Am 3. März 2026 wird die Wohnung besichtigt, Treffpunkt Hauptstr. 5.",
    "bad": "Das Freibad ist ab 9:00 Uhr geöffnet, Ein- und Ausgang an der Müllabfuhr.",
    "abteilung": "Fragen an die Abt. Einkauf, Nr. 12, oder max.mustermann@firma.de.",
    "telefon": "Störungen: (0221) 12 34 56, Konto DE89 3704 0044 0532 0130 00.",
    "dach": "Photovoltaikanlagen und Wärmepumpen fördert die Stadt.",
    "recht": "Nach § 7 DSGVO gilt die F&E-Abteilung als Mitarbeiter*innen-Vertretung.",
    "fuss": "Der Fußgängerüberweg hat eine Größe von vier Metern.",
    "software": "Office365, v2.4.1, geprüft nach ISO 9001:2015.",
}
# Spelt, joined, counted and dated otherwise than where the answer stands.
ASKED_HARD = {
    "A-4711/b": "lager",
    "a4711b": "lager",
    "A 4711": "lager",
    "1500 kg": "lager",
    "1500kg": "lager",
    "12.5 mm": "lager",
    "1234,5": "lager",
    "1,234.50 Euro": "lager",
    "A-4712": "fenster",
    "25 qm": "fenster",
    "3,5%": "fenster",
    "3.5 Prozent": "fenster",
    "Kündigung": "frist",
    "24. Dezember 2025": "frist",
    "2025-12-24": "frist",
    "24.12.25": "frist",
    "Unterlagen einreichen": "frist",
    "3.3.2026": "besuch",
    "03.03.2026": "besuch",
    "Besichtigung": "besuch",
    "Hauptstraße": "besuch",
    "Öffnungszeiten": "bad",
    "9 Uhr": "bad",
    "Eingang": "bad",
    "Müll": "bad",
    "Abteilung Einkauf": "abteilung",
    "Nummer 12": "abteilung",
    "Mustermann": "abteilung",
    "max.mustermann@firma.de": "abteilung",
    "0221 123456": "telefon",
    "0221/123456": "telefon",
    "DE89370400440532013000": "telefon",
    "Fotovoltaik": "dach",
    "Pumpe": "dach",
    "Förderung": "dach",
    "Datenschutz-Grundverordnung": "recht",
    "§7": "recht",
    "F&E": "recht",
    "Mitarbeiterinnen": "recht",
    "Fussgaenger": "fuss",
    "Groesse": "fuss",
    "4 Meter": "fuss",
    "Office 365": "software",
    "2.4.1": "software",
    "ISO-9001": "software",
}


async def test_each_leg_finds_alone_and_both_together_rank(library: Library) -> None:
    await library.add("words", "Der Zwieback liegt im Schrank.", vector(0, 1))
    await library.add("meaning", "Ganz andere Sätze über Gebäck.", vector(1, 0.1))
    await library.add("both", "Zwieback und Gebäck.", vector(1, 0.2))
    await library.add("neither", "Die Rechnung ist bezahlt.", vector(0, 0, 1))

    assert set(await library.names("Zwieback")) == {"words", "both"}
    assert (await library.names("", vector(1)))[:2] == ["meaning", "both"]
    for fusion in (Fusion(lexical_weight=0.5), Fusion(FusionKind.RRF, 0.5)):
        found = await library.search("Zwieback", vector(1), fusion=fusion)
        names = [library.known[hit.document_id] for hit in found.hits]
        assert names[0] == "both"
        assert set(names[1:3]) == {"words", "meaning"}
        assert all(0 <= hit.score <= 1 for hit in found.hits)
        assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
        by_name = dict(zip(names, found.hits, strict=True))
        assert by_name["both"].lexical is not None
        assert by_name["both"].dense == pytest.approx(0.98, abs=0.01)
        assert by_name["meaning"].lexical is None
        assert by_name["meaning"].dense_rank == 1
        assert by_name["both"].lexical_rank in {1, 2}
        assert by_name["both"].chunk_id == library.chunk_id("both")
    # One leg switched off by its weight.
    assert (await library.names("Zwieback", vector(1), fusion=Fusion(lexical_weight=0)))[0] == "meaning"
    assert (await library.names("Zwieback", vector(1), fusion=Fusion(lexical_weight=1), limit=1))[0] in {
        "words",
        "both",
    }


async def test_a_chunk_without_a_vector_is_found_by_its_words_among_others(library: Library) -> None:
    await library.add("words only", "Die Kaffeemaschine wird freitags entkalkt.")
    await library.add("with vector", "Alles über Tee.", vector(1))
    assert await library.names("Kaffeemaschine", vector(0, 1), limit=1) == ["words only"]
    assert await library.names("Wer entkalkt die Maschine?") == ["words only"]
    assert await library.names("", vector(1)) == ["with vector"]


async def test_german_and_english_forms_umlauts_compounds_and_codes_meet(library: Library) -> None:
    await library.add("lease", "Der Mietvertrag wurde verlängert.")
    await library.add("insurance", "Der Krankenversicherungsbeitrag steigt im Januar.")
    await library.add("office", "Das Büro in der Großen Straße bleibt zu.")
    await library.add("norm", "Briefe folgen der DIN-5008.")
    await library.add("english", "The invoices were paid by our customers.", written_in="en")
    await library.add("unknown", "Les factures, invoices and Rechnungen.", written_in=None)

    for question, expected in {
        "Vertrag": ["lease"],
        "Verträge": ["lease"],
        "Versicherung": ["insurance"],
        "die Beiträge": ["insurance"],
        "Buero": ["office"],
        "Büros": ["office"],
        "buro": ["office"],
        "GROSSE STRASSE": ["office"],
        "DIN 5008": ["norm"],
        "din5008": ["norm"],
        "customer": ["english"],
        "Rechnung": ["unknown"],
        "factures": ["unknown"],
        "nirgendwo": [],
    }.items():
        assert await library.names(question) == expected, question
    assert set(await library.names("paying an invoice")) == {"english", "unknown"}
    # A whole word weighs more than a part of one.
    await library.add("contract", "Der Vertrag ist hier.")
    assert await library.names("Vertrag") == ["contract", "lease"]
    # Little words alone find no more than themselves.
    assert await library.names("und oder aber") == []


async def test_hard_german_questions_find_what_holds_them(library: Library) -> None:
    for name, text in HARD.items():
        await library.add(name, text)
    missed = [question for question, name in ASKED_HARD.items() if (await library.names(question))[:1] != [name]]
    assert missed == []


async def test_what_is_staged_is_not_found_before_it_is_published(library: Library) -> None:
    await library.announce("plan")
    first = await library.stage("plan", [library.chunk("plan", "Der alte Plan", vector=vector(1))])
    assert await library.names("Plan", vector(1)) == []
    await library.publish("plan", first)
    # Nothing has to arrive first: who was told that it is ready finds it.
    assert await library.names("Plan", vector(1)) == ["plan"]
    await library.announce("plan", scope_id=uuid4())
    await library.settle("plan")
    assert await library.names("Plan", vector(1)) == ["plan"], "what is known is not announced anew"

    second = await library.stage("plan", [library.chunk("plan", "Die neue Skizze", 1, vector=vector(0, 1))])
    assert await library.names("Skizze", vector(0, 1), fusion=Fusion(lexical_weight=1)) == ["plan"]
    assert {hit.version_id for hit in (await library.search("Skizze Plan", vector(1, 1))).hits} == {first}
    await library.publish("plan", second)
    # The old one is gone with the commit, and the new one there: a document that is read anew is never missing.
    assert {hit.version_id for hit in (await library.search("Skizze Plan", vector(1, 1))).hits} == {second}
    await library.settle("plan")
    found = (await library.search("Skizze Plan", vector(1, 1))).hits
    assert [(hit.version_id, hit.chunk_id) for hit in found] == [(second, library.chunk_id("plan", 1))]


async def test_several_documents_are_staged_published_and_settled_at_once(library: Library) -> None:
    old = await library.add("two", "Ein alter Brief", vector(0, 1))
    parts = [
        VersionChunks(library.document_id(name), uuid4(), [library.chunk(name, text, vector=vector(*numbers))])
        for name, text, numbers in (("one", "Eine Rechnung", (1,)), ("two", "Ein neuer Brief", (0, 1, 1)))
    ]
    library.known[parts[0].document_id] = "one"
    await library.index.stage_many(library.organization_id, library.space_id, parts)
    assert await library.names("Rechnung") == []
    base = (library.base_id, library.base_id)
    entries = [DocumentEntry(library.organization_id, part.document_id, *base, part.version_id) for part in parts]
    async with library.database.transaction(library.organization_id) as session:
        await library.index.publish_many(session, entries)
    documents = [part.document_id for part in parts]
    # What was replaced is to go, whichever the index.
    assert library.document_id("two") in await library.index.unsettled(library.organization_id, documents)
    for document_id in await library.index.unsettled(library.organization_id, documents):
        await library.index.settle(library.organization_id, document_id)
    assert await library.names("Rechnung", vector(1)) == ["one", "two"]
    found = (await library.search("Brief", vector(0, 1, 1))).hits
    assert old not in {hit.version_id for hit in found}
    assert [hit.version_id for hit in found if hit.lexical] == [parts[1].version_id]


async def test_a_withdrawn_document_comes_back_as_it_was(library: Library) -> None:
    version = await library.add("note", "Ein Vermerk", vector(1))
    await library.publish("note", None)
    assert await library.names("Vermerk", vector(1)) == []
    await library.settle("note")
    await library.publish("note", version)
    await library.settle("note")
    assert await library.names("Vermerk", vector(1)) == ["note"]


async def test_staging_again_changes_nothing_and_replaces_what_is_new(library: Library) -> None:
    version = await library.add("text", "Ein Apfel", vector(1))
    await library.add("other", "Eine Birne", vector(0, 1))
    again = [library.chunk("text", "Ein Apfel", vector=vector(1))]
    await library.stage("text", again, version_id=version)
    await asyncio.gather(*(library.stage("text", again, version_id=version) for _ in range(3)))
    found = await library.search("Apfel", vector(1))
    assert [library.known[hit.document_id] for hit in found.hits if hit.lexical] == ["text"]
    assert len({hit.chunk_id for hit in found.hits}) == len(found.hits) == 2
    # An edited chunk of a published version.
    await library.stage("text", [library.chunk("text", "Eine Pflaume", vector=vector(0, 0, 1))], version_id=version)
    await library.settle("text")
    assert await library.names("Apfel") == []
    assert await library.names("Pflaume") == ["text"]
    assert (await library.names("", vector(0, 0, 1)))[0] == "text"


async def test_chunks_are_switched_off_and_on(library: Library) -> None:
    chunks = [library.chunk("text", f"Kapitel über Wolken {number}", number, vector=vector(1)) for number in range(3)]
    version = await library.stage("text", chunks)
    await library.publish("text", version)
    await library.settle("text")
    off = [library.chunk_id("text", 1), library.chunk_id("text", 2)]
    await library.index.switch(library.organization_id, off, on=False)
    await library.index.switch(library.organization_id, off, on=False)
    for arguments in (("Wolken",), ("", vector(1)), ("Wolken", vector(1))):
        assert [hit.chunk_id for hit in (await library.search(*arguments)).hits] == [library.chunk_id("text")]
    # Also in a space that comes later.
    space = uuid4()
    await library.stage("text", chunks, space_id=space, version_id=version)
    await library.settle("text")
    assert len((await library.search("", {space: vector(1)})).hits) == 1
    await library.index.switch(library.organization_id, off, on=True)
    assert len((await library.search("Wolken", vector(1))).hits) == 3


async def test_two_spaces_are_asked_at_once_and_one_is_dropped(library: Library) -> None:
    large = uuid4()
    await library.add("small", "eins", vector(1))
    chunk = library.chunk("large", "zwei", vector=vector(0, 1, dimension=16))
    version = await library.stage("large", [chunk], space_id=large)
    await library.publish("large", version)
    await library.settle("large")
    both = {library.space_id: vector(1), large: vector(0, 1, dimension=16)}
    assert set(await library.names("", both)) == {"small", "large"}
    assert set(await library.names("eins", both)) >= {"small", "large"}
    # The same document in a second space, before and after the first one goes.
    await library.stage("small", [library.chunk("small", "eins", vector=vector(1, dimension=16))], space_id=large)
    await library.index.drop_space(library.organization_id, large)
    await library.index.drop_space(library.organization_id, large)
    assert await library.names("", both) == ["small"]
    # Words are not of a space: they stay, once, and a document without any space is found by them.
    assert await library.names("zwei") == ["large"]
    assert [hit.dense for hit in (await library.search("eins", both)).hits] == [pytest.approx(1, abs=0.01)]
    await library.change("large", scope_id=(stranger := uuid4()))
    await library.settle("large")
    assert await library.names("zwei") == []
    assert await library.names("zwei", scopes={stranger}) == ["large"]


async def test_edited_words_hold_in_every_space(library: Library) -> None:
    others = uuid4()
    version = await library.add("text", "Der alte Wortlaut")
    for space_id in (library.space_id, others):
        await library.stage(
            "text",
            [library.chunk("text", "Der alte Wortlaut", vector=vector(1))],
            space_id=space_id,
            version_id=version,
        )
    # Its base has moved on to one of the two by now; other bases are still in the other one.
    await library.stage("text", [library.chunk("text", "Die neue Fassung", vector=vector(0, 1))], version_id=version)
    for asked in (None, {library.space_id: vector(0, 1)}, {others: vector(1), library.space_id: vector(0, 1)}):
        found = (await library.search("alte", asked, fusion=Fusion(lexical_weight=1))).hits
        assert not any(hit.lexical for hit in found), asked
        (hit,) = (await library.search("Fassung", asked)).hits
        assert hit.lexical


async def test_a_vector_of_another_length_is_refused_with_both_lengths(library: Library) -> None:
    await library.add("first", "eins", vector(1))
    with pytest.raises(VectorDimensionError) as refused:
        await library.stage("second", [library.chunk("second", "zwei", vector=vector(1, dimension=9))])
    assert (refused.value.space_id, refused.value.expected, refused.value.found) == (library.space_id, 8, 9)
    with pytest.raises(VectorDimensionError):
        mixed = [library.chunk("third", "drei", number, vector=vector(1, dimension=8 + number)) for number in range(2)]
        await library.stage("third", mixed, space_id=uuid4())
    with pytest.raises(VectorDimensionError):
        await library.search("", vector(1, dimension=3))
    for broken in ([], [0.0] * 8, [float("nan")] * 8, [float("inf"), *([0.0] * 7)]):
        with pytest.raises(InvalidVectorError):
            await library.search("eins", broken)
        with pytest.raises(InvalidVectorError):
            await library.stage("fourth", [library.chunk("fourth", "vier", vector=broken)])
    assert await library.names("zwei drei vier") == []


async def test_each_filter_restricts(library: Library) -> None:
    root, child, red, blue = (uuid4() for _ in range(4))
    day = timedelta(days=1)
    await library.add(
        "a", "Bericht eins", vector(1), folder_id=child, tags=(red,), author="Ada", date=NOW, valid_until=NOW
    )
    await library.add(
        "b",
        "Bericht zwei",
        vector(1),
        folder_id=root,
        tags=(red, blue),
        media_kind="pdf",
        language="en",
        date=NOW + day,
    )
    await library.add("c", "Bericht drei", vector(1), valid_from=NOW + day)
    for filters, expected in (
        (Filters(), "abc"),
        (Filters(folders=[root, child]), "ab"),
        (Filters(folders=[root]), "b"),
        (Filters(folders=[child]), "a"),
        (Filters(tags_any=[red, uuid4()]), "ab"),
        (Filters(tags_all=[red, blue]), "b"),
        (Filters(media_kinds=["pdf", "image"]), "b"),
        (Filters(languages=["de"]), "ac"),
        (Filters(authors=["Ada"]), "a"),
        (Filters(date_from=NOW, date_to=NOW + day), "a"),
        (Filters(date_from=NOW + day), "b"),
        (Filters(documents=[library.document_id("c"), library.document_id("b")]), "bc"),
        (Filters(valid_at=NOW - day), "ab"),
        (Filters(valid_at=NOW), "b"),
        (Filters(valid_at=NOW + day), "bc"),
        (Filters(tags_any=[red], languages=["de"]), "a"),
    ):
        for arguments in (("Bericht",), ("", vector(1)), ("Bericht", vector(1))):
            assert sorted(await library.names(*arguments, filters=filters)) == list(expected), filters


async def test_removed_and_discarded_is_gone(library: Library) -> None:
    await library.add("one", "Ein Satz", vector(1))
    await library.add("two", "Zwei Sätze", vector(1))
    current = await library.add("three", "Drei Sätze", vector(1))
    failed = await library.stage("three", [library.chunk("three", "Vier Sätze", 1, vector=vector(1))])
    gone = [library.document_id("one"), library.document_id("two")]
    for _ in range(2):
        await library.index.remove(library.organization_id, gone)
        await library.index.discard(library.organization_id, library.document_id("three"), failed)
    assert await library.names("Satz", vector(1)) == ["three"]
    await library.index.discard(library.organization_id, library.document_id("three"), current)
    assert await library.names("Satz", vector(1)) == ["three"]


async def test_eight_write_and_search_at_once(library: Library) -> None:
    async def one(number: int) -> None:
        name = f"document {number}"
        chunks = [
            library.chunk(name, f"Gemeinsame Wörter, Nummer{number}", each, vector=vector(1, each))
            for each in range(20)
        ]
        version = await library.stage(name, chunks[:10])
        await library.stage(name, chunks[5:], version_id=version)
        await library.publish(name, version)
        await library.settle(name)
        assert await library.names(f"Nummer{number}", limit=1) == [name]

    await asyncio.gather(*(one(number) for number in range(8)))
    assert len((await library.search("gemeinsame Wörter", limit=100, candidates=200)).hits) == 100
