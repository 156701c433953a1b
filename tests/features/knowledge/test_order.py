"""Folders, tags, and work on many documents at once."""

import asyncio
import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.operations import tagging
from convosphere.features.knowledge.actions.tags import tags
from convosphere.features.knowledge.repository import documents
from tests.factories.disk import files_below
from tests.features.knowledge.conftest import Keeper


@pytest.fixture(autouse=True)
async def working(worker: None) -> None:
    """Documents are taken in."""


async def test_folders_are_made_moved_and_deleted_with_what_is_in_them(anna: Keeper) -> None:
    base = await anna.base()
    outer = (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Rules"}))["id"]
    inner = (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Travel", "parent_id": outer}))["id"]
    await anna.call("POST", f"/bases/{base}/folders", 409, json={"name": "RULES"})
    document = await anna.write(base, "Trains", "Trains are fast.", folder_id=inner)
    # A path of an upload comes to the same folders.
    assert (await anna.add(base, "bus.md", b"Buses are slow.", path="rules/travel"))["folder_id"] == inner
    listed = await anna.call("GET", f"/bases/{base}/documents?folder={outer}&deep=true", 200)
    assert [each["name"] for each in listed["items"]] == ["bus.md", "Trains.md"]
    assert (await anna.call("GET", f"/bases/{base}/documents?folder=root", 200))["items"] == []
    refused = await anna.call("PATCH", f"/folders/{outer}", 409, json={"parent_id": inner})
    assert refused["code"] == "knowledge_folder_cycle"

    async def within(*folders: str) -> bool:
        asked = {"question": "trains", "filters": {"folders": folders}}
        return document["id"] in str(await anna.call("POST", "/search", 200, json=asked))

    assert (await within(inner), await within(outer)) == (True, True)
    moved = await anna.call("PATCH", f"/folders/{inner}", 200, json={"parent_id": None, "name": "Trips"})
    assert (moved["name"], moved["parent_id"], moved["document_count"]) == ("Trips", None, 2)
    # From the answer on, without a document having been touched.
    assert (await within(inner), await within(outer), await within(base)) == (True, False, False)
    await anna.call("PATCH", f"/folders/{inner}", 200, json={"parent_id": outer, "name": "Travel"})

    async def names() -> dict[str, str | None]:
        listed = (await anna.call("GET", f"/bases/{base}/folders", 200))["items"]
        return {each["name"]: each["parent_id"] for each in listed}

    begun = (await anna.call("DELETE", f"/folders/{outer}", 202))["operation"]
    assert (begun["kind"], begun["total"], begun["folders"]) == ("delete", 2, [{"id": outer, "name": "Rules"}])
    done = await anna.finished(begun)
    assert (done["done"], done["failed"], done["undoable"]) == (2, 0, True)
    assert await names() == {}
    assert document["id"] not in str(await anna.call("POST", "/search", 200, json={"question": "trains"}))
    # By itself it comes back to the top; with the operation into its folders, one of which is there again by now.
    back = await anna.call("POST", f"/documents/{document['id']}/restore", 200)
    assert back["folder_id"] is None
    await anna.call("DELETE", f"/documents/{document['id']}", 204)
    rules = (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "rules"}))["id"]
    await anna.finished(await anna.call("POST", f"/operations/{done['id']}/undo", 202))
    assert await names() == {"rules": None, "Travel": rules}
    listed = await anna.call("GET", f"/bases/{base}/documents?folder={rules}&deep=true", 200)
    assert [each["name"] for each in listed["items"]] == ["bus.md", "Trains.md"]
    assert await within(rules)
    # An empty one goes at once.
    empty = (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Empty"}))["id"]
    assert await anna.call("DELETE", f"/folders/{empty}", 202) == {"operation": None}
    await anna.call("DELETE", f"/folders/{empty}", 404)


async def test_an_archive_of_somebody_who_is_gone_does_not_wait_for_ever(
    anna: Keeper, application: Application
) -> None:
    base = await anna.base()
    await application.platform.jobs.stop_worker()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.md", "A")
    upload = await anna.upload(base, "a.zip", packed.getvalue(), unpack=True)
    async with application.platform.database.transaction(anna.person.organization_id) as session:
        await session.execute(text("UPDATE knowledge_operations SET owner_id = NULL"))
    await application.platform.jobs.start_worker(alone=True)
    ended = await anna.finished({"id": upload["operation_id"]})
    assert (ended["status"], ended["problem"]["code"]) == ("failed", "knowledge_operation_failed")


async def test_a_folder_stays_with_what_came_into_it_while_it_was_deleted(
    anna: Keeper, application: Application
) -> None:
    base = await anna.base()
    outer = (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Outer"}))["id"]
    for name in ("kept", "gone"):
        await anna.write(base, name, name, folder_id=outer)
        inner = {"name": name, "parent_id": outer}
        await anna.call("POST", f"/bases/{base}/folders", 201, json=inner)
    await application.platform.jobs.stop_worker()
    begun, cancelled = [(await anna.call("DELETE", f"/folders/{outer}", 202))["operation"] for _ in range(2)]
    await anna.call("POST", f"/operations/{cancelled['id']}/cancel", 200)
    folders = (await anna.call("GET", f"/bases/{base}/folders", 200))["items"]
    kept = next(each["id"] for each in folders if each["name"] == "kept")
    wanted = {"name": "late", "text": "late", "folder_id": kept}
    late = await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json=wanted)
    await application.platform.jobs.start_worker(alone=True)
    assert (await anna.finished(begun))["done"] == 2
    left = (await anna.call("GET", f"/bases/{base}/folders", 200))["items"]
    assert [(each["name"], each["parent_id"]) for each in left] == [("kept", outer), ("Outer", None)]
    assert (await anna.taken_in(late["id"]))["folder_id"] == kept


async def test_tags_are_made_counted_suggested_and_merged(anna: Keeper) -> None:
    base = await anna.base()
    boats = (await anna.call("POST", f"/bases/{base}/tags", 201, json={"name": "Boats", "colour": "teal"}))["id"]
    ships = (await anna.call("POST", f"/bases/{base}/tags", 201, json={"name": "Ships"}))["id"]
    await anna.call("POST", f"/bases/{base}/tags", 409, json={"name": "boats"})
    document = await anna.write(base, "Harbour", "Boats lie in the harbour. Boats are wet. The harbour is deep.")
    shown = await anna.call("GET", f"/documents/{document['id']}", 200)
    assert shown["suggested_tags"][0] == {"id": boats, "name": "Boats"}
    assert "harbour" in str(shown["suggested_tags"]).casefold()
    await anna.call("PATCH", f"/documents/{document['id']}", 200, json={"tags": [ships]})
    await anna.call("PATCH", f"/documents/{document['id']}", 404, json={"tags": [document["id"]]})
    listed = await anna.call("GET", f"/bases/{base}/documents?tag={ships}", 200)
    assert [each["id"] for each in listed["items"]] == [document["id"]]
    merged = await anna.call("POST", f"/tags/{ships}/merge", 202, json={"into": boats})
    assert (merged["operation"], merged["tag"]["name"], merged["tag"]["document_count"]) == (None, "Boats", 1)
    await anna.call("PATCH", f"/tags/{boats}", 200, json={"name": "Vessels", "colour": None})
    tags = (await anna.call("GET", f"/bases/{base}/tags", 200))["items"]
    assert tags == [{"id": boats, "name": "Vessels", "colour": None, "document_count": 1}]
    assert await anna.call("DELETE", f"/tags/{boats}", 202) == {"operation": None}
    assert (await anna.call("GET", f"/documents/{document['id']}", 200))["tags"] == []


async def test_a_tag_that_many_have_goes_in_the_background(
    anna: Keeper, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (tags, tagging):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 1)
    base = await anna.base()
    boats, ships = [
        (await anna.call("POST", f"/bases/{base}/tags", 201, json={"name": name}))["id"] for name in ("Boats", "Ships")
    ]
    ids = [(await anna.write(base, f"Harbour {number}", "Boats lie here."))["id"] for number in range(3)]
    for each in ids:
        await anna.call("PATCH", f"/documents/{each}", 200, json={"tags": [ships]})
    await anna.call("DELETE", f"/documents/{ids[0]}", 204)
    async with application.platform.database.transaction(anna.person.organization_id) as session:
        # Somebody is at a document: until they are through the operation is under way.
        await documents.lock_documents(session, UUID(base), [UUID(ids[1])])
        merged = await anna.call("POST", f"/tags/{ships}/merge", 202, json={"into": boats})
        operation = merged["operation"]
        assert (operation["kind"], operation["total"], operation["tag"]) == (
            *("tag", 3),
            {"id": ships, "name": "Ships"},
        )
        for path, body in ((f"/tags/{ships}/merge", {"into": boats}), (f"/tags/{boats}/merge", {"into": ships})):
            refused = await anna.call("POST", path, 409, json=body)
            assert refused["code"] == "knowledge_tag_going"
        await anna.call("DELETE", f"/tags/{ships}", 409)
    ended = await anna.finished(operation)
    assert (ended["status"], ended["done"], ended["total"], ended["failed"]) == ("done", 3, 3, 0)
    await anna.call("POST", f"/documents/{ids[0]}/restore", 200)
    shown = (await anna.call("GET", f"/bases/{base}/tags", 200))["items"]
    assert [(each["name"], each["document_count"]) for each in shown] == [("Boats", 3)]
    found = await anna.call(
        "POST", "/search", 200, json={"question": "boats", "bases": [base], "filters": {"tags_any": [boats]}}
    )
    assert {each["document_id"] for each in found["items"]} == set(ids)


async def test_many_documents_are_moved_tagged_deleted_and_brought_back(anna: Keeper) -> None:
    base = await anna.base()
    folder = (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Archive"}))["id"]
    tag = (await anna.call("POST", f"/bases/{base}/tags", 201, json={"name": "old"}))["id"]
    ids = [(await anna.write(base, f"Note {number}", f"Note number {number}."))["id"] for number in range(3)]
    taken = await anna.write(base, "Note 1", "It has that name there.", folder_id=folder)

    async def do(expected: int = 202, **wanted: object) -> dict[str, object]:
        body = {"selection": {"document_ids": ids}, **wanted}
        begun = await anna.call("POST", f"/bases/{base}/operations", expected, json=body)
        return await anna.finished(begun)

    moved = await do(kind="move", folder_id=folder)
    assert (moved["status"], moved["total"], moved["done"], moved["failed"]) == ("done", 3, 2, 1)
    failures = await anna.call("GET", f"/operations/{moved['id']}/failures", 200)
    assert [each["problem"]["code"] for each in failures["items"]] == ["knowledge_name_taken"]
    await anna.call("PATCH", f"/documents/{taken['id']}", 200, json={"name": "Other.md"})
    again = await anna.finished(await anna.call("POST", f"/operations/{moved['id']}/retry", 200))
    assert (again["done"], again["failed"]) == (3, 0)
    await anna.call("POST", f"/operations/{moved['id']}/retry", 409)
    assert (await do(kind="tag", add_tags=[tag]))["done"] == 3
    assert (await anna.call("GET", f"/bases/{base}/tags", 200))["items"][0]["document_count"] == 3
    read_again = await do(kind="reprocess")
    assert read_again["done"] == 3
    for document in ids:
        assert (await anna.taken_in(document))["found"] == 2
    deleted = await do(kind="delete")
    assert (await anna.call("GET", f"/bases/{base}", 200))["document_count"] == 1
    undone = await anna.finished(await anna.call("POST", f"/operations/{deleted['id']}/undo", 202))
    assert (undone["kind"], undone["done"]) == ("restore", 3)
    assert (await anna.call("GET", f"/bases/{base}", 200))["document_count"] == 4
    await anna.call("POST", f"/operations/{deleted['id']}/cancel", 409)
    listed = await anna.call("GET", f"/operations?base_id={base}&limit=2", 200)
    assert [each["kind"] for each in listed["items"]] == ["restore", "delete"]
    none = {"kind": "delete", "selection": {"document_ids": [base]}}
    assert (await anna.call("POST", f"/bases/{base}/operations", 409, json=none))[
        "code"
    ] == "knowledge_nothing_selected"


async def test_many_folders_are_moved_deleted_and_brought_back_with_documents(anna: Keeper) -> None:
    base, other = await anna.base(), await anna.base()
    made: dict[str, str] = {}
    for name, parent in (("A", ""), ("B", ""), ("in A", "A"), ("Target", ""), ("taken", ""), ("Empty", "")):
        wanted = {"name": name, "parent_id": made.get(parent)}
        made[name] = (await anna.call("POST", f"/bases/{base}/folders", 201, json=wanted))["id"]
    await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Taken", "parent_id": made["Target"]})
    single = (await anna.write(base, "single", "A single one."))["id"]
    inside = (await anna.write(base, "inside", "It lies inside.", folder_id=made["in A"]))["id"]

    async def do(*, folders: list[str], **wanted: object) -> Any:
        body = {
            "selection": {"document_ids": [single, inside], "folder_ids": [made[each] for each in folders]},
            **wanted,
        }
        return await anna.call("POST", f"/bases/{base}/operations", 202, json=body)

    async def places(where: str = base) -> dict[str, str | None]:
        listed = (await anna.call("GET", f"/bases/{where}/folders", 200))["items"]
        names = {each["id"]: each["name"] for each in listed}
        return {each["name"]: names.get(each["parent_id"]) for each in listed}

    # Within the base as they are; what lies in one of them goes along with it.
    chosen = ["A", "in A", "B", "taken", "Target"]
    moved = await anna.finished(await do(kind="move", folder_id=made["Target"], folders=chosen))
    assert (moved["status"], moved["total"], moved["done"], moved["failed"]) == ("done", 5, 3, 2)
    assert [each["name"] for each in moved["folders"]] == ["A", "B", "taken", "Target"]
    failures = (await anna.call("GET", f"/operations/{moved['id']}/failures", 200))["items"]
    assert {each["name"]: each["problem"]["code"] for each in failures} == {
        "taken": "knowledge_name_taken",
        "Target": "knowledge_folder_cycle",
    }
    there = await places()
    assert (there["A"], there["B"], there["in A"], there["taken"]) == ("Target", "Target", "A", None)
    assert (await anna.call("GET", f"/documents/{inside}", 200))["folder_id"] == made["in A"]
    await anna.call("PATCH", f"/folders/{made['taken']}", 200, json={"name": "free"})
    again = await anna.finished(await anna.call("POST", f"/operations/{moved['id']}/retry", 200))
    assert ((await places())["free"], again["done"], again["failed"]) == ("Target", 4, 1)
    # Deleted with what is in them, empty ones as well, and all back where it was.
    before = await places()
    deleted = await anna.finished(await do(kind="delete", folders=["Target", "Empty"]))
    assert (deleted["total"], deleted["failed"], await places()) == (2, 0, {})
    await anna.finished(await anna.call("POST", f"/operations/{deleted['id']}/undo", 202))
    assert await places() == before
    listed = (await anna.call("GET", f"/bases/{base}/folders", 200))["items"]
    made = {each["name"]: each["id"] for each in listed}
    assert (await anna.call("GET", f"/documents/{single}", 200))["folder_id"] == made["Target"]
    # Nothing but empty ones: away, back, and into another base.
    none: list[str] = []
    empty = {"selection": {"document_ids": none, "folder_ids": [made["Empty"], made["B"]]}}
    gone = await anna.call("POST", f"/bases/{base}/operations", 202, json={"kind": "delete", **empty})
    assert (await anna.finished(gone))["undoable"]
    assert not {"Empty", "B"} & set(await places())
    await anna.finished(await anna.call("POST", f"/operations/{gone['id']}/undo", 202))
    assert await places() == before
    made = {each["name"]: each["id"] for each in (await anna.call("GET", f"/bases/{base}/folders", 200))["items"]}
    empty = {"selection": {"folder_ids": [made["Empty"]]}}
    over = await anna.call(
        "POST", f"/bases/{base}/operations", 202, json={"kind": "move", "to_base_id": other, **empty}
    )
    await anna.finished(over)
    assert (await places(other), "Empty" in await places()) == ({"Empty": None}, False)
    await anna.call("POST", f"/bases/{base}/operations", 409, json={"kind": "reprocess", **empty})


async def test_undoing_a_deletion_that_goes_on_ends_it(anna: Keeper, application: Application) -> None:
    base = await anna.base()
    document = (await anna.write(base, "kept", "It is kept."))["id"]
    await application.platform.jobs.stop_worker()
    wanted = {"kind": "delete", "selection": {"document_ids": [document]}}
    begun = await anna.call("POST", f"/bases/{base}/operations", 202, json=wanted)
    undone = await anna.call("POST", f"/operations/{begun['id']}/undo", 202)
    assert (undone["id"], undone["kind"], undone["status"]) == (begun["id"], "delete", "cancelled")
    await application.platform.jobs.start_worker(alone=True)
    await anna.write(base, "later", "What came after it is through.")
    assert (await anna.call("GET", f"/documents/{document}", 200))["deleted_at"] is None


def packed(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


async def test_an_archive_becomes_documents_in_its_folders(anna: Keeper) -> None:
    base = await anna.base()
    archive = packed({"a/one.md": b"One is first.", "a/b/two.txt": b"Two is second.", "../three.md": b"Three."})
    upload = await anna.upload(base, "all.zip", archive, unpack=True, path="in")
    operation = await anna.finished({"id": upload["operation_id"]})
    assert (operation["kind"], operation["status"], operation["failed"]) == ("unpack", "done", 0), operation
    listed = (await anna.call("GET", f"/bases/{base}/documents", 200))["items"]
    for each in listed:
        assert (await anna.taken_in(each["id"]))["status"] == "ready"
    folders = (await anna.call("GET", f"/bases/{base}/folders", 200))["items"]
    assert {"in", "a", "b"} <= {folder["name"] for folder in folders}
    # And out again, as one archive.
    link = await anna.call("POST", f"/bases/{base}/zip", 201, json={"selection": {"everything": True}})
    fetched = await anna.client.get(link["url"])
    assert fetched.status_code == 200
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as unpacked:
        assert unpacked.read("in/a/b/two.txt") == b"Two is second."
        assert len(unpacked.namelist()) == len(listed)


@pytest.mark.settings(knowledge={"organization_bytes": 2_000})
async def test_what_there_is_no_room_for_is_told_and_nothing_of_it_stays(
    anna: Keeper, application: Application
) -> None:
    base = await anna.base()
    archive = packed({"small.md": b"This one has room.", "large.md": b"This has none. " * 1_000})
    upload = await anna.upload(base, "all.zip", archive, unpack=True)
    operation = await anna.finished({"id": upload["operation_id"]})
    assert (operation["done"], operation["failed"]) == (1, 1)
    failures = (await anna.call("GET", f"/operations/{operation['id']}/failures", 200))["items"]
    assert [(each["name"], each["problem"]["code"]) for each in failures] == [("large.md", "knowledge_space_used_up")]
    (small,) = (await anna.call("GET", f"/bases/{base}/documents", 200))["items"]
    await anna.taken_in(small["id"])
    folder = application.platform.settings.data_dir / "files"
    async with asyncio.timeout(10):
        # Taken off after the operation has been told, by the job that unpacks.
        while "member" in {path.name for path in await asyncio.to_thread(files_below, folder)}:  # noqa: ASYNC110 - only the disk knows
            await asyncio.sleep(0.02)


async def test_a_broken_archive_says_so(anna: Keeper) -> None:
    base = await anna.base()
    upload = await anna.upload(base, "all.zip", b"PK\x03\x04 and nothing more", unpack=True)
    operation = await anna.finished({"id": upload["operation_id"]})
    assert operation["status"] == "failed"
    assert operation["problem"]["code"].startswith("archive_")
