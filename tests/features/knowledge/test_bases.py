"""Bases: made, listed, changed, deleted; who may what in them."""

from uuid import UUID

import pytest

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.rights import readable_scopes
from convosphere.features.knowledge.types import Scopes
from tests.features.knowledge.conftest import Keeper


async def scopes_of(application: Application, keeper: Keeper, bases: list[str] | None = None) -> Scopes:
    from convosphere.features.accounts.access import authenticate_token  # noqa: PLC0415 - as the fixtures do

    token = keeper.headers["Authorization"].removeprefix("Bearer ")
    actor = await authenticate_token(application.platform, application.roles, token)
    async with application.platform.database.transaction(actor.organization_id) as session:
        return await readable_scopes(session, actor, None if bases is None else [UUID(base) for base in bases])


async def test_a_base_is_made_changed_and_deleted(anna: Keeper) -> None:
    made = await anna.call(
        "POST", "/bases", 201, json={"name": "  Travel \n rules ", "description": "All trips", "language": "de"}
    )
    assert made["name"] == "Travel rules"
    assert made["your_role"] == "manager"
    assert made["lexical_only"] is True
    assert made["strategy"]["kind"] == "structure"
    path = f"/bases/{made['id']}"
    patch = {"name": "Trips", "language": None, "strategy": {"kind": "fixed", "max_tokens": 200, "overlap_tokens": 20}}
    changed = await anna.call("PATCH", path, 200, json=patch)
    assert (changed["name"], changed["language"], changed["description"]) == ("Trips", None, "All trips")
    assert changed["strategy"]["overlap_tokens"] == 20
    assert await anna.call("GET", path, 200) == changed
    await anna.call("PATCH", path, 422, json={"strategy": {"kind": "fixed", "max_tokens": 60, "overlap_tokens": 50}})
    await anna.call("DELETE", path, 204)
    await anna.call("GET", path, 404)
    assert (await anna.call("GET", "/bases", 200))["items"] == []


async def test_bases_are_listed_by_name_page_by_page_and_by_role(anna: Keeper, ben: Keeper) -> None:
    base = ""
    for name in ("Zoo", "alpha", "Beta 100%"):
        base = await anna.base(name=name)
    await anna.let_in(base, ben, "editor")
    await anna.base(name="For all", everyone_role="viewer")
    first = await anna.call("GET", "/bases?limit=2", 200)
    assert [each["name"] for each in first["items"]] == ["alpha", "Beta 100%"]
    second = await anna.call("GET", f"/bases?limit=2&cursor={first['next_cursor']}", 200)
    assert [each["name"] for each in second["items"]] == ["For all", "Zoo"]
    assert second["next_cursor"] is None
    assert [each["name"] for each in (await anna.call("GET", "/bases?q=100%25", 200))["items"]] == ["Beta 100%"]
    assert [each["your_role"] for each in (await ben.call("GET", "/bases", 200))["items"]] == ["editor", "viewer"]
    assert [each["name"] for each in (await ben.call("GET", "/bases?role=editor", 200))["items"]] == ["Beta 100%"]


async def test_members_come_change_and_leave(anna: Keeper, ben: Keeper, application: Application) -> None:
    base = await anna.base()
    await ben.call("GET", f"/bases/{base}", 404)
    await anna.let_in(base, ben, "viewer")
    assert (await ben.call("GET", f"/bases/{base}", 200))["your_role"] == "viewer"
    listed = await ben.call("GET", f"/bases/{base}/members", 200)
    assert [(each["name"], each["role"]) for each in listed["items"]] == [("Anna", "manager"), ("Ben", "viewer")]
    refused = await ben.call("PATCH", f"/bases/{base}", 403, json={"name": "Mine"})
    assert refused["code"] == "knowledge_manager_only"
    await anna.let_in(base, ben, "manager")
    await ben.call("PATCH", f"/bases/{base}", 200, json={"name": "Ours"})
    assert (await scopes_of(application, ben)).scopes == {UUID(base)}
    # Leaving needs nobody's leave.
    await anna.let_in(base, ben, "viewer")
    await ben.call("DELETE", f"/bases/{base}/members/person/{ben.person.id}", 204)
    await ben.call("GET", f"/bases/{base}", 404)
    assert (await scopes_of(application, ben)).scopes == frozenset()


