"""Documents: brought in by upload and as text, taken in, listed, changed, tried again."""

import pytest

from tests.features.knowledge.conftest import Keeper

POLICY = b"""# Travel policy

## Trains

Employees travel by train wherever a train goes. Tickets are booked in the second class.

## Hotels

A night may cost 120 euros in Germany and 150 euros abroad.
"""


@pytest.fixture(autouse=True)
async def working(worker: None) -> None:
    """Documents are taken in."""


async def test_an_upload_becomes_a_document_that_is_found(anna: Keeper) -> None:
    base = await anna.base()
    document = await anna.add(base, "policy.md", POLICY, path="rules/travel")
    assert document["name"] == "policy.md"
    assert (document["status"], document["stage"], document["percent"]) == ("ready", "done", 100)
    assert document["media_kind"] == "markdown"
    assert document["found"] == document["version"] == 1
    assert document["chunk_count"] >= 1
    shown = await anna.call("GET", f"/bases/{base}", 200)
    assert (shown["document_count"], shown["chunk_count"]) == (1, document["chunk_count"])
    assert shown["bytes"] == len(POLICY)
    found = await anna.call("POST", "/search", 200, json={"question": "What may a hotel night cost?"})
    assert document["id"] in str(found)


async def test_a_text_becomes_a_document(anna: Keeper) -> None:
    base = await anna.base()
    document = await anna.write(base, "Notes", "The office is closed on Friday.")
    assert document["name"] == "Notes.md"
    await anna.call("POST", f"/bases/{base}/documents/from-text", 422, json={"name": "Empty", "text": "  \n "})


async def test_the_same_name_makes_a_new_version_and_the_old_one_can_come_back(anna: Keeper) -> None:
    base = await anna.base()
    first = await anna.write(base, "Canteen", "On Monday there is soup.")
    second = await anna.write(base, "CANTEEN", "On Monday there is salad.")
    assert (first["id"], second["found"]) == (second["id"], 2)
    restored = await anna.call("POST", f"/documents/{first['id']}/versions/1/restore", 200)
    assert (restored["version"], restored["found"]) == (3, 2)
    document = await anna.taken_in(first["id"])
    assert document["found"] == 3
    versions = (await anna.call("GET", f"/documents/{first['id']}/versions", 200))["items"]
    assert [(each["number"], each["origin"], each["current"]) for each in versions] == [
        (3, "restored", True),
        (2, "text", False),
        (1, "text", False),
    ]
    await anna.call("POST", f"/documents/{first['id']}/versions/9/restore", 404)


async def test_what_cannot_be_read_fails_with_its_reason_and_blocks_nothing(anna: Keeper) -> None:
    base = await anna.base()
    upload = await anna.upload(base, "broken.pdf", b"%PDF-1.7\nthis is no PDF at all")
    document = await anna.taken_in(upload["document_id"])
    assert document["status"] == "failed"
    assert document["problem"]["code"].startswith("document_")
    assert document["found"] is None
    assert (await anna.write(base, "Good", "This one is fine."))["status"] == "ready"
    listed = await anna.call("GET", f"/bases/{base}/documents?status=failed", 200)
    assert [each["name"] for each in listed["items"]] == ["broken.pdf"]
    await anna.call("POST", f"/documents/{document['id']}/retry", 200)
    again = await anna.taken_in(document["id"])
    assert again["problem"]["code"] == document["problem"]["code"]
    # A replacement of the same name is found.
    assert (await anna.add(base, "broken.pdf", b"Just text after all."))["found"] == 2
    await anna.call("POST", f"/documents/{document['id']}/retry", 409)


