"""Reading documents: by blocks, as pages, as files; their chunks."""

import asyncio
import io
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from tests.engines.documents.making import text_picture
from tests.engines.documents.reading import OCR
from tests.factories import files
from tests.factories.accounts import MadeOrganization
from tests.features.knowledge.conftest import PATIENCE, Keeper

MADE = Path(__file__).parents[2] / "engines" / "documents" / "made"
TEXT = "# Handbook\n\n" + "\n\n".join(
    f"## Chapter {number}\n\nChapter {number} speaks of apples and of the number {number * 111}."
    for number in range(40)
)


@pytest.fixture(autouse=True)
async def working(worker: None) -> None:
    """Documents are taken in."""


async def test_content_is_read_by_blocks_and_around_a_place(anna: Keeper) -> None:
    base = await anna.base()
    document = await anna.write(base, "Handbook", TEXT)
    path = f"/documents/{document['id']}/content"
    first = await anna.call("GET", f"{path}?limit=3", 200)
    assert [block["kind"] for block in first["items"]] == ["heading", "heading", "paragraph"]
    rest = await anna.call("GET", f"{path}?limit=500&cursor={first['next_cursor']}", 200)
    assert first["total"] == 3 + len(rest["items"])
    chunk = (await anna.call("GET", f"/documents/{document['id']}/chunks", 200))["items"][-1]
    around = await anna.call("GET", f"{path}?limit=8&at={chunk['start']}", 200)
    assert any(block["start"] <= chunk["start"] <= block["end"] for block in around["items"])
    assert around["previous_cursor"] is not None
    await anna.call("GET", f"{path}?version=7", 404)
    await anna.write(base, "Handbook", "All new.")
    old = await anna.call("GET", f"{path}?version=1&limit=1", 200)
    assert (old["current"], old["items"][0]["text"]) == (False, "Handbook")


async def test_a_chunk_is_edited_and_switched_off(anna: Keeper) -> None:
    base = await anna.base()
    document = await anna.write(base, "Cake", "The cake is baked with apples.")
    chunk = (await anna.call("GET", f"/documents/{document['id']}/chunks", 200))["items"][0]
    path = f"/documents/{document['id']}/chunks/{chunk['id']}"
    edited = await anna.call("PATCH", path, 200, json={"text": "The cake is baked with rhubarb."})
    assert edited["edited_at"] is not None
    await anna.call("PATCH", path, 422, json={"text": " \n"})
    # Half a sign, as cut by a program, stands in no database.
    halved = await anna.call(
        "PATCH",
        path,
        200,
        headers={"content-type": "application/json"},
        content=rb'{"text": "The cake is baked with rhubarb. \ud83d"}',
    )
    assert halved["text"] == "The cake is baked with rhubarb. \N{REPLACEMENT CHARACTER}"
    search = {"question": "rhubarb"}

    async def found() -> bool:
        return document["id"] in str(await anna.call("POST", "/search", 200, json=search))

    async with asyncio.timeout(PATIENCE):
        while not await found():
            pass
    await anna.call("PATCH", path, 200, json={"enabled": False})
    assert not await found()
    await anna.call("PATCH", path, 200, json={"enabled": True})
    async with asyncio.timeout(PATIENCE):
        while not await found():
            pass
    await anna.call("PATCH", f"/documents/{document['id']}/chunks/{base}", 404, json={"enabled": True})


