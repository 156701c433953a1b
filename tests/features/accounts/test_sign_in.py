"""Signing in and out, and who is known afterwards."""

import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response

from convosphere.features.accounts.tables import Person
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.security import PasswordHasher
from tests.factories.accounts import PASSWORD, MadeOrganization, create_person, sign_in_headers
from tests.features.accounts.conftest import AuditTrail


async def sign_in(client: AsyncClient, email: str, password: str = PASSWORD) -> Response:
    return await client.post("/api/v1/auth/sign-in", json={"email": email, "password": password})


async def test_a_person_signs_in_and_is_known(client: AsyncClient, organization: MadeOrganization) -> None:
    response = await sign_in(client, f"  {organization.owner.email.upper()} ")
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["person"]["organization"] == {"id": str(organization.id), "name": "Analytical Engines"}
    assert response.headers["cache-control"] == "no-store"
    me = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.status_code == 200
    assert me.json() == body["person"]


async def test_wrong_password_and_unknown_email_answer_alike(
    client: AsyncClient, organization: MadeOrganization
) -> None:
    wrong = await sign_in(client, organization.owner.email, "not the password")
    unknown = await sign_in(client, "nobody@example.org", "not the password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["code"] == "invalid_credentials"
    differing = {"request_id"}
    assert {k: v for k, v in wrong.json().items() if k not in differing} == {
        k: v for k, v in unknown.json().items() if k not in differing
    }


async def test_before_anybody_came_nobody_can_sign_in(client: AsyncClient) -> None:
    assert (await sign_in(client, "nobody@example.org")).status_code == 401


async def test_failures_and_successes_are_in_the_audit_trail(
    client: AsyncClient, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    await sign_in(client, "nobody@example.org")
    await sign_in(client, organization.owner.email, "not the password")
    await sign_in(client, organization.owner.email)
    failed_unknown, failed, succeeded = (await audit_trail(organization))[-3:]
    assert failed_unknown.action == failed.action == "session.sign_in_failed"
    assert failed_unknown.details == {"reason": "unknown_email"}
    assert failed_unknown.subject_id is None
    assert failed.details == {"reason": "wrong_password"}
    assert failed.subject_id == str(organization.owner.id)
    assert failed.actor_id is None
    assert succeeded.action == "session.signed_in"
    assert succeeded.actor_id == organization.owner.id
    assert succeeded.address == "127.0.0.1"


async def test_a_closed_account_is_told_so_only_after_the_right_password(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    member = await create_person(platform, organization.id)
    async with platform.database.transaction(organization.id) as session:
        (await session.get_one(Person, member.id)).deactivated_at = platform.clock.now()
    assert (await sign_in(client, member.email, "not the password")).json()["code"] == "invalid_credentials"
    right = await sign_in(client, member.email)
    assert (right.status_code, right.json()["code"]) == (403, "account_deactivated")


async def test_a_hash_of_older_parameters_is_renewed(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    old = PasswordHasher(memory_kib=16, passes=2)
    old_hash = await old.hash(PASSWORD)
    old.close()
    async with platform.database.transaction(organization.id) as session:
        (await session.get_one(Person, organization.owner.id)).password_hash = old_hash
    assert (await sign_in(client, organization.owner.email)).status_code == 200
    async with platform.database.transaction(organization.id) as session:
        renewed = (await session.get_one(Person, organization.owner.id)).password_hash
    assert renewed != old_hash
    assert not platform.passwords.needs_rehash(renewed)
    assert (await sign_in(client, organization.owner.email)).status_code == 200


@pytest.mark.settings(accounts={"sign_in_attempts": 3})
async def test_an_account_is_throttled_and_the_window_ends(
    client: AsyncClient, organization: MadeOrganization, clock: FrozenClock, audit_trail: AuditTrail
) -> None:
    email = organization.owner.email
    for _ in range(3):
        assert (await sign_in(client, email, "not the password")).status_code == 401
    clock.advance(timedelta(minutes=5))
    for _ in range(2):
        blocked = await sign_in(client, email.upper())
        assert (blocked.status_code, blocked.json()["code"]) == (429, "sign_in_throttled")
        assert blocked.json()["retry_after"] == 600
        assert blocked.headers["retry-after"] == "600"
    reasons = [record.details.get("reason") for record in await audit_trail(organization)]
    assert reasons.count("throttled") == 1
    clock.advance(timedelta(minutes=10))
    assert (await sign_in(client, email)).status_code == 200


@pytest.mark.settings(accounts={"sign_in_attempts": 3})
async def test_attempts_at_the_same_moment_are_all_counted(client: AsyncClient, organization: MadeOrganization) -> None:
    attempts = [sign_in(client, organization.owner.email, "not the password") for _ in range(12)]
    codes = sorted(response.status_code for response in await asyncio.gather(*attempts))
    assert codes == [401] * 3 + [429] * 9


@pytest.mark.settings(accounts={"sign_in_attempts": 3})
async def test_a_success_forgives_the_failures_before(client: AsyncClient, organization: MadeOrganization) -> None:
    for _ in range(3):
        for _ in range(2):
            assert (await sign_in(client, organization.owner.email, "not the password")).status_code == 401
        assert (await sign_in(client, organization.owner.email)).status_code == 200


@pytest.mark.settings(accounts={"sign_in_attempts_per_address": 4})
async def test_an_address_is_throttled_across_accounts(client: AsyncClient, organization: MadeOrganization) -> None:
    for _ in range(3):
        assert (await sign_in(client, organization.owner.email)).status_code == 200
    for number in range(4):
        assert (await sign_in(client, f"guess{number}@example.org")).status_code == 401
    assert (await sign_in(client, organization.owner.email)).status_code == 429


async def test_signing_out_ends_the_session_and_takes_the_cookie(
    client: AsyncClient, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    token = (await sign_in(client, organization.owner.email)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    response = await client.post("/api/v1/auth/sign-out")
    assert response.status_code == 204
    assert "convosphere_refresh" not in client.cookies
    me = await client.get("/api/v1/me", headers=headers)
    assert (me.status_code, me.json()["code"]) == (401, "session_ended")
    assert (await audit_trail(organization))[-1].action == "session.signed_out"


async def test_signing_out_works_with_the_access_token_alone(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    assert (await client.post("/api/v1/auth/sign-out", headers=headers)).status_code == 204
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 401
    assert (await client.post("/api/v1/auth/sign-out", headers=headers)).status_code == 204


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x.y.z", "Basic YTpi", "Bearer csk_short"])
async def test_signing_out_without_anything_to_end_is_fine(client: AsyncClient, authorization: str) -> None:
    cookies = {"convosphere_refresh": "csr_nonsense"}
    response = await client.post(
        "/api/v1/auth/sign-out",
        headers={"Authorization": authorization, "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())},
    )
    assert response.status_code == 204


async def test_an_access_token_ends_after_its_time(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    clock.advance(timedelta(minutes=14, seconds=59))
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 200
    clock.advance(timedelta(seconds=30))
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 401


async def test_problems_speak_the_persons_language(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner) | {"Accept-Language": "en"}
    await client.patch("/api/v1/me", json={"locale": "de"}, headers=headers)
    missing = await client.delete(f"/api/v1/me/sessions/{organization.id}", headers=headers)
    assert missing.status_code == 404
    assert missing.json()["title"] == "Nicht gefunden"
    invalid = await client.patch("/api/v1/me", json={"theme": "pink"}, headers=headers)
    assert invalid.json()["errors"][0]["field"] == "body.theme"