async def test_a_group_lets_its_people_in(anna: Keeper, ben: Keeper, admin: Keeper, application: Application) -> None:
    base = await anna.base()
    made = await admin.client.post("/api/v1/groups", headers=admin.headers, json={"name": "Sales"})
    group = made.json()["id"]
    await anna.call("PUT", f"/bases/{base}/members/group/{group}", 200, json={"role": "editor"})
    await ben.call("GET", f"/bases/{base}", 404)
    await admin.client.put(f"/api/v1/groups/{group}/members/{ben.person.id}", headers=admin.headers)
    assert (await ben.call("GET", f"/bases/{base}", 200))["your_role"] == "editor"
    assert (await scopes_of(application, ben, [base])).bases == {UUID(base)}
    await admin.client.delete(f"/api/v1/groups/{group}", headers=admin.headers)
    await ben.call("GET", f"/bases/{base}", 404)


@pytest.mark.parametrize("role", ["viewer", "editor", "manager"])
async def test_what_everybody_may_and_what_guests_may(anna: Keeper, ben: Keeper, guest: Keeper, role: str) -> None:
    base = await anna.base(everyone_role=role)
    assert (await ben.call("GET", f"/bases/{base}", 200))["your_role"] == role
    await guest.call("GET", f"/bases/{base}", 200)
    # Guests read; whatever their role in a base is.
    await guest.call("PATCH", f"/bases/{base}", 403, json={"name": "New"})
    await guest.call("POST", "/bases", 403, json={"name": "New"})
    await anna.call("PATCH", f"/bases/{base}", 200, json={"everyone_role": None})
    await ben.call("GET", f"/bases/{base}", 404)


async def test_administrators_manage_every_base(anna: Keeper, admin: Keeper, application: Application) -> None:
    base = await anna.base()
    assert (await admin.call("GET", f"/bases/{base}", 200))["your_role"] == "manager"
    assert (await scopes_of(application, admin)).bases == {UUID(base)}


@pytest.mark.settings(knowledge={"bases_per_organization": 1})
async def test_an_organisation_has_only_so_many_bases(anna: Keeper) -> None:
    base = await anna.base()
    refused = await anna.call("POST", "/bases", 409, json={"name": "One more"})
    assert refused["code"] == "knowledge_too_many_bases"
    # A deleted one makes room, and comes back only where there is some.
    await anna.call("DELETE", f"/bases/{base}", 204)
    await anna.base()
    assert (await anna.call("POST", f"/bases/{base}/restore", 409))["code"] == "knowledge_too_many_bases"


async def test_what_was_on_its_way_goes_on_when_its_base_is_back(anna: Keeper, application: Application) -> None:
    base, other = await anna.base(), await anna.base(name="Other")
    text = {"name": "One", "text": "One is here."}
    document = (await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json=text))["id"]
    await anna.call("DELETE", f"/bases/{base}", 204)
    later = (await anna.call("POST", f"/bases/{other}/documents/from-text", 201, json=text))["id"]
    await application.platform.jobs.start_worker(alone=True)
    await anna.taken_in(later)
    await application.platform.jobs.stop_worker()
    # Its job has come to nothing meanwhile.
    await anna.call("POST", f"/bases/{base}/restore", 200)
    assert (await anna.call("GET", f"/documents/{document}", 200))["status"] == "waiting"
    await application.platform.jobs.start_worker(alone=True)
    assert (await anna.taken_in(document))["status"] == "ready"


async def test_an_operation_is_cancelled_and_gone_on_with(anna: Keeper, application: Application) -> None:
    base = await anna.base()
    tag = (await anna.call("POST", f"/bases/{base}/tags", 201, json={"name": "old"}))["id"]
    for name in ("One", "Two"):
        await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json={"name": name, "text": name})
    body = {"kind": "tag", "add_tags": [tag], "selection": {"everything": True}}
    begun = await anna.call("POST", f"/bases/{base}/operations", 202, json=body)
    path = f"/operations/{begun['id']}"
    assert (await anna.call("POST", f"{path}/cancel", 200))["status"] == "cancelled"
    await application.platform.jobs.start_worker(alone=True)
    # Documents come in; the operation is left alone until somebody wants it again.
    for document in (await anna.call("GET", f"/bases/{base}/documents", 200))["items"]:
        await anna.taken_in(document["id"])
    assert (await anna.call("GET", path, 200))["done"] == 0
    await anna.call("POST", f"{path}/retry", 200)
    assert (await anna.finished(begun))["done"] == 2
    assert (await anna.call("GET", f"/bases/{base}/tags", 200))["items"][0]["document_count"] == 2
