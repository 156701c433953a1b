"""The audit trail: written with the facts, never changed, read by administrators."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import convosphere.entry.features  # noqa: F401 - knows all facts
from convosphere.features.accounts.types import Role
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls
from convosphere.platform.events import AuditedEvent
from tests.factories.accounts import MadeOrganization, create_organization, create_person, sign_in_headers


@pytest.fixture
async def organization(client: AsyncClient, platform: Platform) -> MadeOrganization:  # noqa: ARG001 - wires listeners
    return await create_organization(platform, "Analytical Engines")


async def read(client: AsyncClient, headers: dict[str, str], **query: Any) -> dict[str, Any]:
    response = await client.get("/api/v1/audit", params=query, headers=headers)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def test_records_say_who_did_what_to_whom(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    member = await create_person(platform, organization.id, name="Bert")
    headers = await sign_in_headers(platform, organization.owner)
    await client.patch(f"/api/v1/people/{member.id}", json={"role": "guest"}, headers=headers)
    newest, registered, *_ = (await read(client, headers))["items"]
    UUID(newest.pop("id"))
    assert newest == {
        "at": "2026-01-01T00:00:00Z",
        "action": "person.role_changed",
        "actor": {"id": str(organization.owner.id), "name": organization.owner.name},
        "subject_type": "person",
        "subject_id": str(member.id),
        "details": {"before": "member", "after": "guest"},
        "address": "127.0.0.1",
    }
    assert (registered["action"], registered["actor"]) == ("person.registered", None)


async def test_a_refused_act_leaves_no_record(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    before = await read(client, headers)
    refused = await client.patch(f"/api/v1/people/{organization.owner.id}", json={"role": "guest"}, headers=headers)
    assert refused.status_code == 409
    assert await read(client, headers) == before


async def test_filters_and_pages(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    admin = await create_person(platform, organization.id, role=Role.ADMIN)
    clock.advance(timedelta(hours=1))
    theirs = await sign_in_headers(platform, admin)
    for name in ("A", "B", "C"):
        await client.patch("/api/v1/organization", json={"name": name}, headers=theirs)
    headers = theirs

    async def actions(**query: Any) -> list[str]:
        return [record["action"] for record in (await read(client, headers, **query))["items"]]

    changed = ["organization.changed"] * 3
    everything = [*changed, "person.registered", "person.registered", "organization.created"]
    assert await actions() == everything
    assert await actions(action="organization.changed") == changed
    assert await actions(action="organization") == [*changed, "organization.created"]
    assert await actions(action="organ") == []
    assert await actions(actor=str(admin.id)) == changed
    assert await actions(**{"from": "2026-01-01T01:00:00Z"}) == changed
    assert await actions(to="2026-01-01T01:00:00Z") == everything[3:]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        page = await read(client, headers, limit=2, **({} if cursor is None else {"cursor": cursor}))
        seen += [record["id"] for record in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == len(everything)


async def test_another_organisations_records_do_not_exist(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    elsewhere = await create_organization(platform, "Elsewhere")
    headers = await sign_in_headers(platform, elsewhere.owner)
    subjects = {record["subject_id"] for record in (await read(client, headers))["items"]}
    assert subjects == {str(elsewhere.id), str(elsewhere.owner.id)}
    assert (await read(client, headers, actor=str(organization.owner.id)))["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"action": "DROP TABLE"},
        {"actor": "me"},
        {"from": "yesterday"},
        {"from": "2026-01-01T00:00:00"},
        {"cursor": "x"},
        {"limit": "0"},
        {"limit": "101"},
    ],
)
async def test_a_wrong_query_is_named(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, query: dict[str, str]
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    response = await client.get("/api/v1/audit", params=query, headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == f"query.{next(iter(query))}"


STATEMENTS = ["UPDATE audit_records SET action = 'x'", "DELETE FROM audit_records", "TRUNCATE audit_records"]


@pytest.mark.parametrize("statement", STATEMENTS)
async def test_the_application_cannot_change_what_happened(
    platform: Platform, organization: MadeOrganization, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="permission denied for table audit_records"):
        async with platform.database.transaction(organization.id) as session:
            await session.execute(text(statement))


@pytest.mark.parametrize("statement", STATEMENTS)
async def test_not_even_the_owner_of_the_table_can(
    database_urls: DatabaseUrls,
    organization: MadeOrganization,  # noqa: ARG001 - its founding is on record
    statement: str,
) -> None:
    connection = await psycopg.AsyncConnection.connect(database_urls.conninfo(database_urls.owner))
    async with connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            await connection.execute(statement.encode())


@pytest.mark.parametrize("language", ["en", "de"])
def test_people_read_every_fact_in_their_language(language: str) -> None:
    catalogue = Path(__file__).parents[3] / "web/src/shared/i18n" / language / "audit.json"
    words = json.loads(catalogue.read_text())["actions"]
    told = {f"{area}.{act}" for area, acts in words.items() for act in acts}
    recorded = {event.audit_action for event in AuditedEvent.__subclasses__() if hasattr(event, "audit_action")}
    assert {each for each in recorded if not each.startswith("test")} <= told
