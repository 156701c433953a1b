"""Every endpoint of accounts and audit against: nobody, a role too weak, another person, another organisation,
a program's key.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select

from convosphere.features.accounts.tables import ApiKey, Group, Invitation
from convosphere.features.accounts.types import ApiKeyScope, DuplicatePermissionError, Role, RolePermissions
from convosphere.platform.context import Platform
from tests.factories.accounts import (
    PASSWORD,
    MadeOrganization,
    create_api_key,
    create_organization,
    create_person,
    create_session,
    sign_in_headers,
)

PUBLIC = {
    ("get", "/instance"),
    ("post", "/auth/register"),
    ("post", "/auth/sign-in"),
    ("post", "/auth/refresh"),
    ("post", "/auth/sign-out"),
    ("post", "/auth/password-reset"),
    ("post", "/auth/password-reset/confirm"),
}
TAGS = {"Signing in", "Me", "API keys", "People", "Groups", "Audit"}
IDS = ("person_id", "session_id", "key_id", "invitation_id", "group_id")


@dataclass(frozen=True)
class Endpoint:
    """A request that would succeed for `least` and above. `owned`: the id in its path belongs to one person."""

    method: str
    path: str
    least: Role
    body: dict[str, Any] | Callable[[], dict[str, Any]] | None = None
    owned: bool = field(default=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


ENDPOINTS = [
    Endpoint("get", "/me", Role.GUEST),
    Endpoint("patch", "/me", Role.GUEST, {"theme": "dark"}),
    Endpoint("post", "/me/password", Role.GUEST, {"current_password": PASSWORD, "new_password": PASSWORD}),
    Endpoint("get", "/me/sessions", Role.GUEST),
    Endpoint("delete", "/me/sessions", Role.GUEST),
    Endpoint("delete", "/me/sessions/{session_id}", Role.GUEST, owned=True),
    Endpoint("get", "/me/api-keys", Role.MEMBER),
    Endpoint("post", "/me/api-keys", Role.MEMBER, {"name": "Key", "scopes": ["chat"]}),
    Endpoint("delete", "/me/api-keys/{key_id}", Role.MEMBER, owned=True),
    Endpoint("get", "/api-keys", Role.ADMIN),
    Endpoint("delete", "/api-keys/{key_id}", Role.ADMIN),
    Endpoint("get", "/people", Role.ADMIN),
    Endpoint("patch", "/people/{person_id}", Role.ADMIN, {"role": "guest"}),
    Endpoint("post", "/people/{person_id}/password-reset-link", Role.ADMIN),
    Endpoint("get", "/invitations", Role.ADMIN),
    Endpoint("post", "/invitations", Role.ADMIN, {"role": "member"}),
    Endpoint("delete", "/invitations/{invitation_id}", Role.ADMIN),
    Endpoint("get", "/organization", Role.GUEST),
    Endpoint("patch", "/organization", Role.ADMIN, {"name": "Renamed"}),
    Endpoint("get", "/groups", Role.MEMBER),
    Endpoint("post", "/groups", Role.ADMIN, lambda: {"name": uuid4().hex}),
    Endpoint("get", "/groups/{group_id}", Role.MEMBER),
    Endpoint("patch", "/groups/{group_id}", Role.ADMIN, {"description": "Changed"}),
    Endpoint("delete", "/groups/{group_id}", Role.ADMIN),
    Endpoint("get", "/groups/{group_id}/members", Role.MEMBER),
    Endpoint("put", "/groups/{group_id}/members/{person_id}", Role.ADMIN),
    Endpoint("delete", "/groups/{group_id}/members/{person_id}", Role.ADMIN),
    Endpoint("get", "/directory", Role.MEMBER),
    Endpoint("get", "/audit", Role.ADMIN),
]
WITH_ID = [endpoint for endpoint in ENDPOINTS if "{" in endpoint.path]
RANKS = [Role.GUEST, Role.MEMBER, Role.ADMIN, Role.OWNER]


def body_of(endpoint: Endpoint) -> dict[str, Any] | None:
    return endpoint.body() if callable(endpoint.body) else endpoint.body


async def call(
    client: AsyncClient, endpoint: Endpoint, ids: dict[str, UUID], headers: dict[str, str] | None = None
) -> tuple[int, str]:
    response = await client.request(
        endpoint.method, f"/api/v1{endpoint.path.format(**ids)}", json=body_of(endpoint), headers=headers
    )
    body = response.json() if response.content else {}
    return response.status_code, body.get("code", "") if isinstance(body, dict) else ""


async def things_of(platform: Platform, organization: MadeOrganization) -> dict[str, UUID]:
    """One thing of each kind in the organisation, those of a person belonging to a member of it."""
    member = await create_person(platform, organization.id)
    opened = await create_session(platform, member)
    await create_api_key(platform, member)
    invitation_id, group_id = uuid4(), uuid4()
    now = platform.clock.now()
    async with platform.database.transaction(organization.id) as session:
        session.add(
            Invitation(
                id=invitation_id,
                organization_id=organization.id,
                role="member",
                token_hash=invitation_id.bytes,
                invited_by_id=organization.owner.id,
                created_at=now,
                expires_at=now.replace(year=now.year + 1),
            )
        )
        session.add(
            Group(
                id=group_id,
                organization_id=organization.id,
                name=group_id.hex,
                description="",
                created_at=now,
                updated_at=now,
            )
        )
        key_id = (await session.scalars(select(ApiKey.id).where(ApiKey.person_id == member.id))).one()
    return {
        "person_id": member.id,
        "session_id": opened.session_id,
        "key_id": key_id,
        "invitation_id": invitation_id,
        "group_id": group_id,
    }


def test_the_table_is_complete(app: FastAPI) -> None:
    listed = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS} | PUBLIC
    documented = {
        (method, path.removeprefix("/api/v1"))
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if TAGS & set(operation.get("tags", ()))
    }
    assert documented == listed


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
async def test_nobody_gets_in(client: AsyncClient, organization: MadeOrganization, endpoint: Endpoint) -> None:
    ids = dict.fromkeys(IDS, organization.owner.id)
    for headers in (None, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Basic YTpi"}):
        assert await call(client, endpoint, ids, headers) == (401, "unauthenticated")


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
async def test_each_role_may_what_it_may(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, endpoint: Endpoint
) -> None:
    for role in RANKS:
        person = await create_person(platform, organization.id, role=role)
        headers = await sign_in_headers(platform, person)
        ids = await things_of(platform, organization)
        status, code = await call(client, endpoint, ids, headers)
        if RANKS.index(role) < RANKS.index(endpoint.least):
            assert (status, code) == (403, "forbidden"), role
        elif endpoint.owned:
            # The thing is a colleague's: even the owner does not see it here.
            assert (status, code) == (404, "not_found"), role
        else:
            assert 200 <= status < 300, (role, code)


async def test_a_programs_key_reads_its_account_and_nothing_else(
    client: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    """Whoever's it is: passwords, sessions, keys, people and groups are for people who have signed in."""
    ids = await things_of(platform, organization)
    others = [scope for scope in ApiKeyScope if scope is not ApiKeyScope.ACCOUNT_READ]
    for scopes in (others, [ApiKeyScope.ACCOUNT_READ]):
        key = await create_api_key(platform, organization.owner, scopes)
        for endpoint in ENDPOINTS:
            reads = (endpoint.method, endpoint.path) == ("get", "/me") and scopes != others
            expected = (200, "") if reads else (403, "forbidden")
            answer = await call(client, endpoint, ids, {"Authorization": f"Bearer {key}"})
            assert answer == expected, (str(endpoint), scopes)


