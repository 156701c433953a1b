"""An organisation that every test of accounts has, and ways to look at what a test left behind."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from convosphere.features.audit.tables import AuditRecord
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, MadePerson, create_organization, sign_in_headers
from tests.harness.calling import Calling

AuditTrail = Callable[[MadeOrganization], Awaitable[list[AuditRecord]]]


@pytest.fixture
async def organization(platform: Platform) -> MadeOrganization:
    return await create_organization(platform, "Analytical Engines")


@pytest.fixture
def audit_trail(platform: Platform) -> AuditTrail:
    async def read(organization: MadeOrganization) -> list[AuditRecord]:
        async with platform.database.transaction(organization.id) as session:
            return list(await session.scalars(select(AuditRecord).order_by(AuditRecord.id)))

    return read


@dataclass
class Groups(Calling):
    """Somebody at the API who looks after groups."""

    client: AsyncClient
    headers: dict[str, str]

    async def make(self, name: str, *people: MadePerson, description: str = "") -> str:
        """A new group with people in it; its id."""
        made = await self.call("POST", "/groups", 201, json={"name": name, "description": description})
        for person in people:
            await self.call("PUT", f"/groups/{made['id']}/members/{person.id}", 204)
        return str(made["id"])


@pytest.fixture
async def groups(client: AsyncClient, platform: Platform, organization: MadeOrganization) -> Groups:
    """The owner of the organisation."""
    return Groups(client, await sign_in_headers(platform, organization.owner))
