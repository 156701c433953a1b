"""People of two organisations, a provider on the wire, and the product's routes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import pytest
from httpx import AsyncClient

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.actions.administer import create_organization, create_person
from convosphere.features.accounts.actions.sign_in import sign_in
from convosphere.features.accounts.types import Client, Role, RolePermissions
from convosphere.platform.context import Platform
from tests.fakes.provider import FakeProvider

PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is signed in; `headers` are what they send with each request."""

    organization_id: UUID
    person_id: UUID
    headers: dict[str, str]


Joins = Callable[..., Awaitable[Member]]


@pytest.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    async with FakeProvider() as running:
        yield running


@pytest.fixture
def joins(app: object, platform: Platform, roles: RolePermissions) -> Joins:
    """Makes somebody of a role, in the first organisation unless another is given, and signs them in."""
    numbers = count(1)

    async def join(role: Role = Role.OWNER, organization_id: UUID | None = None, locale: str = "en") -> Member:
        email = f"person{next(numbers)}@example.org"
        person_id = await create_person(
            platform, email=email, name="Ada", password=PASSWORD, role=role, organization_id=organization_id
        )
        opened = await sign_in(platform, roles, email, PASSWORD, Client(address=None, user_agent=None, locale="en"))
        headers = {"Authorization": f"Bearer {opened.body.access_token}"}
        return Member(opened.body.person.organization.id, person_id, headers)

    return join


@pytest.fixture
async def owner(joins: Joins) -> Member:
    """The first person: owner of the first organisation."""
    return await joins()


@pytest.fixture
async def stranger(platform: Platform, joins: Joins, owner: Member) -> Member:
    """The owner of another organisation."""
    organization_id = await create_organization(platform, "Elsewhere")
    assert organization_id != owner.organization_id
    return await joins(organization_id=organization_id)


@pytest.fixture
async def connected(client: AsyncClient, owner: Member, provider: FakeProvider) -> dict[str, object]:
    """The fake provider's connection, as the API shows it."""
    wish = {"provider": "openai", "name": "Fake", "base_url": provider.url, "api_key": "sk-good-key"}
    response = await client.post("/api/v1/connections", json=wish, headers=owner.headers)
    assert response.status_code == 201, response.text
    shown: dict[str, object] = response.json()
    return shown


# --- until the whole product can be assembled ---


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    from convosphere.platform.database import forbid_open_transaction

    opened = Gateway(before_call=forbid_open_transaction)
    yield opened
    await opened.aclose()


@pytest.fixture
def environment() -> dict[str, str]:
    return {}


@pytest.fixture
def roles() -> RolePermissions:
    from convosphere.features.accounts.rules import PERMISSIONS
    from convosphere.features.models.feature import models_feature

    return RolePermissions.gather([PERMISSIONS, models_feature(None, None, {}).permissions])


@pytest.fixture
def app(platform, gateway, environment, roles, listeners):
    from fastapi import FastAPI

    from convosphere.features.models.feature import models_feature
    from convosphere.platform.problems import install_problem_handlers

    feature = models_feature(platform, gateway, environment)
    app = FastAPI()
    app.state.platform = platform
    app.state.gateway = gateway
    app.state.role_permissions = roles
    for event_type, listener in feature.listeners:
        listeners.add(event_type, listener)
    for job in feature.jobs:
        platform.jobs.register(job.name, job.handler, max_attempts=job.max_attempts)
    for router in feature.routers:
        app.include_router(router, prefix="/api/v1")
    install_problem_handlers(app)
    return app
