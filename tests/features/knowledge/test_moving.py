"""Documents that go into another base: what comes along, what stays behind, and who may do it."""

from typing import Any

import pytest

from convosphere.entry.wiring import Application
from tests.features.knowledge.conftest import Keeper


async def moved(keeper: Keeper, base: str, target: str, selection: dict[str, Any], **wanted: Any) -> dict[str, Any]:
    """A move to another base that has come to its end."""
    body = {"kind": "move", "selection": selection, "to_base_id": target, **wanted}
    begun = await keeper.call("POST", f"/bases/{base}/operations", 202, json=body)
    assert begun["to_base_id"] == target
    return await keeper.finished(begun)


async def names(keeper: Keeper, base: str, query: str = "") -> list[str]:
    return [each["name"] for each in (await keeper.call("GET", f"/bases/{base}/documents?{query}", 200))["items"]]


async def found(keeper: Keeper, base: str, question: str) -> list[str]:
    """The documents that a question finds in a base."""
    asked = await keeper.call("POST", "/search", 200, json={"question": question, "bases": [base]})
    return [each["document_id"] for each in asked["items"]]


async def counts(keeper: Keeper, base: str) -> tuple[int, int, int]:
    shown = await keeper.call("GET", f"/bases/{base}", 200)
    return shown["document_count"], shown["chunk_count"], shown["bytes"]


@pytest.mark.usefixtures("worker")
async def test_documents_go_into_another_base_with_all_that_is_theirs(anna: Keeper, ben: Keeper, admin: Keeper) -> None:
    source, target = await anna.base(name="Drafts"), await anna.base(name="Handbook")
    for base in (source, target):
        await anna.let_in(base, ben, "viewer")
    rail = await anna.add(source, "rail.md", b"Trains are booked by everybody.", path="Travel/Rail")
    rail = await anna.add(source, "rail.md", b"Trains are booked in the portal.", path="Travel/Rail")
    secret = await anna.write(source, "secret", "Pay is a secret.")
    stays = await anna.write(source, "stays", "Nobody moves this one.")
    folders = (await anna.call("GET", f"/bases/{source}/folders", 200))["items"]
    outer, inner = (next(each["id"] for each in folders if each["name"] == name) for name in ("Travel", "Rail"))
    old = (await anna.call("POST", f"/bases/{source}/tags", 201, json={"name": "Old", "colour": "teal"}))["id"]
    new = (await anna.call("POST", f"/bases/{source}/tags", 201, json={"name": "new", "colour": "red"}))["id"]
    known = (await anna.call("POST", f"/bases/{target}/tags", 201, json={"name": "OLD"}))["id"]
    await anna.call("PATCH", f"/documents/{rail['id']}", 200, json={"tags": [old, new]})
    await anna.call("PUT", f"/documents/{secret['id']}/access", 200, json={"own_access": True, "readers": []})
    for name in ("Air", "Sea"):
        await anna.call("POST", f"/bases/{source}/folders", 201, json={"name": name, "parent_id": outer})
    place = (await anna.call("POST", f"/bases/{target}/folders", 201, json={"name": "From drafts"}))["id"]
    before = await counts(anna, source), await counts(anna, target)

    selection = {"document_ids": [secret["id"]], "folder_ids": [inner, outer]}
    done = await moved(anna, source, target, selection, folder_id=place)
    assert (done["total"], done["done"], done["failed"]) == (2, 2, 0)
    assert await names(anna, source) == ["stays.md"]
    assert await names(anna, target, f"folder={place}") == ["secret.md"]
    # What was selected by a folder keeps its folders, from the outermost one.
    shown = await anna.call("GET", f"/documents/{rail['id']}", 200)
    paths = {each["id"]: each for each in (await anna.call("GET", f"/bases/{target}/folders", 200))["items"]}
    lowest = paths[shown["folder_id"]]
    assert (lowest["name"], paths[lowest["parent_id"]]["name"]) == ("Rail", "Travel")
    assert paths[lowest["parent_id"]]["parent_id"] == place
    # Nothing is left of them, and what was empty before came along.
    assert (await anna.call("GET", f"/bases/{source}/folders", 200))["items"] == []
    assert {each["name"] for each in paths.values()} == {"From drafts", "Travel", "Rail", "Air", "Sea"}
    # Tags by name: one was there, the other is made, with its colour.
    tags = {each["name"]: each for each in (await anna.call("GET", f"/bases/{target}/tags", 200))["items"]}
    assert set(shown["tags"]) == {known, tags["new"]["id"]}
    assert (tags["new"]["colour"], tags["OLD"]["document_count"]) == ("red", 1)
    assert {each["document_count"] for each in (await anna.call("GET", f"/bases/{source}/tags", 200))["items"]} == {0}
    # Versions, and the counts of both bases, whatever of it is found.
    versions = (await anna.call("GET", f"/documents/{rail['id']}/versions", 200))["items"]
    assert [(each["number"], each["current"]) for each in versions] == [(2, True), (1, False)]
    after = await counts(anna, source), await counts(anna, target)
    assert after[0][0] == 1
    assert [sum(each) for each in zip(*before, strict=True)] == [sum(each) for each in zip(*after, strict=True)]
    assert after[0][2] == len(b"Nobody moves this one.")
    # Found there and nowhere else, by those who may.
    assert await found(anna, target, "trains") == [rail["id"]]
    assert await found(anna, source, "trains") == []
    assert await found(anna, source, "nobody") == [stays["id"]]
    assert await found(ben, target, "trains") == [rail["id"]]
    assert await found(ben, target, "secret") == []
    await ben.call("GET", f"/documents/{secret['id']}", 404)
    trail = (await admin.client.get("/api/v1/audit", headers=admin.headers)).json()["items"]
    (noted,) = [each for each in trail if each["action"] == "documents.moved"]
    assert (noted["subject_id"], noted["details"]["to_base_id"], noted["details"]["documents"]) == (source, target, 2)


