"""Budgets at the API: what administrators set, what everybody sees of what limits them."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.platform.context import Platform
from tests.factories.accounts import MadePerson, create_api_key
from tests.factories.budgets import caller, create_budget
from tests.features.models.conftest import Joins, Member

URL = "/api/v1/budgets"
DAILY = {"subject_kind": "organization", "period": "day", "tokens": 10_000}


async def send(client: AsyncClient, who: Member, method: str, path: str = "", **options: Any) -> Any:
    response = await client.request(method, f"{URL}{path}", headers=who.headers, **options)
    return response.status_code, response.json() if response.content else None


async def made(client: AsyncClient, who: Member, **changes: Any) -> dict[str, Any]:
    status, body = await send(client, who, "POST", json=DAILY | changes)
    assert status == 201, body
    assert isinstance(body, dict)
    return body


async def person_of(application: Application, member: Member) -> MadePerson:
    async with application.platform.database.transaction(member.organization_id) as session:
        email = str(await session.scalar(text("SELECT email FROM people WHERE id = :id"), {"id": member.person_id}))
    return MadePerson(member.person_id, member.organization_id, email, "", Role.OWNER)


async def test_a_budget_is_set_changed_and_removed(
    client: AsyncClient, platform: Platform, owner: Member, stranger: Member
) -> None:
    budget = await made(client, owner, money="25.50", time_zone="Europe/Berlin", warn_percent=90)
    assert (budget["subject"]["kind"], budget["subject"]["id"]) == ("organization", str(owner.organization_id))
    assert budget["subject"]["name"].startswith("Organisation ")
    assert (budget["money"], budget["tokens"], budget["currency"]) == ("25.5", 10_000, "USD")
    assert (budget["warn_percent"], budget["unknown_price"], budget["enabled"]) == (90, "allow", True)
    assert (budget["current"]["starts_at"], budget["current"]["ends_at"]) == (
        "2025-12-31T23:00:00Z",
        "2026-01-01T23:00:00Z",
    )
    asks = caller(platform, owner.organization_id, owner.person_id)
    await asks.end(await asks.admit())
    await asks.admit()
    (shown,) = (await send(client, owner, "GET"))[1]["items"]
    current = shown["current"]
    assert (current["spent_money"], current["reserved_money"]) == ("0.0075", "0.0075")
    assert (current["spent_tokens"], current["reserved_tokens"], current["holders"]) == (1_500, 1_500, 1)
    assert (await send(client, owner, "GET", f"/{budget['id']}"))[1] == shown
    status, changed = await send(client, owner, "PATCH", f"/{budget['id']}", json={"money": None, "tokens": 5})
    assert (status, changed["money"], changed["tokens"], changed["warn_percent"]) == (200, None, 5, 90)
    assert (await send(client, owner, "PATCH", f"/{budget['id']}", json={}))[1]["tokens"] == 5
    assert (await send(client, owner, "DELETE", f"/{budget['id']}"))[0] == 204
    assert (await send(client, owner, "GET"))[1] == {"items": [], "next_cursor": None}
    assert (await send(client, stranger, "GET"))[1] == {"items": [], "next_cursor": None}


async def test_every_change_is_in_the_audit_trail(client: AsyncClient, owner: Member) -> None:
    budget = await made(client, owner, money="1")
    path = f"/{budget['id']}"
    await send(client, owner, "PATCH", path, json={"money": "2.5", "enabled": False})
    await send(client, owner, "PATCH", path, json={"enabled": False})
    await send(client, owner, "DELETE", path)
    trail = (await client.get("/api/v1/audit", headers=owner.headers)).json()["items"]
    found = [each for each in reversed(trail) if each["action"].startswith("budget.")]
    assert [each["action"] for each in found] == ["budget.created", "budget.changed", "budget.deleted"]
    assert found[1]["details"]["before"] == {"money": "1.000000000", "enabled": True}
    assert found[1]["details"]["after"] == {"money": "2.5", "enabled": False}
    assert found[0]["details"]["tokens"] == 10_000


@pytest.mark.parametrize(
    ("wish", "field", "code"),
    [
        ({"tokens": None}, "body.money", "budget_without_limit"),
        ({"tokens": -1}, "body.tokens", "greater_than_equal"),
        ({"tokens": 2**53}, "body.tokens", "less_than_equal"),
        ({"money": "-0.01"}, "body.money", "greater_than_equal"),
        ({"money": "1.0000001"}, "body.money", "decimal_max_places"),
        ({"money": "NaN"}, "body.money", "finite_number"),
        ({"money": "much"}, "body.money", "decimal_parsing"),
        ({"money": "100000000.01"}, "body.money", "less_than_equal"),
        ({"warn_percent": 0}, "body.warn_percent", "greater_than_equal"),
        ({"period": "week"}, "body.period", "enum"),
        ({"subject_kind": "country"}, "body.subject_kind", "enum"),
        ({"unknown_price": "guess"}, "body.unknown_price", "enum"),
        ({"time_zone": "Europe/Atlantis"}, "body.time_zone", "time_zone_unknown"),
        ({"time_zone": "../../etc/passwd"}, "body.time_zone", "string_pattern_mismatch"),
        ({"time_zone": "posixrules"}, "body.time_zone", "time_zone_unknown"),
        ({"subject_kind": "person"}, "body.subject_id", "missing"),
        ({"subject_kind": "person", "subject_id": "me"}, "body.subject_id", "uuid_parsing"),
        ({"colour": "red"}, "body.colour", "extra_forbidden"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(
    client: AsyncClient, owner: Member, wish: dict[str, Any], field: str, code: str
) -> None:
    status, problem = await send(client, owner, "POST", json=DAILY | wish)
    assert status == 422, problem
    assert [(each["field"], each["code"]) for each in problem["errors"]] == [(field, code)]


async def test_whom_it_limits_must_exist(client: AsyncClient, owner: Member, stranger: Member, joins: Joins) -> None:
    member = await joins(Role.MEMBER)
    for kind in ("organization", "group", "person", "api_key"):
        for subject in (uuid4(), stranger.person_id, stranger.organization_id):
            status, problem = await send(
                client, owner, "POST", json=DAILY | {"subject_kind": kind, "subject_id": str(subject)}
            )
            assert (status, problem["errors"][0]["field"]) == (404, "body.subject_id"), kind
    budget = await made(client, owner, subject_kind="person", subject_id=str(member.person_id))
    assert budget["subject"]["name"].startswith("Person ")
    status, problem = await send(
        client, owner, "POST", json=DAILY | {"subject_kind": "person", "subject_id": str(member.person_id)}
    )
    assert (status, problem["code"]) == (409, "budget_exists")
    await made(client, owner, subject_kind="person", subject_id=str(member.person_id), period="month")
    status, problem = await send(
        client,
        owner,
        "POST",
        json=DAILY | {"subject_kind": "person", "subject_id": str(member.person_id), "each_member": True},
    )
    assert (status, problem["errors"][0]["code"]) == (422, "budget_each_of_one")


async def test_keys_and_groups_are_named_and_a_group_takes_its_budgets_along(
    client: AsyncClient, application: Application, owner: Member
) -> None:
    group = (await client.post("/api/v1/groups", headers=owner.headers, json={"name": "Research"})).json()
    secret = await create_api_key(application.platform, await person_of(application, owner))
    keys = (await client.get("/api/v1/me/api-keys", headers=owner.headers)).json()["items"]
    await made(client, owner, subject_kind="group", subject_id=group["id"], each_member=True)
    key = await made(client, owner, subject_kind="api_key", subject_id=keys[0]["id"])
    assert key["subject"]["name"].startswith("Test key (Person ")
    mine = await client.get(f"{URL}/mine", headers={"Authorization": f"Bearer {secret}"})
    assert [(each["subject_kind"], each["name"]) for each in mine.json()["items"]] == [("api_key", "Test key")]
    listed = (await send(client, owner, "GET"))[1]["items"]
    assert [each["subject"]["name"] for each in listed] == ["Research", key["subject"]["name"]]
    await client.delete(f"/api/v1/groups/{group['id']}", headers=owner.headers)
    assert [each["id"] for each in (await send(client, owner, "GET"))[1]["items"]] == [key["id"]]


async def test_what_is_left_of_what_limits_me(
    client: AsyncClient, platform: Platform, owner: Member, joins: Joins
) -> None:
    member = await joins(Role.GUEST)
    organization = owner.organization_id
    await create_budget(platform, organization, money=Decimal("0.02"), each_member=True)
    await create_budget(platform, organization, tokens=100_000, period="month")
    await create_budget(platform, organization, tokens=1, subject_kind="person", subject_id=owner.person_id)
    asks = caller(platform, organization, member.person_id)
    await asks.end(await asks.admit())
    await asks.admit()
    status, body = await send(client, member, "GET", "/mine")
    assert status == 200
    own, common = body["items"]
    assert (own["money"], own["money_left"], own["tokens_left"]) == ("0.02", "0.005", None)
    assert (own["each_member"], own["near"], own["exhausted"]) == (True, False, False)
    assert (common["tokens"], common["tokens_left"]) == (100_000, 97_000)


async def test_lists_go_on_by_cursor(client: AsyncClient, platform: Platform, owner: Member, joins: Joins) -> None:
    members = [await joins(Role.MEMBER) for _ in range(3)]
    each = await made(client, owner, each_member=True)
    for number, member in enumerate(members, start=1):
        await made(client, owner, subject_kind="person", subject_id=str(member.person_id))
        asks = caller(platform, owner.organization_id, member.person_id)
        await asks.end(await asks.admit(1_000, 500), (number * 100, 0))
    for path, names in ((f"/{each['id']}/balances", "holder_id"), ("", "id")):
        whole = (await send(client, owner, "GET", path))[1]["items"]
        found: list[str] = []
        cursor = None
        while True:
            query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            page = (await send(client, owner, "GET", path, params=query))[1]
            found += [item[names] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert found == [item[names] for item in whole]
        assert (await send(client, owner, "GET", path, params={"cursor": "x"}))[0] == 422
    balances = (await send(client, owner, "GET", f"/{each['id']}/balances"))[1]["items"]
    assert [balance["spent_tokens"] for balance in balances] == [300, 200, 100]
    assert balances[0]["name"].startswith("Person ")
    only = (await send(client, owner, "GET", params={"subject_id": str(members[0].person_id)}))[1]["items"]
    assert [item["subject"]["id"] for item in only] == [str(members[0].person_id)]


ROUTES = [
    ("GET", "", None, 200),
    ("POST", "", DAILY | {"period": "month"}, 201),
    ("GET", "/{id}", None, 200),
    ("PATCH", "/{id}", {"tokens": 7}, 200),
    ("GET", "/{id}/balances", None, 200),
    ("DELETE", "/{id}", None, 204),
]


class TestRights:
    """Every route against nobody, another organisation, people who may not, programs."""

    async def test_nobody(self, client: AsyncClient, owner: Member) -> None:
        budget = await made(client, owner)
        nobody = Member(owner.organization_id, owner.person_id, {})
        for method, path, body, _ in [*ROUTES, ("GET", "/mine", None, 0)]:
            status, problem = await send(client, nobody, method, path.format(**budget), json=body)
            assert (status, problem["code"]) == (401, "unauthenticated"), path

    @pytest.mark.parametrize("role", [Role.MEMBER, Role.GUEST])
    async def test_too_weak(self, client: AsyncClient, owner: Member, joins: Joins, role: Role) -> None:
        budget = await made(client, owner)
        member = await joins(role)
        for method, path, body, _ in ROUTES:
            status, problem = await send(client, member, method, path.format(**budget), json=body)
            assert (status, problem["code"]) == (403, "forbidden"), path
        assert (await send(client, member, "GET", "/mine"))[0] == 200

    async def test_another_organisation(self, client: AsyncClient, owner: Member, stranger: Member) -> None:
        budget = await made(client, owner)
        for method, path, body, _ in ROUTES:
            if "{id}" in path:
                for wanted in (budget["id"], str(uuid4())):
                    status, problem = await send(client, stranger, method, path.format(id=wanted), json=body)
                    assert (status, problem["code"]) == (404, "budget_not_found"), path
        assert (await send(client, stranger, "GET", "/mine"))[1]["items"] == []
        assert (await send(client, owner, "GET", f"/{budget['id']}"))[1] == budget

    @pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
    async def test_administrators(self, client: AsyncClient, owner: Member, joins: Joins, role: Role) -> None:
        budget = await made(client, owner)
        someone = await joins(role)
        for method, path, body, expected in ROUTES:
            assert (await send(client, someone, method, path.format(**budget), json=body))[0] == expected, path

    async def test_a_programs_key_may_only_look_at_its_own(
        self, client: AsyncClient, application: Application, owner: Member
    ) -> None:
        budget = await made(client, owner)
        person = await person_of(application, owner)
        for scopes, own in (([ApiKeyScope.CHAT], 403), ([ApiKeyScope.MODELS_READ], 200)):
            secret = await create_api_key(application.platform, person, scopes)
            program = Member(owner.organization_id, owner.person_id, {"Authorization": f"Bearer {secret}"})
            for method, path, body, _ in ROUTES:
                assert (await send(client, program, method, path.format(**budget), json=body))[0] == 403, path
            assert (await send(client, program, "GET", "/mine"))[0] == own

    def test_the_table_is_complete(self, app: FastAPI) -> None:
        documented = {
            (method.upper(), path.removeprefix(URL).replace("budget_id", "id"))
            for path, operations in app.openapi()["paths"].items()
            if path.startswith(URL)
            for method in operations
        }
        assert documented == {(method, path) for method, path, *_ in ROUTES} | {("GET", "/mine")}
