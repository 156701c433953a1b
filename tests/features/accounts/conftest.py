"""An organisation that every test of accounts has, and ways to look at what a test left behind."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from convosphere.features.audit.tables import AuditRecord
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_organization

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
