"""`sessions` and `refresh_tokens`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.repository.paging import fetch_page
from convosphere.features.accounts.tables import PersonSession, RefreshToken
from convosphere.platform.database import Page
from convosphere.platform.security import hash_token


@dataclass(frozen=True, slots=True)
class HeldToken:
    """A refresh token's row and its session's, which is locked."""

    token: RefreshToken
    session: PersonSession


async def add_session(session: AsyncSession, row: PersonSession, refresh_token: str) -> None:
    """Stores a new session and its first refresh token."""
    session.add(row)
    await session.flush()
    await add_refresh_token(session, row, refresh_token, row.created_at)


async def add_refresh_token(session: AsyncSession, row: PersonSession, refresh_token: str, now: datetime) -> None:
    """Stores a refresh token's hash."""
    session.add(
        RefreshToken(
            token_hash=hash_token(refresh_token),
            organization_id=row.organization_id,
            session_id=row.id,
            created_at=now,
        )
    )
    await session.flush()


async def find_session(session: AsyncSession, session_id: UUID) -> PersonSession | None:
    """The session, live or not."""
    return await session.get(PersonSession, session_id)


async def find_held_token(session: AsyncSession, refresh_token: str) -> HeldToken | None:
    """The token and its session, which stays locked until the transaction ends.

    The session is locked first and its tokens are touched by the holder of that lock only, here as in
    `end_sessions`: two that meet wait for each other instead of blocking each other.
    """
    token_hash = hash_token(refresh_token)
    of_token = select(RefreshToken.session_id).where(RefreshToken.token_hash == token_hash).scalar_subquery()
    row = await session.scalar(select(PersonSession).where(PersonSession.id == of_token).with_for_update())
    if row is None:
        return None
    token = await session.scalar(select(RefreshToken).where(RefreshToken.token_hash == token_hash))
    return None if token is None else HeldToken(token, row)


async def end_sessions(
    session: AsyncSession, person_id: UUID, now: datetime, *, only: UUID | None = None, keep: UUID | None = None
) -> tuple[UUID, ...]:
    """Ends the person's live sessions and returns their ids.

    Args:
        session: the transaction.
        person_id: whose.
        now: the moment they end.
        only: just this one.
        keep: all but this one.
    """
    condition: list[Any] = [
        PersonSession.person_id == person_id,
        PersonSession.ended_at.is_(None),
        PersonSession.expires_at > now,
    ]
    if only is not None:
        condition.append(PersonSession.id == only)
    if keep is not None:
        condition.append(PersonSession.id != keep)
    ended = tuple(
        await session.scalars(update(PersonSession).where(*condition).values(ended_at=now).returning(PersonSession.id))
    )
    if ended:
        # A token of an ended session opens nothing and tells nothing: no need to keep it.
        await session.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(ended)))
    return ended


async def list_sessions(
    session: AsyncSession, person_id: UUID, now: datetime, *, limit: int, cursor: str | None
) -> Page[PersonSession]:
    """The person's live sessions, the newest first."""
    query = select(PersonSession).where(
        PersonSession.person_id == person_id,
        PersonSession.ended_at.is_(None),
        PersonSession.expires_at > now,
    )
    return await fetch_page(session, query, PersonSession, limit=limit, cursor=cursor)
