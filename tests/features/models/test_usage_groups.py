"""Usage by day, model, person, purpose and key; and as a table for spreadsheets."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.engines.llm import Outcome
from convosphere.features.accounts.types import Role
from convosphere.features.models.actions import record_usage
from convosphere.features.models.types import CallContext, Purpose
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.budgets import PRICED, UNPRICED, call
from tests.features.models.conftest import Joins, Member

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


async def keep(
    platform: Platform,
    member: Member,
    at: datetime,
    cost: str | None = "0.5",
    *,
    model: Any = PRICED,
    tokens: tuple[int, int] = (100, 10),
    purpose: Purpose = Purpose.CHAT,
    api_key_id: UUID | None = None,
    assistant_id: UUID | None = None,
) -> None:
    context = CallContext(
        member.organization_id, purpose, member.person_id, api_key_id=api_key_id, assistant_id=assistant_id
    )
    record = call(at, model, tokens, Outcome.COMPLETED)
    async with platform.database.transaction(member.organization_id) as session:
        record_usage(session, context, record, None if cost is None else Decimal(cost))


async def summary(client: AsyncClient, member: Member, **query: Any) -> dict[str, Any]:
    response = await client.get("/api/v1/usage/summary", params=query, headers=member.headers)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def groups(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(each["key"], each["calls"], each["cost"]) for each in found["groups"]]


@pytest.fixture(autouse=True)
def march(clock: FrozenClock) -> None:
    clock.advance(NOON + timedelta(days=5) - clock.now())


async def test_days_are_those_of_the_time_zone(client: AsyncClient, platform: Platform, owner: Member) -> None:
    for hours in (-13, -12, 0, 11, 12):
        await keep(platform, owner, NOON + timedelta(hours=hours))
    span = {"from": "2026-03-09", "to": "2026-03-10", "by": "day"}
    utc = await summary(client, owner, **span)
    assert groups(utc) == [("2026-03-09", 1, "0.5"), ("2026-03-10", 3, "1.5")]
    assert (utc["calls"], utc["cost"], utc["since"]) == (4, "2", "2026-03-09T00:00:00Z")
    berlin = await summary(client, owner, **span, time_zone="Europe/Berlin")
    assert groups(berlin) == [("2026-03-10", 3, "1.5")]
    only = await summary(client, owner, **{"from": "2026-03-11", "to": "2026-03-11", "by": "day"})
    assert groups(only) == [("2026-03-11", 1, "0.5")]


async def test_by_model_person_purpose_and_key(
    client: AsyncClient, platform: Platform, owner: Member, joins: Joins, stranger: Member
) -> None:
    member = await joins(Role.MEMBER)
    key = uuid4()
    await keep(platform, owner, NOON, "0.25")
    await keep(platform, member, NOON, "3", purpose=Purpose.API, api_key_id=key)
    await keep(platform, member, NOON, None, model=UNPRICED, tokens=(9, 1))
    await keep(platform, stranger, NOON, "99")
    by_model = await summary(client, owner, by="model")
    assert [(each["name"], each["calls"], each["calls_without_price"]) for each in by_model["groups"]] == [
        ("gpt-4o", 2, 0),
        ("llama3.2", 1, 1),
    ]
    by_person = await summary(client, owner, by="person")
    assert groups(by_person) == [(str(member.person_id), 2, "3"), (str(owner.person_id), 1, "0.25")]
    assert by_person["groups"][0]["name"].startswith("Person ")
    assert "@example.org" in by_person["groups"][0]["detail"]
    assert groups(await summary(client, owner, by="purpose")) == [("api", 1, "3"), ("chat", 2, "0.25")]
    assert groups(await summary(client, owner, by="api_key")) == [(str(key), 1, "3"), (None, 2, "0.25")]


async def test_by_assistant_and_within_one_group(
    client: AsyncClient, platform: Platform, owner: Member, joins: Joins
) -> None:
    member, one = await joins(Role.MEMBER), uuid4()
    await keep(platform, owner, NOON, "1", assistant_id=one)
    await keep(platform, owner, NOON, "4", purpose=Purpose.TITLE)
    await keep(platform, member, NOON - timedelta(days=1), "0.5")
    await keep(platform, member, NOON, "2", purpose=Purpose.API)
    await keep(platform, member, NOON, "0.25", purpose=Purpose.KNOWLEDGE, model=UNPRICED)
    whole = await summary(client, owner, by="assistant")
    assert whole["of"] is None
    assert groups(whole) == [("built_in", 2, "4.5"), (None, 2, "2.25"), (str(one), 1, "1")]
    of_theirs = await summary(client, owner, of="person", key=str(member.person_id), by="model")
    assert (of_theirs["calls"], of_theirs["cost"]) == (3, "2.75")
    assert [each["name"] for each in of_theirs["groups"]] == ["gpt-4o", "llama3.2"]
    assert (of_theirs["of"]["by"], of_theirs["of"]["key"]) == ("person", str(member.person_id))
    assert of_theirs["of"]["name"].startswith("Person ")
    for of, key, expected in (
        ("assistant", "built_in", [("2026-03-09", 1, "0.5"), ("2026-03-10", 1, "4")]),
        ("assistant", str(one), [("2026-03-10", 1, "1")]),
        ("assistant", "", [("2026-03-10", 2, "2.25")]),
        ("model", whole_key(of_theirs, "llama3.2"), [("2026-03-10", 1, "0.25")]),
        ("day", "2026-03-09", [("2026-03-09", 1, "0.5")]),
        ("person", "nobody", []),
    ):
        found = await summary(client, owner, of=of, key=key, by="day")
        assert groups(found) == expected, (of, key)
        rows = await table(client, owner, of=of, key=key)
        assert len(rows) == found["calls"], (of, key)
    unseen = {"of": "model", "key": "x\0"}
    for path in ("summary", "export.csv"):
        refused = await client.get(f"/api/v1/usage/{path}", params=unseen, headers=owner.headers)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "query.key")


def whole_key(found: dict[str, Any], name: str) -> str:
    (key,) = [each["key"] for each in found["groups"] if each["name"] == name]
    return str(key)


@pytest.mark.parametrize("by", ["person", "day", "model"])
async def test_groups_come_in_pages(client: AsyncClient, platform: Platform, owner: Member, by: str) -> None:
    for number in range(7):
        model = PRICED if number % 2 else UNPRICED
        await keep(platform, owner, NOON - timedelta(days=number), str(number % 3), model=model)
    async with platform.database.transaction(owner.organization_id) as session:
        await session.execute(text("UPDATE usage_records SET person_id = gen_random_uuid()"))
        # As long as names may be.
        await session.execute(text("UPDATE usage_records SET model_name = repeat(left(id::text, 36), 5)"))
    whole = groups(await summary(client, owner, by=by, days=60))
    assert len(whole) == 7
    found: list[tuple[Any, ...]] = []
    cursor: Any = ""
    while cursor is not None:
        page = await summary(client, owner, by=by, days=60, limit=2, **({"cursor": cursor} if cursor else {}))
        found += groups(page)
        cursor = page["next_cursor"]
    assert found == whole


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({"from": "2026-03-10", "to": "2026-03-09"}, "query.to", "span_backwards"),
        ({"from": "2010-01-01"}, "query.from", "span_too_long"),
        ({"from": "yesterday"}, "query.from", "date_from_datetime_parsing"),
        ({"from": "1900-01-01"}, "query.from", "greater_than_equal"),
        ({"by": "colour"}, "query.by", "enum"),
        ({"by": "day", "time_zone": "Mars/Olympus"}, "query.time_zone", "time_zone_unknown"),
        ({"by": "model", "cursor": "x"}, "query.cursor", "invalid_input"),
        ({"limit": "0"}, "query.limit", "greater_than_equal"),
        ({"since": "2026-01-01"}, "query.since", "extra_forbidden"),
        ({"key": "built_in", "by": "day"}, "query.key", "key_without_of"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(
    client: AsyncClient, owner: Member, query: dict[str, str], field: str, code: str
) -> None:
    response = await client.get("/api/v1/usage/summary", params=query, headers=owner.headers)
    assert response.status_code == 422, response.text
    assert [(each["field"], each["code"]) for each in response.json()["errors"]] == [(field, code)]
    if field not in {"query.cursor", "query.limit"}:
        exported = await client.get("/api/v1/usage/export.csv", params=query, headers=owner.headers)
        assert exported.status_code == 422


async def table(client: AsyncClient, member: Member, **query: Any) -> list[dict[str, str]]:
    response = await client.get("/api/v1/usage/export.csv", params=query, headers=member.headers)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["content-disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


async def test_every_call_as_a_table(client: AsyncClient, platform: Platform, owner: Member, stranger: Member) -> None:
    assert await table(client, owner) == []
    await keep(platform, owner, NOON, "0.000000001")
    await keep(platform, owner, NOON + timedelta(minutes=1), None, model=UNPRICED)
    await keep(platform, stranger, NOON)
    first, second = await table(client, owner)
    assert (first["at"], first["model"], first["cost_usd"]) == (
        "2026-03-10T12:00:00.000+00:00",
        "gpt-4o",
        "0.000000001",
    )
    assert (first["input_tokens"], first["outcome"], first["estimated"]) == ("100", "completed", "false")
    assert first["person"].startswith("Person ")
    assert (second["cost_usd"], second["model"]) == ("", "llama3.2")
    assert len(await table(client, owner, **{"from": "2026-03-11", "to": "2026-03-12"})) == 0


async def test_who_takes_it_along_is_recorded(client: AsyncClient, owner: Member) -> None:
    refused = await client.get("/api/v1/usage/export.csv", params={"key": ""}, headers=owner.headers)
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("query.key", "key_without_of")]
    await table(client, owner, days=7)
    await table(client, owner, **{"from": "2026-03-09", "to": "2026-03-10", "by": "model"}, of="person", key="x")
    response = await client.get("/api/v1/audit", params={"action": "usage"}, headers=owner.headers)
    records = response.json()["items"]
    assert [(each["action"], each["actor"]["id"], each["address"]) for each in records] == [
        ("usage.exported", str(owner.person_id), "127.0.0.1")
    ] * 2
    narrow, wide = (each["details"] for each in records)
    assert (narrow["since"], narrow["until"]) == ("2026-03-09T00:00:00+00:00", "2026-03-11T00:00:00+00:00")
    assert (narrow["by"], narrow["of"], narrow["key"]) == ("model", "person", "x")
    assert (wide["until"], wide["by"], wide["of"], wide["key"]) == (None, None, None, None)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", 'a "quoted", one\nand more'])
async def test_no_cell_is_a_formula(client: AsyncClient, platform: Platform, owner: Member, name: str) -> None:
    await keep(platform, owner, NOON)
    async with platform.database.transaction(owner.organization_id) as session:
        await session.execute(text("UPDATE people SET name = :name"), {"name": name})
        await session.execute(text("UPDATE usage_records SET model_name = :name"), {"name": name})
    expected = name if name.startswith("a") else f"'{name}"
    (row,) = await table(client, owner)
    assert (row["person"], row["model"]) == (expected, expected)
    (grouped,) = await table(client, owner, by="person")
    assert (grouped["name"], grouped["calls"], grouped["cost_usd"]) == (expected, "1", "0.5")


async def test_a_long_table_comes_in_pieces(client: AsyncClient, platform: Platform, owner: Member) -> None:
    await keep(platform, owner, NOON)
    async with platform.database.transaction(owner.organization_id) as session:
        # Many at one moment, so that pages must go on by the id, too.
        await session.execute(
            text(
                "INSERT INTO usage_records SELECT gen_random_uuid(), organization_id, at, person_id, connection_id, "
                "provider, model_name, purpose, conversation_id, message_id, input_tokens, output_tokens, "
                "cached_input_tokens, cache_write_tokens, reasoning_tokens, estimated, cost, currency, "
                "time_to_first_token_ms, duration_ms, outcome, error_code FROM usage_records, generate_series(1, 2500)"
            )
        )
    rows = await table(client, owner)
    assert len(rows) == 2501
    assert sum(Decimal(row["cost_usd"]) for row in rows) == Decimal("1250.5")
    assert (await summary(client, owner))["cost"] == "1250.5"


@pytest.mark.parametrize("path", ["/usage/summary", "/usage/export.csv"])
async def test_who_may_see_it(client: AsyncClient, owner: Member, joins: Joins, path: str) -> None:
    assert (await client.get(f"/api/v1{path}")).status_code == 401
    for role, expected in ((Role.ADMIN, 200), (Role.MEMBER, 403), (Role.GUEST, 403)):
        member = await joins(role)
        assert (await client.get(f"/api/v1{path}", headers=member.headers)).status_code == expected
    assert (await client.get(f"/api/v1{path}", headers=owner.headers)).status_code == 200
