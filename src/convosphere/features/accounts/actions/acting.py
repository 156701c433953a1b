"""Somebody on whose behalf a job works, as they are now: what they may no longer do, it may not do for them."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.repository import identities
from convosphere.features.accounts.types import Actor, Role, RolePermissions
from convosphere.platform.clock import Clock
from convosphere.platform.i18n import as_locale


async def find_acting(
    session: AsyncSession,
    clock: Clock,
    person_id: UUID,
    granted: Mapping[str, frozenset[Role]],
    *,
    api_key_id: UUID | None = None,
) -> Actor | None:
    """The person with those of the permissions `granted` that their role has now; None: they may nothing any more.

    `api_key_id`: it is a program that asked, so the key must still hold, and what it is limited to limits the job.
    """
    if api_key_id is None:
        identity = await identities.find_by_person(session, person_id)
    else:
        identity = await identities.find_by_api_key_id(session, api_key_id, clock.now())
    if identity is None or identity.person_id != person_id:
        return None
    role = Role(identity.role)
    actor = Actor(
        organization_id=identity.organization_id,
        person_id=identity.person_id,
        name=identity.name,
        role=role,
        permissions=RolePermissions.gather([granted]).of(role, identity.scopes),
        locale=as_locale(identity.locale),
        group_ids=frozenset(identity.group_ids),
    )
    return actor if api_key_id is None else replace(actor, api_key_id=api_key_id)
