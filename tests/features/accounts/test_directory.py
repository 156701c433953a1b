"""Finding people and groups, and what looking after groups costs the database."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from convosphere.features.accounts.access import authenticate_token
from convosphere.features.accounts.actions.subjects import names_of, require_subject
from convosphere.features.accounts.types import RolePermissions
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.database import encode_text_cursor
from convosphere.platform.errors import NotFoundError
from tests.factories.accounts import (
    MadeOrganization,
    create_api_key,
    create_organization,
    create_person,
    create_session,
    sign_in_headers,
)
from tests.features.accounts.conftest import Groups

# Every request: one statement binds the organisation, one finds out who asks.
WHO = 2


@pytest.fixture
def clock() -> FrozenClock:
    """A session's last use is written at most once in a while; here time does not pass."""
    return FrozenClock()


async def found(groups: Groups, **query: Any) -> list[str]:
    page = await groups.call("GET", "/directory", 200, params=query)
    return [entry["name"] for entry in page["items"]]


async def populate(groups: Groups, platform: Platform, organization: MadeOrganization) -> None:
    for name, email in (
        ("Johanna Roth", "jr@example.org"),
        ("Anna Berg", "anna@example.org"),
        ("Bert Anders", "bert@example.org"),
        ("Cleo", "susanna@example.net"),
        ("Dora 50%", "dora_x@example.org"),
    ):
        await create_person(platform, organization.id, name=name, email=email)
    for name in ("Analytics", "Finance analysts", "Urbana"):
        await groups.make(name)
    await create_person(platform, (await create_organization(platform, "Elsewhere")).id, name="Anna Elsewhere")


async def test_people_before_groups_and_beginnings_before_the_rest(
    groups: Groups, platform: Platform, organization: MadeOrganization
) -> None:
    await populate(groups, platform, organization)
    expected = ["Anna Berg", "Bert Anders", "Cleo", "Johanna Roth", "Analytics", "Finance analysts", "Urbana"]
    assert await found(groups, q="an") == expected
    assert await found(groups, q=" AN ") == expected
    assert await found(groups, q="example.net") == ["Cleo"]
    assert await found(groups, q="%") == ["Dora 50%"]
    assert await found(groups, q="_") == ["Dora 50%"]
    assert await found(groups, q="nobody at all") == []
    # The owner asks, and is not among those they can open something to.
    people = ["Anna Berg", "Bert Anders", "Cleo", "Dora 50%", "Johanna Roth"]
    assert await found(groups) == await found(groups, q="") == [*people, "Analytics", "Finance analysts", "Urbana"]


async def test_pages_follow_each_other_without_gaps(
    groups: Groups, platform: Platform, organization: MadeOrganization
) -> None:
    await populate(groups, platform, organization)
    for query in ({}, {"q": "an"}):
        whole = await found(groups, **query)
        for limit in (1, 2, 3):
            pieces: list[str] = []
            cursor: str | None = ""
            while cursor is not None:
                more = {"cursor": cursor} if cursor else {}
                page = await groups.call("GET", "/directory", 200, params={**query, "limit": limit, **more})
                pieces += [entry["name"] for entry in page["items"]]
                cursor = page["next_cursor"]
            assert pieces == whole


async def test_an_entry_tells_what_it_is(groups: Groups, platform: Platform, organization: MadeOrganization) -> None:
    anna = await create_person(platform, organization.id, name="Anna", email="Anna@Example.org")
    group = await groups.make("Annals", anna)
    page = await groups.call("GET", "/directory?q=ann", 200)
    assert page["items"] == [
        {"kind": "person", "id": str(anna.id), "name": "Anna", "detail": "Anna@Example.org"},
        {"kind": "group", "id": group, "name": "Annals", "detail": None},
    ]
    await groups.call("PATCH", f"/people/{anna.id}", 200, json={"active": False})
    assert await found(groups, q="ann") == ["Annals"]


