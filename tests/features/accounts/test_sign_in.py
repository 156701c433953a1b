"""Signing in, signing out, who is asked each time."""

from datetime import timedelta

import pytest
from httpx import AsyncClient

from convosphere.features.accounts.types import Role
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import PASSWORD, create_organization, create_person, sign_in_headers


async def sign_in(client: AsyncClient, email: str, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return await client.post("/api/v1/auth/sign-in", json={"email": email, "password": password})


async def test_a_person_signs_in_and_is_known(client: AsyncClient, platform: Platform) -> None:
    organization = await create_organization(platform, "Analytical Engines")
    response = await sign_in(client, organization.owner.email.upper())
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["person"]["organization"] == {"id": str(organization.id), "name": "Analytical Engines"}
    me = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.status_code == 200
    assert me.json() == body["person"]