async def test_documents_are_listed_filtered_and_changed(anna: Keeper) -> None:
    base = await anna.base()
    for name in ("b.md", "A.md", "c.txt"):
        await anna.write(base, name, f"Text of {name}: something about boats and boats.")
    first = await anna.call("GET", f"/bases/{base}/documents?limit=2", 200)
    assert [each["name"] for each in first["items"]] == ["A.md", "b.md"]
    rest = await anna.call("GET", f"/bases/{base}/documents?limit=2&cursor={first['next_cursor']}", 200)
    assert [each["name"] for each in rest["items"]] == ["c.txt"]
    for sort in ("-created", "size", "-updated"):
        path = f"/bases/{base}/documents?sort={sort}&limit=1"
        seen: list[str] = []
        cursor = ""
        while True:
            page = await anna.call("GET", f"{path}{cursor}", 200)
            seen += [each["name"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert sorted(seen) == ["A.md", "b.md", "c.txt"], sort
    kinds = await anna.call("GET", f"/bases/{base}/documents?kind=text", 200)
    assert [each["name"] for each in kinds["items"]] == ["c.txt"]
    document = first["items"][0]["id"]
    patch = {
        "name": "Z.md",
        "author": "Ada",
        "document_date": "2026-01-02T00:00:00Z",
        "metadata": {"owner": "HR"},
        "valid_until": "2027-01-01T00:00:00Z",
    }
    changed = await anna.call("PATCH", f"/documents/{document}", 200, json=patch)
    assert (changed["name"], changed["author"]) == ("Z.md", "Ada")
    assert (await anna.call("GET", f"/documents/{document}", 200))["metadata"] == {"owner": "HR"}
    for key in ("\x00", " ", "\u202e", "x" * 61):
        await anna.call("PATCH", f"/documents/{document}", 422, json={"metadata": {key: "HR"}})
    refused = await anna.call("PATCH", f"/documents/{document}", 409, json={"name": "B.md"})
    assert refused["code"] == "knowledge_name_taken"
    await anna.call("PATCH", f"/documents/{document}", 404, json={"folder_id": document})


async def test_twins_are_pointed_out(anna: Keeper, ben: Keeper) -> None:
    base = await anna.base()
    text = " ".join(f"Word{number} stands beside word{number + 1} in this long sentence." for number in range(60))
    one = await anna.write(base, "one.md", text)
    two = await anna.write(base, "two.md", text)
    near = await anna.write(base, "near.md", text + " And one more thing was added at the end.")
    await anna.write(base, "other.md", " ".join(f"Quite different{number} matters here." for number in range(80)))
    shown = await anna.call("GET", f"/documents/{one['id']}", 200)
    assert [(twin["id"], twin["exact"]) for twin in shown["twins"]] == [(two["id"], True), (near["id"], False)]
    # To whoever may read them: to Ben the same text under another name is none of his business.
    await anna.let_in(base, ben, "viewer")
    await anna.call("PUT", f"/documents/{two['id']}/access", 200, json={"own_access": True, "readers": []})
    assert [twin["id"] for twin in (await ben.call("GET", f"/documents/{one['id']}", 200))["twins"]] == [near["id"]]
    # Of what has changed since only what is found counts, whatever older versions said.
    await anna.write(base, "near.md", "Something else altogether stands here now.")
    assert (await ben.call("GET", f"/documents/{one['id']}", 200))["twins"] == []


async def test_a_deleted_document_comes_back(anna: Keeper) -> None:
    base = await anna.base()
    document = await anna.write(base, "Secret", "The treasure lies under the oak.")
    search = {"question": "Where does the treasure lie?"}
    assert document["id"] in str(await anna.call("POST", "/search", 200, json=search))
    await anna.call("DELETE", f"/documents/{document['id']}", 204)
    await anna.call("GET", f"/documents/{document['id']}", 404)
    assert document["id"] not in str(await anna.call("POST", "/search", 200, json=search))
    assert (await anna.call("GET", f"/bases/{base}", 200))["document_count"] == 0
    deleted = await anna.call("GET", f"/bases/{base}/documents?deleted=true", 200)
    assert [each["id"] for each in deleted["items"]] == [document["id"]]
    await anna.write(base, "Secret", "Another one of that name.")
    back = await anna.call("POST", f"/documents/{document['id']}/restore", 200)
    assert back["name"] == "Secret (2).md"
    assert document["id"] in str(await anna.call("POST", "/search", 200, json=search))