async def test_a_late_job_does_not_undo_what_was_changed_meanwhile(
    anna: Keeper, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = await anna.base()
    document = await anna.write(base, "Cake", "The cake is baked with apples.")
    chunk = (await anna.call("GET", f"/documents/{document['id']}/chunks", 200))["items"][0]
    path = f"/documents/{document['id']}/chunks/{chunk['id']}"
    (feature,) = [each for each in application.features if each.name == "knowledge"]
    desk = feature.state["knowledge_search"]
    assert isinstance(desk, SearchDesk)
    on_again, off, switch = asyncio.Event(), asyncio.Event(), desk.index.switch

    async def slow(organization_id: UUID, chunk_ids: Collection[UUID], *, on: bool) -> None:
        if not on:
            off.set()
            await on_again.wait()
        await switch(organization_id, chunk_ids, on=on)
        if on:
            on_again.set()

    monkeypatch.setattr(desk.index, "switch", slow)
    async with asyncio.timeout(PATIENCE):
        await anna.call("PATCH", path, 200, json={"enabled": False})
        await off.wait()
        await anna.call("PATCH", path, 200, json={"enabled": True})
        # The second job is through, and only then the first one writes.
        await on_again.wait()
        while not (await anna.call("POST", "/search", 200, json={"question": "apples"}))["items"]:
            pass


async def test_how_something_would_be_cut(anna: Keeper) -> None:
    base = await anna.base()
    strategy = {"kind": "fixed", "max_tokens": 60, "overlap_tokens": 10}
    shown = await anna.call("POST", f"/bases/{base}/preview-chunks", 200, json={"text": TEXT, "strategy": strategy})
    assert shown["total"] > 5
    assert max(piece["tokens"] for piece in shown["items"]) <= 60
    document = await anna.write(base, "Handbook", TEXT)
    body = {"document_id": document["id"], "strategy": {"kind": "whole"}}
    assert (await anna.call("POST", f"/bases/{base}/preview-chunks", 200, json=body))["total"] == 1
    await anna.call("POST", f"/bases/{base}/preview-chunks", 422, json={})


async def test_the_file_is_fetched_by_a_link_and_counted(anna: Keeper, ben: Keeper) -> None:
    base = await anna.base(everyone_role="viewer")
    document = await anna.add(base, "page.html", b"<html><body><h1>Hi</h1><script>alert(1)</script></body></html>")
    link = await ben.call("GET", f"/documents/{document['id']}/download", 200)
    fetched = await ben.client.get(link["url"])
    assert fetched.status_code == 200
    assert fetched.content.startswith(b"<html>")
    assert fetched.headers["content-type"] == "application/octet-stream"
    assert fetched.headers["content-disposition"].startswith("attachment")
    part = await ben.client.get(link["url"], headers={"Range": "bytes=1-4"})
    assert (part.status_code, part.content) == (206, b"html")
    assert (await anna.call("GET", f"/documents/{document['id']}", 200))["downloads"] == 1
    # The link lives for minutes; rights are asked for again all the same.
    await anna.call("PATCH", f"/bases/{base}", 200, json={"everyone_role": None})
    assert (await ben.client.get(link["url"])).status_code == 404
    assert (await ben.client.get(link["url"][:-4] + "AAAA")).status_code == 404


async def test_a_pdf_is_seen_page_by_page_with_the_passage_marked(anna: Keeper) -> None:
    base = await anna.base()
    content = files.pdf("The first page speaks of apples.", "The second page speaks of rhubarb and cake.")
    document = await anna.add(base, "cake.pdf", content)
    assert (document["media_kind"], document["pages"]) == ("pdf", 2)
    chunks = (await anna.call("GET", f"/documents/{document['id']}/chunks", 200))["items"]
    chunk = next(each for each in chunks if "rhubarb" in each["text"])
    path = f"/documents/{document['id']}/pages/2?width=500&chunk={chunk['id']}"
    page = await anna.call("GET", path, 200)
    assert (page["page"], page["pages"], page["width"]) == (2, 2, 600)
    assert page["boxes"]
    picture = await anna.client.get(page["url"])
    assert picture.headers["content-type"] == "image/webp"
    assert picture.content[8:12] == b"WEBP"
    assert (await anna.call("GET", path, 200))["boxes"] == page["boxes"], "kept, not drawn again"
    # Of a cited place only its own words are marked; words that are not on the page leave the chunk marked.
    (block,) = (await anna.call("GET", f"/documents/{document['id']}/content?page=2", 200))["items"]
    begin = block["start"] + block["text"].index("rhubarb")
    (cited,) = (await anna.call("GET", f"{path}&at={begin}&to={begin + len('rhubarb')}", 200))["boxes"]
    (whole,) = page["boxes"]
    assert whole["x0"] < cited["x0"] < cited["x1"] < whole["x1"]
    assert (await anna.call("GET", f"{path}&at=4&to=9", 200))["boxes"] == page["boxes"]
    # Found, it leads there, too: the chunk begins a page earlier.
    found = await anna.call("POST", "/search", 200, json={"question": "rhubarb", "bases": [base]})
    (passage,) = found["items"][0]["passages"]
    assert (passage["first_page"], passage["last_page"], passage["page"]) == (1, 2, 2)
    assert (passage["at"], passage["to"]) == (block["start"], passage["end"])
    await anna.call("GET", f"/documents/{document['id']}/pages/3", 404)


@pytest.mark.skipif(not OCR, reason="needs Tesseract's words: Debian's tesseract-ocr-deu, tesseract-ocr-eng")
async def test_on_a_picture_of_text_the_passage_is_marked_too(anna: Keeper, tmp_path: Path) -> None:
    base = await anna.base()
    picture = io.BytesIO()
    text_picture("Der Kuchen wird mit", "Rhabarber gebacken.").save(picture, "PNG")
    document = await anna.add(base, "cake.png", picture.getvalue())
    (chunk,) = (await anna.call("GET", f"/documents/{document['id']}/chunks", 200))["items"]
    path = f"/documents/{document['id']}/pages/1"
    page = await anna.call("GET", f"{path}?width=500&chunk={chunk['id']}", 200)
    assert (page["pages"], page["width"], len(page["boxes"])) == (1, 600, 2)
    # Words that were kept are not recognised again: without any there is nothing to mark.
    (kept,) = await asyncio.to_thread(lambda: list(tmp_path.rglob("1.words.json")))
    await asyncio.to_thread(kept.write_bytes, b"[]")
    assert (await anna.call("GET", f"{path}?width=900&chunk={chunk['id']}", 200))["boxes"] == []


async def test_only_what_has_pages_has_pictures_of_them(anna: Keeper) -> None:
    base = await anna.base()
    document = await anna.write(base, "Note", "No pages here.")
    refused = await anna.call("GET", f"/documents/{document['id']}/pages/1", 404)
    assert refused["code"] == "document_no_page"


async def test_what_an_older_reader_has_read_is_known_and_read_anew(
    application: Application, organization: MadeOrganization, anna: Keeper
) -> None:
    base = await anna.base()
    slides = await anna.add(base, "folien.odp", await asyncio.to_thread((MADE / "folien.odp").read_bytes))
    notes = await anna.write(base, "Notes", TEXT)
    # That there are hidden slides is to be known; it is no fault.
    assert ([each["code"] for each in slides["notices"]], slides["warnings"]) == (["document_hidden_parts"], [])
    assert (slides["older_reader"], notes["older_reader"]) == (False, False)
    operation = {"kind": "reprocess", "selection": {"everything": True, "older_reader": True}}
    refused = await anna.call("POST", f"/bases/{base}/operations", 409, json=operation)
    assert refused["code"] == "knowledge_nothing_selected"
    async with application.platform.database.transaction(organization.id) as session:
        await session.execute(text("UPDATE document_versions SET reader = 1"))
    # Of texts, too: encodings are told apart since.
    assert (await anna.call("GET", f"/documents/{notes['id']}", 200))["older_reader"]
    async with application.platform.database.transaction(organization.id) as session:
        current = {"document": notes["id"]}
        await session.execute(text("UPDATE document_versions SET reader = 2 WHERE document_id = :document"), current)
    shown = await anna.call("GET", f"/figures?base_id={base}", 200)
    assert (shown["bases"][0]["older_reader"], shown["bases"][0]["health"], shown["poorly_read"]) == (1, 1.0, [])
    assert (await anna.call("GET", f"/documents/{slides['id']}", 200))["older_reader"]
    begun = await anna.call("POST", f"/bases/{base}/operations", 202, json=operation)
    assert begun["total"] == 1
    assert (await anna.finished(begun))["done"] == 1
    again = await anna.taken_in(slides["id"])
    assert (again["version"], again["found"], again["older_reader"]) == (2, 2, False)
    assert (await anna.call("GET", f"/documents/{notes['id']}", 200))["version"] == 1
