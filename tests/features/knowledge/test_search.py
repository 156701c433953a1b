"""The search page: what is found, marked, counted and remembered, within one's rights."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import text

from convosphere.engines.retrieval.analysis.typos import terms_nearby
from convosphere.engines.retrieval.bm25 import number_of
from convosphere.engines.retrieval.postgres.statistics import add_up
from convosphere.entry.wiring import Application
from convosphere.platform.ids import new_id
from tests.factories.accounts import MadeOrganization, create_person
from tests.factories.knowledge import create_base, create_document
from tests.features.knowledge.conftest import Keeper, keeper

LEAVE = "Everybody has 30 days of annual leave. 🏖 Leave is asked for in writing."
TRIPS = "Business trips go by train. A flight needs the consent of the board, also on leave."
URLAUB = "Im ersten Jahr gibt es 30 Urlaubstage. Der Urlaubsantrag geht an die Personalabteilung."


MANY_MORE = text(
    """
    INSERT INTO documents (id, name, organization_id, base_id, current_version_id, own_access, media_kind, chunk_count,
                           size, metadata, keywords, downloads, created_at, updated_at)
    SELECT gen_random_uuid(), 'A leaflet ' || number, organization_id, base_id, current_version_id, own_access,
           media_kind, chunk_count, size, metadata, keywords, downloads, created_at, updated_at
      FROM documents, generate_series(1, 200) AS number WHERE base_id = :base AND name = 'Trips.pdf'
    """
)


async def search(who: Keeper, question: str, expected: int = 200, **more: object) -> dict[str, object]:
    found = await who.call("POST", "/search", expected, json={"question": question, **more})
    assert isinstance(found, dict)
    return found


def names(found: dict[str, object]) -> list[str]:
    items = found["items"]
    assert isinstance(items, list)
    return [each["name"] for each in items]


@pytest.fixture
async def base(application: Application, organization: MadeOrganization, anna: Keeper) -> UUID:
    """Anna edits it; three documents."""
    platform = application.platform
    base = await create_base(platform, organization.id, editor=anna.person.id)
    now = platform.clock.now()
    make = create_document
    await make(platform, organization.id, base, "Leave.md", [LEAVE], heading=["Rules", "Leave"], page=3, author="Ida")
    await make(platform, organization.id, base, "Trips.pdf", [TRIPS], media_kind="pdf", created_at=now - timedelta(9))
    await make(platform, organization.id, base, "Urlaub.md", [URLAUB], language="de")
    return base


async def test_passages_come_by_document_with_the_words_marked(anna: Keeper, base: UUID) -> None:
    found = await search(anna, "annual leave in writing")
    assert names(found) == ["Leave.md", "Trips.pdf"]
    assert (found["confidence"], found["because"]) == ("high", "words")
    assert found["lexical_only"] == [
        {"base_id": str(base), "because": "no_embedder", "reason": "No embedder is set up for this base"}
    ]
    (passage,) = found["items"][0]["passages"]  # type: ignore[index]  # an object of the API
    assert (passage["heading"], passage["first_page"]) == (["Rules", "Leave"], 3)
    # In the units of browsers: what stands before may take two of them.
    units = passage["text"].encode("utf-16-le")
    marked = [units[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le") for mark in passage["marks"]]
    assert marked == ["annual", "leave", "Leave", "writing"]
    german = await search(anna, "Urlaubsanträge")
    assert names(german) == ["Urlaub.md"]
    assert german["corrections"] == []
    # A slip, in the spelling of the document; what it was taken for is marked and counts as covered.
    slip = await search(anna, "Urlaubsantarg Personalabteilung")
    assert names(slip) == ["Urlaub.md"]
    assert slip["corrections"] == [{"typed": "Urlaubsantarg", "shown": "Urlaubsantrag"}]
    assert slip["confidence"] == "high"
    (passage,) = slip["items"][0]["passages"]  # type: ignore[index]  # an object of the API
    assert len(passage["marks"]) == 2
    assert await search(anna, "Zebraturbine") | {"facets": [], "lexical_only": []} == {
        "items": [],
        "next_cursor": None,
        "total": 0,
        "more": False,
        "facets": [],
        "confidence": "none",
        "because": "nothing_found",
        "reason": "Nothing in the documents fits the question.",
        "lexical_only": [],
        "corrections": [],
        "reranked": False,
    }


async def test_words_that_share_a_number_are_not_taken_for_slips(
    application: Application, organization: MadeOrganization, anna: Keeper, base: UUID
) -> None:
    words = " ".join(f"term{number}" for number in range(10_000))
    await create_document(application.platform, organization.id, base, "Words.md", [words])
    async with application.platform.database.transaction(organization.id) as session:
        await add_up(session, organization.id)
        there = set(await session.scalars(text("SELECT term FROM retrieval_terms")))
    # One of its neighbours has the number of a word that is there.
    strange = next(
        word
        for word in ("".join(letters) for letters in product("qxzvkjwy", repeat=9))
        if not there.isdisjoint(number_of(organization.id, term) for term in terms_nearby(word))
    )
    found = await search(anna, strange)
    assert (found["items"], found["corrections"], found["because"]) == ([], [], "nothing_found")


async def test_filters_facets_sorting_and_pages(
    application: Application, organization: MadeOrganization, anna: Keeper, base: UUID
) -> None:
    found = await search(anna, "leave")
    facets = {facet["name"]: [(v["label"], v["count"]) for v in facet["values"]] for facet in found["facets"]}  # type: ignore[attr-defined]  # an object of the API
    assert facets == {
        "base": [("Handbooks", 2)],
        "kind": [("pdf", 1), ("text", 1)],
        "language": [("en", 2)],
        "author": [("Ida", 1)],
    }
    assert names(await search(anna, "leave", filters={"kinds": ["pdf"]})) == ["Trips.pdf"]
    assert names(await search(anna, "leave", filters={"authors": ["Ida"]})) == ["Leave.md"]
    recent = (application.platform.clock.now() - timedelta(1)).isoformat()
    assert names(await search(anna, "leave", filters={"date_from": recent})) == ["Leave.md"]
    assert names(await search(anna, "leave", bases=[])) == []
    assert names(await search(anna, "leave", sort="name")) == ["Leave.md", "Trips.pdf"]
    assert names(await search(anna, "leave", sort="date")) == ["Leave.md", "Trips.pdf"]
    first = await search(anna, "leave", limit=1)
    second = await search(anna, "leave", limit=1, cursor=first["next_cursor"])
    assert names(first) + names(second) == names(found)
    assert (second["next_cursor"], second["facets"]) == (None, [])
    await search(anna, "leave", 422, cursor="x")
    for nothing in ("", " \n", "\u200b"):
        await search(anna, nothing, 422)
        kept = {"name": "Nothing", "request": {"question": nothing}}
        await anna.call("POST", "/searches/saved", 422, json=kept)
    # What is no longer valid is found only by those who ask for it.
    past = application.platform.clock.now() - timedelta(1)
    gone = await create_document(
        application.platform, organization.id, base, "Old.md", ["Quokka leave"], valid_until=past
    )
    assert names(await search(anna, "quokka")) == []
    assert names(await search(anna, "quokka", filters={"outdated": True})) == ["Old.md"]
    similar = await anna.call("GET", f"/documents/{gone.id}/similar", 200)
    assert similar["items"][0]["name"] == "Leave.md"


async def test_everything_stays_within_ones_rights(
    application: Application,
    organization: MadeOrganization,
    anna: Keeper,
    ben: Keeper,
    stranger: Keeper,
    base: UUID,
) -> None:
    platform = application.platform
    secret = await create_document(
        platform, organization.id, base, "Salaries.md", ["The quokka earns most."], own_access=True
    )
    async with platform.database.transaction(organization.id) as session:
        tag = new_id()
        values = {"id": tag, "organization": organization.id, "base": base, "document": secret.id}
        await session.execute(
            text("INSERT INTO knowledge_tags VALUES (:organization, :id, :base, 'quokka-tag', NULL, now())"), values
        )
        await session.execute(text("INSERT INTO document_tags VALUES (:organization, :document, :id)"), values)
    # Anna edits the base, so she reads it. Ben may nothing there, then reads the base without that document.
    assert names(await search(anna, "quokka")) == ["Salaries.md"]

    async def seen(who: Keeper) -> list[object]:
        found = await search(who, "quokka leave", note=False)
        typed = await who.call("GET", "/suggest?q=quokka", 200)
        named = await who.call("GET", "/suggest?q=salar", 200)
        return [names(found), found["facets"], typed["items"], named["items"]]

    for who in (ben, stranger):
        assert await seen(who) == [[], [], [], []]
        await who.call("GET", f"/documents/{secret.id}/similar", 404)
        await who.call("POST", "/bench", 404, json={"question": "quokka", "bases": [str(base)]})
        await who.call("GET", f"/figures?base_id={base}", 404)
        await who.call("GET", f"/figures/documents.csv?base_id={base}", 404)
        await who.call("GET", f"/bases/{base}/question-sets", 404)
        assert (await who.call("GET", "/figures", 200))["bases"] == []
    await anna.call("GET", f"/figures?base_id={base}", 200)
    async with platform.database.transaction(organization.id) as session:
        await session.execute(text("UPDATE knowledge_bases SET everyone_role = 'viewer' WHERE id = :id"), {"id": base})
    found, facets, typed, named = await seen(ben)
    assert found == ["Leave.md", "Trips.pdf"]
    assert {facet["name"] for facet in facets} == {"base", "kind", "language", "author"}  # type: ignore[attr-defined]  # an object of the API
    assert (typed, named) == ([], [])
    await ben.call("POST", "/bench", 403, json={"question": "quokka", "bases": [str(base)]})
    await ben.call("GET", f"/figures?base_id={base}", 403)
    # A reader of its own, at once; and out again.
    async with platform.database.transaction(organization.id) as session:
        await session.execute(
            text("INSERT INTO document_members VALUES (:organization, :document, 'person', :person, now())"),
            {"organization": organization.id, "document": secret.id, "person": ben.person.id},
        )
    assert names(await search(ben, "quokka")) == ["Salaries.md"]
    assert [each["kind"] for each in (await ben.call("GET", "/suggest?q=quokka-", 200))["items"]] == ["tag"]
    async with platform.database.transaction(organization.id) as session:
        await session.execute(text("DELETE FROM document_members"))
    assert names(await search(ben, "quokka")) == []
    for method, path in (
        ("POST", "/search"),
        ("GET", "/suggest?q=a"),
        ("GET", "/searches"),
        ("GET", "/searches/popular"),
        ("GET", "/searches/saved"),
        ("POST", "/bench"),
        ("GET", "/figures"),
        ("GET", "/figures/days.csv"),
        ("GET", f"/documents/{secret.id}/similar"),
    ):
        assert (await anna.client.request(method, f"/api/v1/knowledge{path}", json={})).status_code == 401


async def test_what_one_searched_is_ones_own_until_several_ask_the_same(
    application: Application, organization: MadeOrganization, anna: Keeper, ben: Keeper, stranger: Keeper, base: UUID
) -> None:
    platform = application.platform
    async with platform.database.transaction(organization.id) as session:
        await session.execute(text("UPDATE knowledge_bases SET everyone_role = 'viewer' WHERE id = :id"), {"id": base})
    carl = await keeper(application, anna.client, await create_person(platform, organization.id))
    await search(anna, "Leave")
    await search(anna, "leave", note=False)
    await search(anna, "  leave ")
    await search(ben, "leave")
    past = await anna.call("GET", "/searches?limit=1", 200)
    assert [each["question"] for each in past["items"]] == ["leave"]
    older = await anna.call("GET", f"/searches?limit=1&cursor={past['next_cursor']}", 200)
    assert [each["question"] for each in older["items"]] == ["Leave"]
    assert (await anna.call("GET", "/searches/popular", 200))["items"] == []
    await search(carl, "leave")
    assert (await ben.call("GET", "/searches/popular", 200))["items"] == [{"question": "leave", "people": 3}]
    assert (await stranger.call("GET", "/searches/popular", 200))["items"] == []
    # Whoever may not read all that was searched does not hear what is asked there.
    async with platform.database.transaction(organization.id) as session:
        await session.execute(text("UPDATE knowledge_bases SET everyone_role = NULL WHERE id = :id"), {"id": base})
    assert (await ben.call("GET", "/searches/popular", 200))["items"] == []
    mine = past["items"][0]["id"]
    await ben.call("DELETE", f"/searches/{mine}", 404)
    await anna.call("DELETE", f"/searches/{mine}", 204)
    await anna.call("DELETE", "/searches", 204)
    assert (await anna.call("GET", "/searches", 200))["items"] == []
    kept = {"name": "Days off", "request": {"question": "leave", "filters": {"kinds": ["pdf"]}, "cursor": "x"}}
    saved = await anna.call("POST", "/searches/saved", 201, json=kept)
    assert (saved["request"]["filters"]["kinds"], saved["request"]["cursor"]) == (["pdf"], None)
    place = f"/searches/saved/{saved['id']}"
    await ben.call("PUT", place, 404, json=kept)
    await ben.call("DELETE", place, 404)
    assert (await ben.call("GET", "/searches/saved", 200))["items"] == []
    await anna.call("PUT", place, 200, json=kept | {"name": "Holidays"})
    assert [each["name"] for each in (await anna.call("GET", "/searches/saved", 200))["items"]] == ["Holidays"]
    await anna.call("DELETE", place, 204)


async def test_what_begins_with_what_was_typed_comes_first_among_many(
    application: Application, organization: MadeOrganization, anna: Keeper, base: UUID
) -> None:
    await create_base(application.platform, organization.id, editor=anna.person.id, name="Leap years")
    async with application.platform.database.transaction(organization.id) as session:
        # Many that hold the letters somewhere.
        await session.execute(MANY_MORE, {"base": base})
    typed = (await anna.call("GET", "/suggest?q=lea&limit=3", 200))["items"]
    assert [(each["kind"], each["text"]) for each in typed] == [
        ("document", "Leave.md"),
        ("base", "Leap years"),
        ("document", "A leaflet 1"),
    ]
    assert typed[1]["base_id"] == typed[1]["id"]