@pytest.mark.parametrize("endpoint", WITH_ID, ids=str)
async def test_what_belongs_to_another_organisation_does_not_exist(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, endpoint: Endpoint
) -> None:
    elsewhere = await things_of(platform, await create_organization(platform, "Elsewhere"))
    headers = await sign_in_headers(platform, organization.owner)
    assert await call(client, endpoint, elsewhere, headers) == (404, "not_found")
    invented = dict.fromkeys(elsewhere, uuid4())
    assert await call(client, endpoint, invented, headers) == (404, "not_found")


@pytest.mark.parametrize("endpoint", WITH_ID, ids=str)
async def test_what_is_no_id_is_named(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, endpoint: Endpoint
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    path = endpoint.path.format(**dict.fromkeys(IDS, "me%00"))
    response = await client.request(endpoint.method, f"/api/v1{path}", json=body_of(endpoint), headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"].startswith("path.")


def test_a_permission_is_announced_once() -> None:
    with pytest.raises(DuplicatePermissionError):
        RolePermissions.gather([{"notes.read": frozenset({"owner"})}, {"notes.read": frozenset({"member"})}])


def test_a_permission_is_announced_for_roles_that_exist() -> None:
    with pytest.raises(ValueError, match="janitor"):
        RolePermissions.gather([{"notes.read": frozenset({"janitor"})}])
