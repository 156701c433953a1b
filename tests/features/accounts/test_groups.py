"""Groups, who is in them, and what hears of it."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.access import authenticate_token, reload_actor
from convosphere.features.accounts.events import GroupDeleted, GroupMembershipChanged
from convosphere.features.accounts.rules import MAX_GROUPS
from convosphere.features.accounts.types import Actor, Role, RolePermissions
from convosphere.platform.context import Platform
from convosphere.platform.events import DomainEvent, Listeners
from tests.factories.accounts import (
    MadeOrganization,
    create_api_key,
    create_organization,
    create_person,
    create_session,
    sign_in_headers,
)
from tests.features.accounts.conftest import AuditTrail, Groups


async def test_groups_are_made_changed_and_deleted(
    groups: Groups, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    made = await groups.call("POST", "/groups", 201, json={"name": "  Sales ", "description": "Who sells"})
    assert made == {"id": made["id"], "name": "Sales", "description": "Who sells", "member_count": 0}
    at = f"/groups/{made['id']}"
    assert (await groups.call("PATCH", at, 200, json={"name": "SALES"}))["name"] == "SALES"
    changed = await groups.call("PATCH", at, 200, json={"description": ""})
    assert changed == {"id": made["id"], "name": "SALES", "description": "", "member_count": 0}
    assert await groups.call("GET", at, 200) == changed
    await groups.call("DELETE", at, 204)
    for method, path in (("GET", at), ("GET", f"{at}/members"), ("PATCH", at), ("DELETE", at)):
        assert (await groups.call(method, path, 404, json={} if method == "PATCH" else None))["code"] == "not_found"
    trail = (await audit_trail(organization))[-4:]
    assert [(record.action, record.subject_type, record.subject_id) for record in trail] == [
        (f"group.{what}", "group", made["id"]) for what in ("created", "changed", "changed", "deleted")
    ]
    assert [record.details for record in trail] == [
        {"name": "Sales"},
        {"name": "SALES", "before": {"name": "Sales"}, "after": {"name": "SALES"}},
        {"name": "SALES", "before": {"description": "Who sells"}, "after": {"description": ""}},
        {"name": "SALES", "members": 0},
    ]


async def test_a_name_is_there_once_in_whatever_letters(groups: Groups, platform: Platform) -> None:
    await groups.make("Übersetzung")
    other = await groups.make("Sales")
    taken = await groups.call("POST", "/groups", 409, json={"name": "übersetzunG"})
    assert (taken["code"], taken["errors"][0]["field"]) == ("group_name_taken", "body.name")
    taken = await groups.call("PATCH", f"/groups/{other}", 409, json={"name": "ÜBERSETZUNG"})
    assert (taken["code"], taken["errors"][0]["field"]) == ("group_name_taken", "body.name")
    elsewhere = await create_organization(platform, "Elsewhere")
    theirs = Groups(groups.client, await sign_in_headers(platform, elsewhere.owner))
    await theirs.make("Übersetzung")
    assert [group["name"] for group in (await groups.call("GET", "/groups", 200))["items"]] == ["Sales", "Übersetzung"]


async def test_what_is_no_group_is_named(groups: Groups) -> None:
    for body, field in (
        ({"name": " "}, "body.name"),
        ({"name": "a" * 101}, "body.name"),
        ({"name": "a\u202eb"}, "body.name"),
        ({"name": "a\x00b"}, "body.name"),
        ({"name": "a", "description": "b" * 301}, "body.description"),
        ({"name": "a", "description": "b\nc"}, "body.description"),
        ({"name": "a", "parent_id": None}, "body.parent_id"),
    ):
        refused = await groups.call("POST", "/groups", 422, json=body)
        assert [error["field"] for error in refused["errors"]] == [field]


async def test_any_writing_will_do(groups: Groups) -> None:
    for name in ("فريق العمل", "👩‍🔬 Labor", "50% _off\\", "<b>&amp;"):
        made = await groups.call("POST", "/groups", 201, json={"name": name, "description": name})
        found = await groups.call("GET", "/groups", 200, params={"q": name})
        assert [(group["id"], group["name"]) for group in found["items"]] == [(made["id"], name)]


async def test_groups_are_listed_by_name_in_pages_and_found(groups: Groups) -> None:
    for name in ("cedar", "Ash", "birch"):
        await groups.make(name, description=f"The {name.lower()} people")
    first = await groups.call("GET", "/groups?limit=2", 200)
    assert [group["name"] for group in first["items"]] == ["Ash", "birch"]
    second = await groups.call("GET", "/groups", 200, params={"limit": 2, "cursor": first["next_cursor"]})
    assert ([group["name"] for group in second["items"]], second["next_cursor"]) == (["cedar"], None)
    assert [group["name"] for group in (await groups.call("GET", "/groups?q=THE ash", 200))["items"]] == ["Ash"]
    refused = await groups.call("GET", "/groups?cursor=x", 422)
    assert refused["errors"][0]["field"] == "query.cursor"


async def test_there_is_an_end_to_groups(groups: Groups, platform: Platform, organization: MadeOrganization) -> None:
    many = text(
        "INSERT INTO groups (id, organization_id, name, description, created_at, updated_at) "
        "SELECT gen_random_uuid(), :organization, 'Group ' || n, '', now(), now() FROM generate_series(1, :most) n"
    )
    async with platform.database.transaction(organization.id) as session:
        await session.execute(many, {"organization": organization.id, "most": MAX_GROUPS})
    refused = await groups.call("POST", "/groups", 409, json={"name": "More"})
    assert (refused["code"], str(MAX_GROUPS) in refused["detail"]) == ("too_many_groups", True)


async def test_people_come_and_go(
    groups: Groups, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    group = await groups.make("Sales")
    bert = await create_person(platform, organization.id, name="bert", email="bert@example.org")
    anna = await create_person(platform, organization.id, name="Anna")
    before = len(await audit_trail(organization))
    for _ in range(2):
        for person in (bert, anna):
            await groups.call("PUT", f"/groups/{group}/members/{person.id}", 204)
    members = await groups.call("GET", f"/groups/{group}/members?limit=1", 200)
    assert [member["name"] for member in members["items"]] == ["Anna"]
    cursor = members["next_cursor"]
    members = await groups.call("GET", f"/groups/{group}/members", 200, params={"limit": 1, "cursor": cursor})
    assert members == {
        "items": [
            {
                "id": str(bert.id),
                "name": "bert",
                "email": "bert@example.org",
                "active": True,
                "added_at": members["items"][0]["added_at"],
            }
        ],
        "next_cursor": None,
    }
    assert (await groups.call("GET", "/groups", 200))["items"][0]["member_count"] == 2
    assert (await groups.call("PATCH", f"/groups/{group}", 200, json={"name": "Sale"}))["member_count"] == 2
    for _ in range(2):
        await groups.call("DELETE", f"/groups/{group}/members/{bert.id}", 204)
    trail = (await audit_trail(organization))[before:]
    assert [record.action.partition(".")[2] for record in trail] == [
        "member_added",
        "member_added",
        "changed",
        "member_removed",
    ]
    assert trail[-1].details == {"name": "Sale", "person": "bert", "person_id": str(bert.id)}


async def test_who_is_elsewhere_or_gone_does_not_come_in(
    groups: Groups, platform: Platform, organization: MadeOrganization
) -> None:
    group = await groups.make("Sales")
    stranger = (await create_organization(platform, "Elsewhere")).owner
    for method in ("PUT", "DELETE"):
        for person_id in (stranger.id, uuid4()):
            path = f"/groups/{group}/members/{person_id}"
            assert (await groups.call(method, path, 404))["code"] == "not_found"
    closed = await create_person(platform, organization.id)
    path = f"/groups/{group}/members/{closed.id}"
    await groups.call("PUT", path, 204)
    await groups.call("PATCH", f"/people/{closed.id}", 200, json={"active": False})
    assert (await groups.call("PUT", path, 409))["code"] == "person_deactivated"
    # Who was in stays in, for the account may be opened again, and can be taken out.
    assert not (await groups.call("GET", f"/groups/{group}/members", 200))["items"][0]["active"]
    await groups.call("DELETE", path, 204)
    assert (await groups.call("GET", f"/groups/{group}/members", 200))["items"] == []


async def test_a_group_that_is_deleted_meanwhile_is_not_found(
    groups: Groups, platform: Platform, organization: MadeOrganization
) -> None:
    person = await create_person(platform, organization.id)
    for number in range(5):
        group = await groups.make(f"Group {number}")
        deleted, added = await asyncio.gather(
            groups.client.delete(f"/api/v1/groups/{group}", headers=groups.headers),
            groups.client.put(f"/api/v1/groups/{group}/members/{person.id}", headers=groups.headers),
        )
        assert deleted.status_code == 204
        assert added.status_code in {204, 404}


async def test_an_actor_knows_their_groups_however_they_came_in(
    groups: Groups, platform: Platform, organization: MadeOrganization
) -> None:
    roles = RolePermissions.gather([])
    person = await create_person(platform, organization.id)
    other = await create_person(platform, organization.id)
    token = (await create_session(platform, person)).body.access_token
    key = await create_api_key(platform, person)

    async def actors() -> list[Actor]:
        return [await authenticate_token(platform, roles, proof) for proof in (token, key)]

    before = await actors()
    assert [actor.group_ids for actor in before] == [frozenset(), frozenset()]
    mine = {await groups.make("Mine", person), await groups.make("Mine too", person, other)}
    await groups.make("Theirs", other)
    assert [actor.group_ids for actor in await actors()] == [frozenset(map(UUID, mine))] * 2
    reloaded = [await reload_actor(platform, roles, actor) for actor in before]
    assert [actor and actor.group_ids for actor in reloaded] == [frozenset(map(UUID, mine))] * 2
    assert [actor and actor.api_key_id for actor in reloaded] == [actor.api_key_id for actor in before]
    await groups.call("DELETE", f"/groups/{mine.pop()}", 204)
    assert [actor.group_ids for actor in await actors()] == [frozenset(map(UUID, mine))] * 2
    await groups.call("PATCH", f"/people/{person.id}", 200, json={"active": False})
    assert [await reload_actor(platform, roles, actor) for actor in before] == [None, None]


async def test_open_sockets_and_other_features_hear_who_came_and_went(
    groups: Groups, listeners: Listeners, platform: Platform, organization: MadeOrganization
) -> None:
    signals: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
    platform.control.subscribe("person.changed", signals.put_nowait)
    facts: list[DomainEvent] = []

    async def note(session: AsyncSession, event: DomainEvent) -> None:  # noqa: ARG001 - a listener's form
        facts.append(event)

    listeners.add(GroupMembershipChanged, note)
    listeners.add(GroupDeleted, note)
    people = [await create_person(platform, organization.id) for _ in range(2)]

    async def told() -> set[str]:
        signal = await asyncio.wait_for(signals.get(), 5)
        assert signal["organization_id"] == str(organization.id)
        return {signal["person_id"]}

    group = await groups.make("Sales")
    for person in people:
        for _ in range(2):
            await groups.call("PUT", f"/groups/{group}/members/{person.id}", 204)
        assert await told() == {str(person.id)}
    await groups.call("DELETE", f"/groups/{group}", 204)
    assert await told() | await told() == {str(person.id) for person in people}
    assert signals.empty()
    *added, deleted, left = facts
    assert [fact.person_ids for fact in added if isinstance(fact, GroupMembershipChanged)] == [
        (person.id,) for person in people
    ]
    assert isinstance(deleted, GroupDeleted)
    assert (deleted.group_id, deleted.members) == (UUID(group), 2)
    assert isinstance(left, GroupMembershipChanged)
    assert set(left.person_ids) == {person.id for person in people}


async def test_members_see_who_is_in_and_guests_do_not(
    groups: Groups, platform: Platform, organization: MadeOrganization
) -> None:
    group = await groups.make("Sales")
    member = await create_person(platform, organization.id)
    guest = await create_person(platform, organization.id, role=Role.GUEST)
    for person, status in ((member, 200), (guest, 403)):
        theirs = Groups(groups.client, await sign_in_headers(platform, person))
        await theirs.call("GET", f"/groups/{group}/members", status)
        await theirs.call("GET", "/directory", status)