@pytest.mark.usefixtures("worker")
async def test_where_the_name_is_taken_it_stays_until_that_is_mended(anna: Keeper) -> None:
    source, target = await anna.base(), await anna.base(name="Other")
    twin = await anna.write(source, "twin", "This one was first here.")
    there = await anna.write(target, "twin", "This one was first there.")
    kept = await moved(anna, source, target, {"everything": True})
    assert (kept["done"], kept["failed"]) == (0, 1)
    failures = await anna.call("GET", f"/operations/{kept['id']}/failures", 200)
    assert [each["problem"]["code"] for each in failures["items"]] == ["knowledge_name_taken"]
    assert (await anna.call("GET", f"/documents/{twin['id']}", 200))["base_id"] == source
    await anna.call("PATCH", f"/documents/{there['id']}", 200, json={"name": "other.md"})
    await anna.call("POST", f"/operations/{kept['id']}/retry", 200)
    assert (await anna.finished(kept))["done"] == 1
    assert (await counts(anna, source), await names(anna, target)) == ((0, 0, 0), ["other.md", "twin.md"])
    # Everything goes back with the folders it came to lie in.
    folder = (await anna.call("POST", f"/bases/{target}/folders", 201, json={"name": "New"}))["id"]
    await anna.call("PATCH", f"/documents/{twin['id']}", 200, json={"folder_id": folder})
    assert (await moved(anna, target, source, {"everything": True}))["done"] == 2
    (made,) = (await anna.call("GET", f"/bases/{source}/folders", 200))["items"]
    assert (made["name"], made["document_count"]) == ("New", 1)
    assert await counts(anna, target) == (0, 0, 0)
    assert (await anna.call("GET", f"/bases/{target}/folders", 200))["items"] == []
    # A folder in which something has to stay stays; what was deleted in one that goes can be brought back.
    deep = (await anna.call("POST", f"/bases/{source}/folders", 201, json={"name": "Deep", "parent_id": made["id"]}))[
        "id"
    ]
    await anna.write(source, "below", "This one goes.", folder_id=deep)
    gone = await anna.write(source, "gone", "Ferries are out of use.", folder_id=deep)
    await anna.call("DELETE", f"/documents/{gone['id']}", 204)
    await anna.add(target, "twin.md", b"It has come once more.", path="New")
    assert (await moved(anna, source, target, {"folder_ids": [made["id"]]}))["failed"] == 1
    (left,) = (await anna.call("GET", f"/bases/{source}/folders", 200))["items"]
    assert left["id"] == made["id"]
    assert (await anna.call("POST", f"/documents/{gone['id']}/restore", 200))["folder_id"] is None


@pytest.mark.usefixtures("worker")
async def test_what_is_cut_otherwise_there_is_read_anew(anna: Keeper) -> None:
    source = await anna.base()
    target = await anna.base(strategy={"kind": "whole"})
    document = await anna.write(source, "Rules", "# One\n\nTrains.\n\n# Two\n\nBuses.")
    assert document["chunk_count"] == 2
    assert (await moved(anna, source, target, {"document_ids": [document["id"]]}))["done"] == 1
    now = await anna.taken_in(document["id"])
    assert (now["version"], now["found"], now["chunk_count"], now["base_id"]) == (2, 2, 1, target)
    assert await found(anna, target, "trains") == [document["id"]]
    assert (await counts(anna, source), (await counts(anna, target))[:2]) == ((0, 0, 0), (1, 1))


async def test_only_editors_of_both_bases_move(
    anna: Keeper, ben: Keeper, stranger: Keeper, application: Application
) -> None:
    source, target = await anna.base(), await anna.base(name="Other")
    made = {"name": "a", "text": "It is on its way."}
    document = (await anna.call("POST", f"/bases/{source}/documents/from-text", 201, json=made))["id"]
    await anna.let_in(source, ben, "editor")
    body = {"kind": "move", "selection": {"document_ids": [document]}, "to_base_id": target}
    begin = f"/bases/{source}/operations"
    for nowhere in (target, await stranger.base(), document):
        refused = await ben.call("POST", begin, 404, json={**body, "to_base_id": nowhere})
        assert refused["errors"][0]["field"] == "body.to_base_id"
    await anna.let_in(target, ben, "viewer")
    assert (await ben.call("POST", begin, 403, json=body))["code"] == "knowledge_read_only"
    await anna.let_in(target, ben, "editor")
    folder = (await anna.call("POST", f"/bases/{source}/folders", 201, json={"name": "Here"}))["id"]
    await ben.call("POST", begin, 404, json={**body, "folder_id": folder})
    await ben.call("POST", begin, 422, json={**body, "kind": "delete"})
    # Whoever may no longer do it when the job comes to it, does not.
    begun = await ben.call("POST", begin, 202, json=body)
    await anna.let_in(target, ben, "viewer")
    await application.platform.jobs.start_worker(alone=True)
    ended = await anna.finished(begun)
    assert (ended["done"], ended["failed"]) == (0, 1)
    failures = await anna.call("GET", f"/operations/{begun['id']}/failures", 200)
    assert [each["problem"]["code"] for each in failures["items"]] == ["knowledge_base_gone"]
    assert (await anna.taken_in(document))["base_id"] == source
    await anna.let_in(target, ben, "editor")
    await anna.call("POST", f"/operations/{begun['id']}/retry", 200)
    assert (await anna.finished(begun))["failed"] == 0
    assert (await anna.call("GET", f"/documents/{document}", 200))["base_id"] == target
