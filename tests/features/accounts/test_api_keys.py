"""API keys: shown once, limited by scopes, gone at once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.features.accounts.access import authenticate_api_key
from convosphere.features.accounts.types import ApiKeyScope, Role, RolePermissions
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.errors import UnauthenticatedError
from tests.factories.accounts import (
    MadeOrganization,
    create_api_key,
    create_person,
    create_session,
    sign_in_headers,
)
from tests.features.accounts.conftest import AuditTrail


async def make_key(client: AsyncClient, headers: dict[str, str], **changes: Any) -> dict[str, Any]:
    response = await client.post(
        "/api/v1/me/api-keys", json={"name": "Script", "scopes": ["account.read"], **changes}, headers=headers
    )
    assert response.status_code == 201, response.text
    body: dict[str, Any] = response.json()
    return body


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def test_a_key_is_shown_once_and_only_its_hash_is_stored(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    made = await make_key(client, headers)
    secret = made.pop("secret")
    assert secret.startswith("csk_")
    assert made["hint"] == secret[-4:]
    assert (await client.get("/api/v1/me/api-keys", headers=headers)).json()["items"] == [made]
    assert (await client.get("/api/v1/me", headers=bearer(secret))).json()["id"] == str(organization.owner.id)
    async with platform.database.transaction(organization.id) as session:
        rows = (await session.execute(text("SELECT api_keys::text FROM api_keys"))).scalars().all()
    assert secret not in "".join(rows)
    record = (await audit_trail(organization))[-1]
    assert (record.action, record.details) == (
        "api_key.created",
        {"name": "Script", "scopes": ["account.read"]},
    )


async def test_scopes_limit_what_a_key_may(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    chat_only = await create_api_key(platform, organization.owner, [ApiKeyScope.CHAT])
    assert (await client.get("/api/v1/me", headers=bearer(chat_only))).status_code == 403
    full = await create_api_key(platform, organization.owner)
    assert (await client.get("/api/v1/me", headers=bearer(full))).status_code == 200
    # An owner's key, yet nothing of an owner's: no scope reaches there.
    for method, path in (
        ("GET", "/me/sessions"),
        ("GET", "/me/api-keys"),
        ("POST", "/me/api-keys"),
        ("PATCH", "/me"),
        ("GET", "/people"),
        ("GET", "/audit"),
        ("GET", "/organization"),
    ):
        body = {"name": "x", "scopes": ["chat"]} if method == "POST" else {} if method == "PATCH" else None
        response = await client.request(method, f"/api/v1{path}", json=body, headers=bearer(full))
        assert response.status_code == 403, (method, path, response.text)


async def test_a_program_says_in_which_language_it_is_spoken_to(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    key = bearer(await create_api_key(platform, organization.owner))
    session = await sign_in_headers(platform, organization.owner)
    for headers, expected in (
        (key, "Not found"),
        (key | {"Accept-Language": "de-AT"}, "Nicht gefunden"),
        (key | {"Accept-Language": "tlh"}, "Not found"),
        # A browser sends one unasked.
        (session | {"Accept-Language": "de"}, "Not found"),
    ):
        refused = await client.get(f"/api/v1/conversations/{uuid4()}", headers=headers)
        assert refused.json()["title"] == expected, headers
    door = await client.get("/v1/models/nobody", headers=key | {"Accept-Language": "de"})
    assert "Das Modell" in door.json()["error"]["message"]


def test_a_scope_covers_its_own_permission_and_those_below() -> None:
    roles = RolePermissions.gather(
        [{"chat.read": frozenset(Role), "chat.write": frozenset(Role), "chatter": frozenset(Role)}]
    )
    assert roles.of(Role.MEMBER, ["chat"]) == {"chat.read", "chat.write"}
    assert roles.of(Role.MEMBER, ["chat.read"]) == {"chat.read"}
    assert roles.of(Role.MEMBER, []) == frozenset()


async def test_a_key_ends_at_its_time(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    made = await make_key(client, headers, expires_at=(clock.now() + timedelta(days=1)).isoformat())
    clock.advance(timedelta(hours=23))
    assert (await client.get("/api/v1/me", headers=bearer(made["secret"]))).status_code == 200
    clock.advance(timedelta(hours=1))
    assert (await client.get("/api/v1/me", headers=bearer(made["secret"]))).status_code == 401


async def test_a_revoked_key_opens_nothing(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    made = await make_key(client, headers)
    assert (await client.delete(f"/api/v1/me/api-keys/{made['id']}", headers=headers)).status_code == 204
    assert (await client.get("/api/v1/me", headers=bearer(made["secret"]))).status_code == 401
    assert (await client.get("/api/v1/me/api-keys", headers=headers)).json()["items"] == []
    assert (await client.delete(f"/api/v1/me/api-keys/{made['id']}", headers=headers)).status_code == 404


async def test_last_use_of_a_key_is_seen(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    made = await make_key(client, headers)
    assert made["last_used_at"] is None
    await client.get("/api/v1/me", headers=bearer(made["secret"]))
    listed = (await client.get("/api/v1/me/api-keys", headers=headers)).json()["items"]
    assert listed[0]["last_used_at"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scopes": []}, "body.scopes"),
        ({"scopes": ["everything"]}, "body.scopes.0"),
        ({"name": "  "}, "body.name"),
        ({"name": "x" * 101}, "body.name"),
        ({"expires_at": "2025-12-31T00:00:00Z"}, "body.expires_at"),
        ({"expires_at": "2027-01-01T00:00:00"}, "body.expires_at"),
        ({"role": "owner"}, "body.role"),
    ],
)
async def test_what_is_wrong_about_a_wish_is_named(
    client: AsyncClient,
    platform: Platform,
    organization: MadeOrganization,
    changes: dict[str, Any],
    field: str,
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    response = await client.post(
        "/api/v1/me/api-keys", json={"name": "Script", "scopes": ["chat"], **changes}, headers=headers
    )
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


async def test_guests_make_no_keys(client: AsyncClient, platform: Platform, organization: MadeOrganization) -> None:
    guest = await create_person(platform, organization.id, role=Role.GUEST)
    headers = await sign_in_headers(platform, guest)
    response = await client.post("/api/v1/me/api-keys", json={"name": "Script", "scopes": ["chat"]}, headers=headers)
    assert response.status_code == 403


async def test_the_api_key_door_takes_keys_only(platform: Platform, organization: MadeOrganization) -> None:
    roles = RolePermissions.gather([{"chat.write": frozenset(Role)}])
    key = await create_api_key(platform, organization.owner, [ApiKeyScope.CHAT])
    actor = await authenticate_api_key(platform, roles, key)
    assert actor.permissions == {"chat.write"}
    assert (actor.session_id, actor.person_id) == (None, organization.owner.id)
    opened = await create_session(platform, organization.owner)
    altered = ("A" if key[-1] != "A" else "B").join([key[:-1], ""])
    for wrong in (opened.body.access_token, altered, key[:-1], "", "csk_", "csk_" + "é" * 65):
        with pytest.raises(UnauthenticatedError):
            await authenticate_api_key(platform, roles, wrong)


async def test_administrators_see_and_revoke_everybodys_keys(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, audit_trail: AuditTrail
) -> None:
    admin = await create_person(platform, organization.id, role=Role.ADMIN)
    member = await create_person(platform, organization.id, name="Anna Blume")
    headers = await sign_in_headers(platform, admin)
    owners = await make_key(client, await sign_in_headers(platform, organization.owner), name="Of the owner")
    members = await make_key(client, await sign_in_headers(platform, member), name="Nightly")
    listed = (await client.get("/api/v1/api-keys", headers=headers)).json()
    assert [item["name"] for item in listed["items"]] == ["Nightly", "Of the owner"]
    assert "secret" not in listed["items"][0]
    assert listed["items"][0]["person"] == {
        "id": str(member.id),
        "name": "Anna Blume",
        "email": member.email,
        "active": True,
    }
    page = (await client.get("/api/v1/api-keys?limit=1", headers=headers)).json()
    rest = (await client.get(f"/api/v1/api-keys?limit=1&cursor={page['next_cursor']}", headers=headers)).json()
    assert [item["name"] for item in (*page["items"], *rest["items"])] == ["Nightly", "Of the owner"]
    assert rest["next_cursor"] is None
    for query in (f"person_id={member.id}", "q=night", "q=blume", f"q={members['hint']}"):
        found = (await client.get(f"/api/v1/api-keys?{query}", headers=headers)).json()["items"]
        assert [item["id"] for item in found] == [members["id"]], query
    # As with everything that is decided about owners.
    refused = await client.delete(f"/api/v1/api-keys/{owners['id']}", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "owners_only")
    assert (await client.delete(f"/api/v1/api-keys/{members['id']}", headers=headers)).status_code == 204
    assert (await client.get("/api/v1/me", headers=bearer(members["secret"]))).status_code == 401
    assert (await client.delete(f"/api/v1/api-keys/{members['id']}", headers=headers)).status_code == 404
    record = (await audit_trail(organization))[-1]
    assert (record.action, record.actor_id, record.details) == ("api_key.revoked", admin.id, {"name": "Nightly"})
