"""The list of sessions, and how ending one is felt at once everywhere."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from convosphere.features.accounts.access import authenticate_token, session_is_live
from convosphere.features.accounts.tables import Person
from convosphere.features.accounts.types import Client, RolePermissions
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls
from convosphere.platform.errors import UnauthenticatedError
from convosphere.platform.events import Listeners
from convosphere.platform.settings import Settings
from tests.factories.accounts import (
    MadeOrganization,
    create_api_key,
    create_person,
    create_session,
    sign_in_headers,
)
from tests.harness.platform import build_platform, opened


async def test_sessions_are_listed_with_what_they_are_recognised_by(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    phone = Client(address="203.0.113.9", user_agent="Phone", locale="en")
    await create_session(platform, organization.owner, phone)
    clock.advance(timedelta(minutes=3))
    headers = await sign_in_headers(platform, organization.owner)
    page = (await client.get("/api/v1/me/sessions", headers=headers)).json()
    current, other = page["items"]
    assert (current["current"], other["current"]) == (True, False)
    assert (other["user_agent"], other["address"]) == ("Phone", "203.0.113.9")
    assert other["created_at"] == "2026-01-01T00:00:00Z"
    assert page["next_cursor"] is None


async def test_pages_of_sessions_join_without_gap_or_overlap(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    # All in the same instant: the id decides the order.
    made = [(await create_session(platform, organization.owner)).session_id for _ in range(5)]
    headers = await sign_in_headers(platform, organization.owner)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": 2} | ({} if cursor is None else {"cursor": cursor})
        page = (await client.get("/api/v1/me/sessions", params=query, headers=headers)).json()
        seen += [session["id"] for session in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 6
    assert seen[1:] == [str(session_id) for session_id in reversed(made)]


@pytest.fixture
async def replica(database_urls: DatabaseUrls, settings: Settings, clock: FrozenClock) -> AsyncIterator[Platform]:
    """Another process on the same database."""
    async with opened(build_platform(database_urls, settings, clock, Listeners())) as other:
        yield other


async def test_an_ended_session_is_refused_by_every_replica_at_once(
    client: AsyncClient, platform: Platform, replica: Platform, organization: MadeOrganization
) -> None:
    roles = RolePermissions.gather([])
    victim = await create_session(platform, organization.owner)
    headers = await sign_in_headers(platform, organization.owner)
    actor = await authenticate_token(replica, roles, victim.body.access_token)
    assert await session_is_live(replica, actor)
    response = await client.delete(f"/api/v1/me/sessions/{victim.session_id}", headers=headers)
    assert response.status_code == 204
    assert not await session_is_live(replica, actor)
    with pytest.raises(UnauthenticatedError):
        await authenticate_token(replica, roles, victim.body.access_token)
    again = await client.delete(f"/api/v1/me/sessions/{victim.session_id}", headers=headers)
    assert again.status_code == 404


async def test_ending_sessions_tells_open_sockets(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    heard: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
    for kind in ("session.revoked", "api_key.revoked", "person.changed"):
        platform.control.subscribe(kind, heard.put_nowait)
    other = await create_session(platform, organization.owner)
    key = await create_api_key(platform, organization.owner)
    headers = await sign_in_headers(platform, organization.owner)

    await client.delete("/api/v1/me/sessions", params={"keep_current": True}, headers=headers)
    assert await asyncio.wait_for(heard.get(), 5) == {
        "kind": "session.revoked",
        "organization_id": str(organization.id),
        "session_id": str(other.session_id),
    }
    listed = (await client.get("/api/v1/me/api-keys", headers=headers)).json()["items"]
    await client.delete(f"/api/v1/me/api-keys/{listed[0]['id']}", headers=headers)
    assert await asyncio.wait_for(heard.get(), 5) == {
        "kind": "api_key.revoked",
        "organization_id": str(organization.id),
        "api_key_id": listed[0]["id"],
    }
    assert (await client.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"})).status_code == 401
    await client.patch("/api/v1/me", json={"name": "Countess"}, headers=headers)
    assert (await asyncio.wait_for(heard.get(), 5))["kind"] == "person.changed"


async def test_ending_a_session_does_not_fail_because_sockets_cannot_be_told(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    await platform.log.close()
    assert (await client.delete("/api/v1/me/sessions", headers=headers)).status_code == 204
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 401


async def test_a_keys_life_can_be_asked_for_as_a_sessions(platform: Platform, organization: MadeOrganization) -> None:
    roles = RolePermissions.gather([])
    actor = await authenticate_token(platform, roles, await create_api_key(platform, organization.owner))
    assert await session_is_live(platform, actor)
    async with platform.database.transaction(organization.id) as session:
        (await session.get_one(Person, organization.owner.id)).deactivated_at = platform.clock.now()
    assert not await session_is_live(platform, actor)


async def test_signing_out_everywhere(client: AsyncClient, platform: Platform, organization: MadeOrganization) -> None:
    others = [await sign_in_headers(platform, organization.owner) for _ in range(2)]
    colleague = await sign_in_headers(platform, await create_person(platform, organization.id))
    headers = await sign_in_headers(platform, organization.owner)
    assert (
        await client.delete("/api/v1/me/sessions", params={"keep_current": "true"}, headers=headers)
    ).status_code == 204
    assert [(await client.get("/api/v1/me", headers=each)).status_code for each in others] == [401, 401]
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 200
    assert (await client.delete("/api/v1/me/sessions", headers=headers)).status_code == 204
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 401
    assert (await client.get("/api/v1/me", headers=colleague)).status_code == 200


async def test_last_use_is_written_once_a_minute(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, clock: FrozenClock
) -> None:
    headers = await sign_in_headers(platform, organization.owner)

    async def last_used() -> str:
        page = (await client.get("/api/v1/me/sessions", headers=headers)).json()
        return str(page["items"][0]["last_used_at"])

    clock.advance(timedelta(seconds=59))
    assert await last_used() == "2026-01-01T00:00:00Z"
    clock.advance(timedelta(seconds=1))
    await client.get("/api/v1/me", headers=headers)
    assert await last_used() == "2026-01-01T00:01:00Z"


@pytest.mark.settings(trusted_proxies=["127.0.0.1", "10.0.0.0/8"])
@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("not an address", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
async def test_behind_trusted_proxies_the_address_is_the_clients(
    client: AsyncClient, organization: MadeOrganization, forwarded: str, address: str
) -> None:
    assert await _address_after_sign_in(client, organization, forwarded) == address


async def test_without_trusted_proxies_the_header_is_ignored(
    client: AsyncClient, organization: MadeOrganization
) -> None:
    assert await _address_after_sign_in(client, organization, "203.0.113.9") == "127.0.0.1"


async def test_a_server_on_a_unix_socket_knows_no_address(app: FastAPI, organization: MadeOrganization) -> None:
    transport = ASGITransport(_without_peer(app))
    async with AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert await _address_after_sign_in(client, organization, "203.0.113.9") is None


async def _address_after_sign_in(client: AsyncClient, organization: MadeOrganization, forwarded: str) -> str | None:
    signed_in = await client.post(
        "/api/v1/auth/sign-in",
        json={"email": organization.owner.email, "password": "correct horse battery"},
        headers={"X-Forwarded-For": forwarded, "User-Agent": "x" * 1000 + "\x07"},
    )
    headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
    session = (await client.get("/api/v1/me/sessions", headers=headers)).json()["items"][0]
    assert session["user_agent"] == "x" * 300
    address: str | None = session["address"]
    return address


def _without_peer(app: FastAPI) -> Any:
    async def serve(scope: Any, receive: Any, send: Any) -> None:
        await app(scope | {"client": None}, receive, send)

    return serve
