"""People of two organisations and a provider on the wire, around the assembled product."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from convosphere.engines.llm import Gateway
from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import Role
from convosphere.platform.context import Platform
from tests.factories.accounts import MadePerson, create_organization, create_person, sign_in_headers
from tests.fakes.provider import FakeProvider


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is signed in; `headers` are what they send with each request."""

    organization_id: UUID
    person_id: UUID
    headers: dict[str, str]


Joins = Callable[[Role], Awaitable[Member]]


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in ("OPENAI", "ANTHROPIC"):
        monkeypatch.delenv(f"{provider}_API_KEY", raising=False)
        monkeypatch.delenv(f"{provider}_BASE_URL", raising=False)


@pytest.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    async with FakeProvider() as running:
        yield running


@pytest.fixture
def gateway(application: Application) -> Gateway:
    return application.gateway


@pytest.fixture
async def owner(application: Application) -> Member:
    """The first person: owner of the first organisation."""
    platform = application.platform
    return await _signed_in(platform, (await create_organization(platform)).owner)


@pytest.fixture
async def stranger(application: Application, owner: Member) -> Member:
    """The owner of another organisation."""
    platform = application.platform
    elsewhere = await create_organization(platform)
    assert elsewhere.id != owner.organization_id
    return await _signed_in(platform, elsewhere.owner)


@pytest.fixture
def joins(platform: Platform, owner: Member) -> Joins:
    """Makes somebody of a role in the owner's organisation, and signs them in."""

    async def join(role: Role) -> Member:
        return await _signed_in(platform, await create_person(platform, owner.organization_id, role=role))

    return join


@pytest.fixture
async def connected(client: AsyncClient, owner: Member, provider: FakeProvider) -> dict[str, Any]:
    """The fake provider's connection, as the API shows it."""
    wish = {"provider": "openai", "name": "Fake", "base_url": provider.url, "api_key": "sk-good-key"}
    response = await client.post("/api/v1/connections", json=wish, headers=owner.headers)
    assert response.status_code == 201, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def _signed_in(platform: Platform, person: MadePerson) -> Member:
    return Member(person.organization_id, person.id, await sign_in_headers(platform, person))