async def test_what_cannot_be_looked_for_is_named(groups: Groups) -> None:
    # A cursor begins with a rank; these have none.
    strange = [f"cursor={encode_text_cursor(text, uuid4())}" for text in ("", "9anna", "²anna")]
    for query in ("limit=0", "limit=21", "q=%00", f"q={'a' * 101}", "cursor=x", "who=1", *strange):
        refused = await groups.call("GET", f"/directory?{query}", 422)
        assert [error["field"] for error in refused["errors"]] == [f"query.{query.partition('=')[0]}"]


async def test_keys_of_programs_do_not_read_the_directory(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    theirs = Groups(client, {"Authorization": f"Bearer {await create_api_key(platform, organization.owner)}"})
    for path in ("/directory", "/groups"):
        assert (await theirs.call("GET", path, 403))["code"] == "forbidden"


async def test_other_features_look_up_who_somebody_is(
    groups: Groups, platform: Platform, organization: MadeOrganization
) -> None:
    anna = await create_person(platform, organization.id, name="Anna")
    closed = await create_person(platform, organization.id, name="Bert")
    await groups.call("PATCH", f"/people/{closed.id}", 200, json={"active": False})
    group = UUID(await groups.make("Sales"))
    stranger = (await create_organization(platform, "Elsewhere")).owner
    token = (await create_session(platform, organization.owner)).body.access_token
    actor = await authenticate_token(platform, RolePermissions.gather([]), token)
    async with platform.database.transaction(organization.id) as session:
        assert await require_subject(session, actor, "person", anna.id, field="path.id") == "Anna"
        assert await require_subject(session, actor, "group", group, field="path.id") == "Sales"
        for kind, subject_id in (
            ("person", closed.id),
            ("person", stranger.id),
            ("person", group),
            ("group", anna.id),
            ("group", uuid4()),
        ):
            with pytest.raises(NotFoundError) as refused:
                await require_subject(
                    session, actor, "person" if kind == "person" else "group", subject_id, field="path.id"
                )
            assert refused.value.field == "path.id"
        names = await names_of(
            session,
            [("person", anna.id), ("person", closed.id), ("group", group), ("person", stranger.id), ("group", anna.id)],
        )
        assert names == {("person", anna.id): "Anna", ("person", closed.id): "Bert", ("group", group): "Sales"}
        assert await names_of(session, []) == {}


@pytest.mark.parametrize("rows", [1, 5])
async def test_lists_cost_the_same_however_much_is_in_them(
    groups: Groups, platform: Platform, organization: MadeOrganization, statements: list[str], rows: int
) -> None:
    people = [await create_person(platform, organization.id) for _ in range(rows)]
    group = ""
    for number in range(rows):
        group = await groups.make(f"Group {number}", *people)
    member = Groups(groups.client, await sign_in_headers(platform, people[0]))
    for path, own in (
        ("/groups", 1),
        ("/directory?q=p", 1),
        (f"/groups/{group}", 1),
        # Whether there is such a group, and who is in it.
        (f"/groups/{group}/members", 2),
    ):
        statements.clear()
        await member.call("GET", path, 200)
        assert len(statements) == WHO + own, (path, statements)


async def test_changes_cost_a_handful(
    groups: Groups, platform: Platform, organization: MadeOrganization, statements: list[str]
) -> None:
    people = [await create_person(platform, organization.id) for _ in range(3)]
    group = await groups.make("Sales", *people[1:])
    at = f"/groups/{group}"
    for method, path, body, status, own in (
        # How many there are, the group; each with its record in the audit trail.
        ("POST", "/groups", {"name": "More"}, 201, 3),
        ("PATCH", at, {"name": "Sale"}, 200, 3),
        # The group, the person, the membership.
        ("PUT", f"{at}/members/{people[0].id}", None, 204, 4),
        ("PUT", f"{at}/members/{people[0].id}", None, 204, 3),
        # Also how far those have read who may not any more.
        ("DELETE", f"{at}/members/{people[0].id}", None, 204, 5),
    ):
        statements.clear()
        await groups.call(method, path, status, json=body)
        assert len(statements) == WHO + own, (method, path, statements)
    statements.clear()
    await groups.call("DELETE", at, 204)
    # The group and who is in it, however many, and what other features forget with it.
    assert len(statements) <= WHO + 10, statements
