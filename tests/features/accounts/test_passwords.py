"""Changing a password, and getting a new one when it was forgotten."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response

from convosphere.features.accounts.types import Role
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import (
    PASSWORD,
    MadeOrganization,
    create_person,
    create_session,
    sign_in_headers,
)
from tests.features.accounts.conftest import AuditTrail
from tests.harness.smtp import MailServer, mail_server

NEW = "a different passphrase"


async def sign_in(client: AsyncClient, email: str, password: str) -> int:
    response = await client.post("/api/v1/auth/sign-in", json={"email": email, "password": password})
    return response.status_code


async def change(client: AsyncClient, headers: dict[str, str], current: str, new: str = NEW) -> Response:
    body = {"current_password": current, "new_password": new}
    return await client.post("/api/v1/me/password", json=body, headers=headers)


async def confirm(client: AsyncClient, token: str, new: str = NEW) -> Response:
    body = {"token": token, "new_password": new}
    return await client.post("/api/v1/auth/password-reset/confirm", json=body)


async def reset_link(client: AsyncClient, headers: dict[str, str], person_id: object) -> str:
    response = await client.post(f"/api/v1/people/{person_id}/password-reset-link", headers=headers)
    assert response.status_code == 200, response.text
    return str(response.json()["url"])


async def test_changing_ends_the_other_sessions(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    other = await create_session(platform, organization.owner)
    headers = await sign_in_headers(platform, organization.owner)
    assert (await change(client, headers, PASSWORD)).status_code == 204
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 200
    gone = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {other.body.access_token}"})
    assert gone.status_code == 401
    assert await sign_in(client, organization.owner.email, PASSWORD) == 401
    assert await sign_in(client, organization.owner.email, NEW) == 200
    assert "password.changed" in [record.action for record in await audit_trail(organization)]


async def test_a_wrong_current_password_changes_nothing_and_is_limited(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    wrong = await change(client, headers, "not the password")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
    assert wrong.json()["errors"][0]["field"] == "body.current_password"
    for _ in range(9):
        await change(client, headers, "not the password")
    assert (await change(client, headers, PASSWORD)).status_code == 429


async def test_a_short_new_password_is_refused(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    response = await change(client, headers, PASSWORD, "elevenchars")
    assert response.json()["errors"] == [
        {
            "field": "body.new_password",
            "message": "The minimum length is 12.",
            "code": "string_too_short",
        }
    ]


async def test_an_administrator_hands_over_a_link(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    member = await create_person(platform, organization.id)
    session = await create_session(platform, member)
    url = await reset_link(client, await sign_in_headers(platform, organization.owner), member.id)
    base, _, token = url.partition("/reset-password?token=")
    assert base == "http://127.0.0.1:8080"
    assert (await confirm(client, token)).status_code == 204
    assert await sign_in(client, member.email, NEW) == 200
    ended = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {session.body.access_token}"})
    assert ended.status_code == 401
    again = await confirm(client, token)
    assert (again.status_code, again.json()["code"]) == (422, "reset_token_invalid")
    issued, used, *_ = [r for r in await audit_trail(organization) if r.action.startswith("password.")]
    assert (issued.action, issued.actor_id, issued.details) == (
        "password.reset_issued",
        organization.owner.id,
        {"via": "administrator"},
    )
    assert (used.action, used.actor_id) == ("password.reset", member.id)


async def test_a_link_expires_and_a_newer_one_replaces_it(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    member = await create_person(platform, organization.id)
    opened = await create_session(platform, organization.owner)
    headers = {"Authorization": f"Bearer {opened.body.access_token}"}
    first = (await reset_link(client, headers, member.id)).partition("token=")[2]
    second = (await reset_link(client, headers, member.id)).partition("token=")[2]
    assert (await confirm(client, first)).status_code == 422
    clock.advance(timedelta(hours=24, seconds=1))
    assert (await confirm(client, second)).status_code == 422


async def test_links_for_owners_are_the_owners_matter(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    admin = await create_person(platform, organization.id, role=Role.ADMIN)
    headers = await sign_in_headers(platform, admin)
    response = await client.post(f"/api/v1/people/{organization.owner.id}/password-reset-link", headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "owners_only")


async def test_a_closed_account_gets_no_link_and_uses_none(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    member = await create_person(platform, organization.id)
    headers = await sign_in_headers(platform, organization.owner)
    token = (await reset_link(client, headers, member.id)).partition("token=")[2]
    await client.patch(f"/api/v1/people/{member.id}", json={"active": False}, headers=headers)
    assert (await confirm(client, token)).status_code == 422
    response = await client.post(f"/api/v1/people/{member.id}/password-reset-link", headers=headers)
    assert (response.status_code, response.json()["code"]) == (409, "person_deactivated")


async def test_a_reset_lifts_the_throttle(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    member = await create_person(platform, organization.id)
    codes = [await sign_in(client, member.email, "not the password") for _ in range(11)]
    assert codes == [401] * 10 + [429]
    url = await reset_link(client, await sign_in_headers(platform, organization.owner), member.id)
    await confirm(client, url.partition("token=")[2])
    assert await sign_in(client, member.email, NEW) == 200


@pytest.mark.parametrize("token", ["", "csp_", "csp_" + "A" * 65, "csk_" + "A" * 65, "\u0000", "x" * 200])
@pytest.mark.usefixtures("organization")
async def test_what_is_no_link_sets_nothing(client: AsyncClient, token: str) -> None:
    response = await confirm(client, token)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "body.token"


async def test_without_a_mail_server_asking_is_answered_and_nothing_is_queued(
    client: AsyncClient, organization: MadeOrganization
) -> None:
    assert (await client.get("/api/v1/instance")).json()["password_reset"] == "administrator"
    response = await client.post("/api/v1/auth/password-reset", json={"email": organization.owner.email})
    assert response.status_code == 202


class TestByMail:
    @pytest.fixture
    async def mails(self) -> AsyncIterator[MailServer]:
        async with mail_server() as server:
            yield server

    @pytest.fixture
    def settings(self, mails: MailServer) -> object:
        from tests.harness.platform import build_settings  # noqa: PLC0415 - as in conftest

        return build_settings(
            mail={"host": "127.0.0.1", "port": mails.port, "security": "none"},
            public_url="https://chat.example.org",
        )

    async def test_the_link_comes_by_mail_in_the_persons_language(
        self, client: AsyncClient, platform: Platform, organization: MadeOrganization, mails: MailServer
    ) -> None:
        assert (await client.get("/api/v1/instance")).json()["password_reset"] == "mail"
        headers = await sign_in_headers(platform, organization.owner)
        await client.patch("/api/v1/me", json={"locale": "de"}, headers=headers)
        await platform.jobs.start_worker(alone=True)
        # A Host of the asker's choosing must not get into a link that somebody else receives.
        response = await client.post(
            "/api/v1/auth/password-reset",
            json={"email": organization.owner.email.upper()},
            headers={"Host": "evil.example.com"},
        )
        assert response.status_code == 202
        mail = await mails.next_mail()
        assert mail["Subject"] == "Neues Passwort setzen"
        assert organization.owner.email in mail["To"]
        part = mail.get_body(("plain",))
        assert part is not None
        link = re.search(r"https://chat\.example\.org/reset-password\?token=(\S+)", part.get_content())
        assert link is not None
        assert (await confirm(client, link[1])).status_code == 204
        assert await sign_in(client, organization.owner.email, NEW) == 200

    async def test_an_unknown_address_gets_the_same_answer_and_no_mail(
        self, client: AsyncClient, platform: Platform, organization: MadeOrganization, mails: MailServer
    ) -> None:
        await platform.jobs.start_worker(alone=True)
        for email in ("nobody@example.org", organization.owner.email):
            response = await client.post("/api/v1/auth/password-reset", json={"email": email})
            assert (response.status_code, response.content) == (202, b"null")
        assert organization.owner.email in (await mails.next_mail())["To"]
        assert mails.is_empty

    async def test_a_mail_server_that_was_busy_is_asked_again(
        self, client: AsyncClient, platform: Platform, organization: MadeOrganization, mails: MailServer
    ) -> None:
        mails.refusals = ["451 come back later"]
        await platform.jobs.start_worker(alone=True)
        await client.post("/api/v1/auth/password-reset", json={"email": organization.owner.email})
        assert organization.owner.email in (await mails.next_mail(20))["To"]

    async def test_asking_is_limited_per_account(self, client: AsyncClient, organization: MadeOrganization) -> None:
        codes = []
        for _ in range(11):
            response = await client.post("/api/v1/auth/password-reset", json={"email": organization.owner.email})
            codes.append(response.status_code)
        assert codes == [202] * 10 + [429]
        assert await sign_in(client, organization.owner.email, PASSWORD) == 200
