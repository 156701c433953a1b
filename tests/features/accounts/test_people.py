"""People, roles, the organisation, one's own profile."""

import asyncio
from typing import Any

import pytest
from httpx import AsyncClient

from convosphere.features.accounts.actions import administer
from convosphere.features.accounts.tables import Person
from convosphere.features.accounts.types import Role
from convosphere.platform.context import Platform
from tests.factories.accounts import (
    MadeOrganization,
    create_api_key,
    create_organization,
    create_person,
    sign_in_headers,
)
from tests.features.accounts.conftest import AuditTrail


async def names(client: AsyncClient, headers: dict[str, str], **query: Any) -> list[str]:
    response = await client.get("/api/v1/people", params=query, headers=headers)
    assert response.status_code == 200, response.text
    return [person["name"] for person in response.json()["items"]]


async def test_people_are_listed_filtered_and_paged(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    for name, email, role in (
        ("Anna 50%", "anna@example.org", Role.ADMIN),
        ("Bert_", "bert@example.com", Role.MEMBER),
        ("Cleo", "cleo@example.org", Role.GUEST),
    ):
        await create_person(platform, organization.id, name=name, email=email, role=role)
    await create_organization(platform, "Elsewhere")
    owner = organization.owner.name
    assert await names(client, headers) == ["Cleo", "Bert_", "Anna 50%", owner]
    assert await names(client, headers, q="EXAMPLE.COM") == ["Bert_"]
    assert await names(client, headers, q="%") == ["Anna 50%"]
    assert await names(client, headers, q="_") == ["Bert_"]
    assert await names(client, headers, role="guest") == ["Cleo"]
    assert await names(client, headers, active="false") == []
    first = (await client.get("/api/v1/people", params={"limit": 3}, headers=headers)).json()
    assert await names(client, headers, limit=3, cursor=first["next_cursor"]) == [owner]


async def test_a_role_counts_from_the_next_request_on(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    member = await create_person(platform, organization.id)
    theirs = await sign_in_headers(platform, member)
    assert (await client.get("/api/v1/people", headers=theirs)).status_code == 403
    headers = await sign_in_headers(platform, organization.owner)
    changed = await client.patch(f"/api/v1/people/{member.id}", json={"role": "admin"}, headers=headers)
    assert (changed.status_code, changed.json()["role"]) == (200, "admin")
    assert (await client.get("/api/v1/people", headers=theirs)).status_code == 200
    record = (await audit_trail(organization))[-1]
    assert (record.action, record.details) == ("person.role_changed", {"before": "member", "after": "admin"})
    assert (record.actor_id, record.subject_id) == (organization.owner.id, str(member.id))


async def test_closing_an_account_ends_everything_of_it_at_once(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    member = await create_person(platform, organization.id)
    theirs = await sign_in_headers(platform, member)
    key = {"Authorization": f"Bearer {await create_api_key(platform, member)}"}
    headers = await sign_in_headers(platform, organization.owner)
    path = f"/api/v1/people/{member.id}"
    assert (await client.patch(path, json={"active": False}, headers=headers)).json()["active"] is False
    assert [(await client.get("/api/v1/me", headers=each)).status_code for each in (theirs, key)] == [401, 401]
    assert await names(client, headers, active="false") == [member.name]
    assert (await client.patch(path, json={"active": True}, headers=headers)).json()["active"] is True
    # Opened again, the person signs in anew; what was ended stays ended.
    assert [(await client.get("/api/v1/me", headers=each)).status_code for each in (theirs, key)] == [401, 401]
    actions = [record.action for record in await audit_trail(organization)][-3:]
    assert actions == ["person.deactivated", "api_key.revoked", "person.reactivated"]


async def test_whoever_closed_the_account_each_request_looks(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    member = await create_person(platform, organization.id)
    session = await sign_in_headers(platform, member)
    key = {"Authorization": f"Bearer {await create_api_key(platform, member)}"}
    # As a migration or a later feature might: the row alone, nothing ended with it.
    async with platform.database.transaction(organization.id) as transaction:
        (await transaction.get_one(Person, member.id)).deactivated_at = platform.clock.now()
    assert [(await client.get("/api/v1/me", headers=each)).status_code for each in (session, key)] == [401, 401]


async def test_changing_to_the_same_changes_nothing(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    member = await create_person(platform, organization.id)
    headers = await sign_in_headers(platform, organization.owner)
    before = len(await audit_trail(organization))
    for body in ({}, {"role": "member", "active": True}, {"role": None}):
        response = await client.patch(f"/api/v1/people/{member.id}", json=body, headers=headers)
        assert response.status_code == 200
    assert len(await audit_trail(organization)) == before


@pytest.mark.parametrize("change", [{"role": "admin"}, {"active": False}])
async def test_the_last_owner_stays(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, change: dict[str, Any]
) -> None:
    owner = organization.owner
    headers = await sign_in_headers(platform, owner)
    response = await client.patch(f"/api/v1/people/{owner.id}", json=change, headers=headers)
    assert (response.status_code, response.json()["code"]) == (409, "last_owner")
    second = await create_person(platform, organization.id, role=Role.OWNER)
    response = await client.patch(f"/api/v1/people/{owner.id}", json=change, headers=headers)
    assert response.status_code == 200
    theirs = await sign_in_headers(platform, second)
    response = await client.patch(f"/api/v1/people/{second.id}", json=change, headers=theirs)
    assert (response.status_code, response.json()["code"]) == (409, "last_owner")


async def test_two_owners_who_remove_each_other_leave_one(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    first = organization.owner
    for _ in range(5):
        second = await create_person(platform, organization.id, role=Role.OWNER)
        by_first, by_second = (
            await sign_in_headers(platform, first),
            await sign_in_headers(platform, second),
        )
        answers = await asyncio.gather(
            client.patch(f"/api/v1/people/{second.id}", json={"active": False}, headers=by_first),
            client.patch(f"/api/v1/people/{first.id}", json={"active": False}, headers=by_second),
        )
        assert sorted(answer.status_code for answer in answers) in ([200, 401], [200, 409])
        if answers[1].status_code == 200:
            first = second
    headers = await sign_in_headers(platform, first)
    assert len(await names(client, headers, role="owner", active="true")) == 1


@pytest.mark.parametrize("change", [{"role": "member"}, {"active": False}])
async def test_administrators_do_not_decide_about_owners(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, change: dict[str, Any]
) -> None:
    admin = await create_person(platform, organization.id, role=Role.ADMIN)
    member = await create_person(platform, organization.id)
    headers = await sign_in_headers(platform, admin)
    response = await client.patch(f"/api/v1/people/{organization.owner.id}", json=change, headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "owners_only")
    raised = await client.patch(f"/api/v1/people/{member.id}", json={"role": "owner"}, headers=headers)
    assert raised.json()["code"] == "owners_only"
    themselves = await client.patch(f"/api/v1/people/{admin.id}", json={"role": "owner"}, headers=headers)
    assert themselves.json()["code"] == "owners_only"
    invited = await client.post("/api/v1/invitations", json={"role": "owner"}, headers=headers)
    assert invited.json()["code"] == "owners_only"


@pytest.mark.parametrize("change", [{"role": "member"}, {"active": False}])
async def test_invitations_do_not_outlive_the_right_to_make_them(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, change: dict[str, Any]
) -> None:
    admin = await create_person(platform, organization.id, role=Role.ADMIN)
    headers = await sign_in_headers(platform, organization.owner)
    made = [
        (await client.post("/api/v1/invitations", json={"role": "admin"}, headers=inviter)).json()["id"]
        for inviter in (await sign_in_headers(platform, admin), headers)
    ]
    assert (await client.patch(f"/api/v1/people/{admin.id}", json=change, headers=headers)).status_code == 200
    left = (await client.get("/api/v1/invitations", headers=headers)).json()["items"]
    assert [invitation["id"] for invitation in left] == made[1:]


async def test_inviting_somebody_who_is_there_is_refused(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    elsewhere = await create_organization(platform, "Elsewhere")
    headers = await sign_in_headers(platform, organization.owner)
    here = await client.post("/api/v1/invitations", json={"email": organization.owner.email}, headers=headers)
    assert (here.status_code, here.json()["code"]) == (409, "email_taken")
    # Who is in other organisations stays unknown here.
    there = await client.post("/api/v1/invitations", json={"email": elsewhere.owner.email}, headers=headers)
    assert there.status_code == 201


async def test_the_organisation_is_changed_and_the_trail_says_what(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    body = {"name": "Difference Engines", "registration": "invitation"}
    response = await client.patch("/api/v1/organization", json=body, headers=headers)
    assert response.status_code == 200
    assert (await client.get("/api/v1/organization", headers=headers)).json() == response.json()
    assert response.json()["name"] == "Difference Engines"
    record = (await audit_trail(organization))[-1]
    assert record.action == "organization.changed"
    assert record.details == {
        "before": {"name": "Analytical Engines"},
        "after": {"name": "Difference Engines"},
    }
    unchanged = await client.patch("/api/v1/organization", json=body, headers=headers)
    assert unchanged.json() == response.json()
    assert (await audit_trail(organization))[-1].id == record.id


async def test_a_profile_keeps_what_is_left_out(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    before = (await client.get("/api/v1/me", headers=headers)).json()
    changed = await client.patch("/api/v1/me", json={"theme": "dark", "onboarded": True}, headers=headers)
    assert changed.json() == before | {"theme": "dark", "onboarded": True}
    renamed = await client.patch("/api/v1/me", json={"name": "Zoë 🦊 <script>"}, headers=headers)
    assert renamed.json()["name"] == "Zoë 🦊 <script>"


async def test_an_address_is_found_in_whatever_case_and_organisation(
    platform: Platform, organization: MadeOrganization
) -> None:
    elsewhere = await create_organization(platform, "Elsewhere")
    for owner in (organization.owner, elsewhere.owner):
        assert await administer.has_person(platform, owner.email.upper())
    assert not await administer.has_person(platform, "nobody@example.org")
