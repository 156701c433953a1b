"""`invitations`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.repository.paging import fetch_page
from convosphere.features.accounts.tables import Invitation
from convosphere.platform.database import Page
from convosphere.platform.errors import NotFoundError
from convosphere.platform.security import hash_token


async def add_invitation(session: AsyncSession, invitation: Invitation) -> None:
    """Stores a new invitation."""
    session.add(invitation)
    await session.flush()


async def find_open_invitation(
    session: AsyncSession, token: str, now: datetime, *, lock: bool = False
) -> Invitation | None:
    """The invitation behind a token, if it can still be used; with `lock` by nobody else meanwhile."""
    query = select(Invitation).where(Invitation.token_hash == hash_token(token), _open(now))
    return await session.scalar(query.with_for_update() if lock else query)


async def get_open_invitation(session: AsyncSession, invitation_id: UUID, now: datetime) -> Invitation:
    """An invitation that can still be used; locked until the transaction ends.

    Raises:
        NotFoundError: there is no such one.
    """
    query = select(Invitation).where(Invitation.id == invitation_id, _open(now)).with_for_update()
    invitation = await session.scalar(query)
    if invitation is None:
        raise NotFoundError
    return invitation


async def lock_open_invitations_by(session: AsyncSession, person_id: UUID, now: datetime) -> list[Invitation]:
    """What the person invited to and can still be used, locked until the transaction ends."""
    query = select(Invitation).where(Invitation.invited_by_id == person_id, _open(now)).with_for_update()
    return list(await session.scalars(query.order_by(Invitation.id)))


async def list_open_invitations(
    session: AsyncSession, now: datetime, *, limit: int, cursor: str | None
) -> Page[Invitation]:
    """Invitations that can still be used, the newest first."""
    return await fetch_page(session, select(Invitation).where(_open(now)), Invitation, limit=limit, cursor=cursor)


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now)
