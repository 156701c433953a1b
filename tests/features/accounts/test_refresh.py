"""Refresh tokens: rotation, the grace for tabs and lost answers, and what reuse does."""

import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response

from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_person, create_session
from tests.features.accounts.conftest import AuditTrail

COOKIE = "convosphere_refresh"


async def refresh(client: AsyncClient, token: str) -> Response:
    client.cookies.clear()
    return await client.post("/api/v1/auth/refresh", headers={"Cookie": f"{COOKIE}={token}"})


def next_token(response: Response) -> str:
    assert response.status_code == 200, response.text
    return response.cookies[COOKIE]


async def works(client: AsyncClient, access_token: str) -> bool:
    response = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {access_token}"})
    return response.status_code == 200


async def test_each_refresh_brings_another_token_of_the_same_session(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    opened = await create_session(platform, organization.owner)
    token, access_token, seen = opened.refresh_token, "", {opened.refresh_token}
    for _ in range(4):
        clock.advance(timedelta(minutes=14))
        response = await refresh(client, token)
        token, access_token = next_token(response), response.json()["access_token"]
        assert token not in seen
        seen.add(token)
        assert await works(client, access_token)
    assert await works(client, opened.body.access_token) is False  # that one's time is over
    headers = {"Authorization": f"Bearer {access_token}"}
    sessions = (await client.get("/api/v1/me/sessions", headers=headers)).json()["items"]
    assert [session["id"] for session in sessions] == [str(opened.session_id)]


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    opened = await create_session(platform, organization.owner)
    cookie = (await refresh(client, opened.refresh_token)).headers["set-cookie"]
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/api/v1/auth", "max-age=2592000"} <= attributes
    assert "secure" not in attributes


@pytest.mark.settings(public_url="https://chat.example.org/")
async def test_the_cookie_is_secure_on_https(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    opened = await create_session(platform, organization.owner)
    cookie = (await refresh(client, opened.refresh_token)).headers["set-cookie"]
    assert "secure" in {part.strip().lower() for part in cookie.split(";")}


async def test_two_tabs_that_refresh_at_once_stay_signed_in(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    opened = await create_session(platform, organization.owner)
    answers = await asyncio.gather(*(refresh(client, opened.refresh_token) for _ in range(8)))
    successors = {next_token(answer) for answer in answers}
    # One successor for all, so it does not matter whose answer sets the cookie last.
    assert len(successors) == 1
    clock.advance(timedelta(minutes=10))
    assert (await refresh(client, successors.pop())).status_code == 200


async def test_a_lost_answer_can_be_asked_for_again(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    opened = await create_session(platform, organization.owner)
    first = next_token(await refresh(client, opened.refresh_token))
    clock.advance(timedelta(seconds=9))
    assert next_token(await refresh(client, opened.refresh_token)) == first


async def test_within_the_grace_a_slow_tab_gets_the_newest_token(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    opened = await create_session(platform, organization.owner)
    second = next_token(await refresh(client, opened.refresh_token))
    third = next_token(await refresh(client, second))
    clock.advance(timedelta(seconds=5))
    assert next_token(await refresh(client, opened.refresh_token)) == third


async def test_reuse_after_the_grace_ends_the_session_for_everyone(
    client: AsyncClient,
    platform: Platform,
    organization: MadeOrganization,
    clock: FrozenClock,
    audit_trail: AuditTrail,
) -> None:
    opened = await create_session(platform, organization.owner)
    other = await create_session(platform, organization.owner)
    answer = await refresh(client, opened.refresh_token)
    clock.advance(timedelta(seconds=11))
    reused = await refresh(client, opened.refresh_token)
    assert (reused.status_code, reused.json()["code"]) == (401, "session_ended")
    assert (await refresh(client, next_token(answer))).status_code == 401
    assert await works(client, answer.json()["access_token"]) is False
    assert await works(client, other.body.access_token)
    record = (await audit_trail(organization))[-1]
    assert record.action == "session.refresh_token_reused"
    assert record.subject_id == str(opened.session_id)


async def test_a_session_nobody_uses_expires_and_use_prolongs_it(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    opened = await create_session(platform, organization.owner)
    clock.advance(timedelta(days=29))
    token = next_token(await refresh(client, opened.refresh_token))
    clock.advance(timedelta(days=29))
    token = next_token(await refresh(client, token))
    clock.advance(timedelta(days=30, seconds=1))
    assert (await refresh(client, token)).status_code == 401


async def test_a_token_names_another_organisation_in_vain(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    opened = await create_session(platform, organization.owner)
    foreign = "csr_" + "A" * 22 + opened.refresh_token[26:]
    assert (await refresh(client, foreign)).status_code == 401
    assert (await refresh(client, opened.refresh_token)).status_code == 200


@pytest.mark.parametrize(
    "token", ["", "x", "csr_", "csr_" + "_" * 65, "csk_" + "A" * 65, "csr_" + "A" * 65, "\xe4" * 69]
)
async def test_what_is_no_token_is_refused(client: AsyncClient, token: str) -> None:
    response = await client.post("/api/v1/auth/refresh", headers={b"Cookie": f"{COOKIE}={token}".encode("latin-1")})
    assert response.status_code == 401


async def test_without_a_cookie_nobody_is_signed_in(client: AsyncClient) -> None:
    response = await client.post("/api/v1/auth/refresh")
    assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")


async def test_a_refresh_and_a_sign_out_at_the_same_moment_do_not_block_each_other(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    for _ in range(10):
        person = await create_person(platform, organization.id)
        opened = await create_session(platform, person)
        headers = {"Authorization": f"Bearer {opened.body.access_token}"}
        answers = await asyncio.gather(
            refresh(client, opened.refresh_token),
            client.delete("/api/v1/me/sessions", headers=headers),
            refresh(client, opened.refresh_token),
        )
        assert {answer.status_code for answer in answers} <= {200, 204, 401}
        assert await works(client, opened.body.access_token) is False
