"""Registering: the first person, the policies, invitations."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from convosphere.features.accounts.types import RegistrationPolicy, Role
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import PASSWORD, create_organization, sign_in_headers


async def register(client: AsyncClient, email: str, **changes: Any) -> Response:
    body = {"email": email, "name": "Ada Lovelace", "password": PASSWORD, **changes}
    return await client.post("/api/v1/auth/register", json=body)


async def invite(client: AsyncClient, headers: dict[str, str], **wish: Any) -> str:
    """The token of a new invitation."""
    response = await client.post("/api/v1/invitations", json=wish, headers=headers)
    assert response.status_code == 201, response.text
    return str(response.json()["url"].rpartition("/")[2])


def fields(response: Response) -> list[str]:
    return [error["field"] for error in response.json()["errors"]]


async def test_the_first_person_founds_the_organisation(client: AsyncClient) -> None:
    before = (await client.get("/api/v1/instance")).json()
    assert (before["needs_owner"], before["organization_name"], before["registration"]) == (True, None, "open")
    response = await register(client, "ada@example.org", organization_name="  Analytical Engines ", locale="de")
    assert response.status_code == 201, response.text
    person = response.json()["person"]
    assert (person["role"], person["locale"], person["onboarded"]) == ("owner", "de", False)
    assert person["organization"]["name"] == "Analytical Engines"
    assert {"people.manage", "organization.manage", "audit.read"} <= set(person["permissions"])
    after = (await client.get("/api/v1/instance")).json()
    assert (after["needs_owner"], after["organization_name"], after["registration"]) == (
        False,
        "Analytical Engines",
        "invitation",
    )
    audit = await client.get("/api/v1/audit", headers={"Authorization": f"Bearer {response.json()['access_token']}"})
    assert [record["action"] for record in audit.json()["items"]] == ["person.registered", "organization.created"]


async def test_the_first_person_must_name_the_organisation(client: AsyncClient) -> None:
    response = await register(client, "ada@example.org")
    assert response.status_code == 422
    assert fields(response) == ["body.organization_name"]
    assert (await client.get("/api/v1/instance")).json()["needs_owner"] is True


async def test_of_many_first_people_one_founds(client: AsyncClient) -> None:
    answers = await asyncio.gather(
        *(register(client, f"first{n}@example.org", organization_name=f"Engines {n}") for n in range(6))
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 5
    losers = [answer.json()["code"] for answer in answers if answer.status_code == 409]
    assert set(losers) == {"already_set_up"}
    winner = next(answer.json()["person"] for answer in answers if answer.status_code == 201)
    instance = (await client.get("/api/v1/instance")).json()
    assert instance["organization_name"] == winner["organization"]["name"]


async def test_the_language_is_the_browsers_unless_chosen(client: AsyncClient) -> None:
    client.headers["Accept-Language"] = "de-AT,de;q=0.9,en;q=0.5"
    response = await register(client, "ada@example.org", organization_name="Engines")
    assert response.json()["person"]["locale"] == "de"


async def test_open_registration_makes_members_and_names_a_taken_address(
    client: AsyncClient, platform: Platform
) -> None:
    organization = await create_organization(platform, registration="open")
    response = await register(client, "new@example.org")
    assert response.status_code == 201, response.text
    assert response.json()["person"]["role"] == "member"
    taken = await register(client, organization.owner.email.upper())
    assert (taken.status_code, taken.json()["code"], fields(taken)) == (409, "email_taken", ["body.email"])


async def test_the_same_address_twice_at_once_is_one_person(client: AsyncClient, platform: Platform) -> None:
    await create_organization(platform, registration="open")
    answers = await asyncio.gather(*(register(client, "twin@example.org") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize(("policy", "code"), [("invitation", "invitation_needed"), ("closed", "registration_closed")])
async def test_where_it_is_not_open_nothing_is_said_about_addresses(
    client: AsyncClient, platform: Platform, policy: RegistrationPolicy, code: str
) -> None:
    organization = await create_organization(platform, registration=policy)
    for email in (organization.owner.email, "new@example.org"):
        response = await register(client, email)
        assert (response.status_code, response.json()["code"]) == (403, code)


async def test_naming_an_organisation_that_exists_is_refused(client: AsyncClient, platform: Platform) -> None:
    await create_organization(platform, registration="open")
    response = await register(client, "new@example.org", organization_name="Another")
    assert (response.status_code, response.json()["code"]) == (409, "already_set_up")


async def test_an_invitation_lets_one_person_in(client: AsyncClient, platform: Platform) -> None:
    organization = await create_organization(platform)
    headers = await sign_in_headers(platform, organization.owner)
    token = await invite(client, headers, role="admin")
    response = await register(client, "new@example.org", invitation=token)
    assert response.status_code == 201, response.text
    assert response.json()["person"]["role"] == "admin"
    again = await register(client, "other@example.org", invitation=token)
    assert (again.status_code, again.json()["code"], fields(again)) == (
        422,
        "invitation_invalid",
        ["body.invitation"],
    )
    assert (await client.get("/api/v1/invitations", headers=headers)).json()["items"] == []


async def test_two_people_cannot_use_one_invitation_at_once(client: AsyncClient, platform: Platform) -> None:
    organization = await create_organization(platform)
    token = await invite(client, await sign_in_headers(platform, organization.owner), role="member")
    answers = await asyncio.gather(*(register(client, f"new{n}@example.org", invitation=token) for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


async def test_an_invitation_for_an_address_serves_no_other(client: AsyncClient, platform: Platform) -> None:
    organization = await create_organization(platform)
    token = await invite(client, await sign_in_headers(platform, organization.owner), email="new@example.org")
    other = await register(client, "other@example.org", invitation=token)
    assert (other.json()["code"], fields(other)) == ("invitation_for_other_email", ["body.email"])
    assert (await register(client, "NEW@example.org", invitation=token)).status_code == 201


async def test_an_invitation_expires_and_can_be_withdrawn(
    client: AsyncClient, platform: Platform, clock: FrozenClock
) -> None:
    organization = await create_organization(platform)
    headers = await sign_in_headers(platform, organization.owner)
    withdrawn = await invite(client, headers, role="member")
    listed = (await client.get("/api/v1/invitations", headers=headers)).json()["items"]
    assert (await client.delete(f"/api/v1/invitations/{listed[0]['id']}", headers=headers)).status_code == 204
    assert (await register(client, "new@example.org", invitation=withdrawn)).status_code == 422
    late = await invite(client, headers, role="member")
    clock.advance(timedelta(days=7, seconds=1))
    assert (await register(client, "new@example.org", invitation=late)).status_code == 422


async def test_an_invitation_leads_into_its_own_organisation(client: AsyncClient, platform: Platform) -> None:
    await create_organization(platform, "Default")
    second = await create_organization(platform, "Second")
    token = await invite(client, await sign_in_headers(platform, second.owner), role="guest")
    person = (await register(client, "new@example.org", invitation=token)).json()["person"]
    assert (person["organization"]["name"], person["role"]) == ("Second", Role.GUEST)


async def test_closed_means_closed_for_invitations_too(client: AsyncClient, platform: Platform) -> None:
    organization = await create_organization(platform)
    headers = await sign_in_headers(platform, organization.owner)
    token = await invite(client, headers, role="member")
    await client.patch("/api/v1/organization", json={"registration": "closed"}, headers=headers)
    assert (await register(client, "new@example.org", invitation=token)).json()["code"] == "registration_closed"
    refused = await client.post("/api/v1/invitations", json={"role": "member"}, headers=headers)
    assert refused.json()["code"] == "registration_closed"


@pytest.mark.settings(accounts={"password_min_length": 16, "registration": "open"})
async def test_a_short_password_is_named_with_the_length_needed(client: AsyncClient) -> None:
    response = await register(client, "ada@example.org", organization_name="Engines", password="fifteen letters")
    assert response.status_code == 422
    assert fields(response) == ["body.password"]
    assert "16" in response.json()["errors"][0]["message"]


@pytest.mark.settings(accounts={"sign_in_attempts_per_address": 3})
async def test_failed_registrations_are_limited_per_address(client: AsyncClient, platform: Platform) -> None:
    organization = await create_organization(platform, registration="open")
    for number in range(4):
        assert (await register(client, f"new{number}@example.org")).status_code == 201
    for _ in range(3):
        assert (await register(client, organization.owner.email)).status_code == 409
    assert (await register(client, "late@example.org")).status_code == 429
