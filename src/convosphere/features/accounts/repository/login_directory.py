"""`login_directory`: the one way from an e-mail address to an organisation.

No policy guards it; nothing lists addresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.rules import email_key
from convosphere.features.accounts.tables import LoginEntry


@dataclass(frozen=True, slots=True)
class Login:
    """Whom an e-mail address belongs to."""

    organization_id: UUID
    person_id: UUID


async def find_login(session: AsyncSession, email: str) -> Login | None:
    """Whose address this is, in whatever case it is written."""
    found = await session.execute(
        select(LoginEntry.organization_id, LoginEntry.person_id).where(LoginEntry.email == email_key(email))
    )
    row = found.one_or_none()
    return None if row is None else Login(row.organization_id, row.person_id)


async def claim_email(session: AsyncSession, email: str, organization_id: UUID, person_id: UUID) -> bool:
    """Makes the address belong to the person; False: it belongs to somebody already."""
    claimed = await session.execute(
        insert(LoginEntry)
        .values(email=email_key(email), organization_id=organization_id, person_id=person_id)
        .on_conflict_do_nothing(index_elements=[LoginEntry.email])
        .returning(LoginEntry.email)
    )
    return claimed.one_or_none() is not None


async def list_organization_ids(session: AsyncSession) -> Sequence[UUID]:
    """Every organisation that somebody can sign in to; nothing about the people."""
    return (await session.scalars(select(LoginEntry.organization_id).distinct())).all()
