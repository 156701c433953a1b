"""`password_resets`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import PasswordReset
from convosphere.platform.security import hash_token


async def replace_reset(session: AsyncSession, reset: PasswordReset) -> None:
    """Stores a link to set a new password; the person's earlier ones stop working."""
    await forget_resets(session, reset.person_id)
    session.add(reset)
    await session.flush()


async def find_open_reset(session: AsyncSession, token: str, now: datetime) -> PasswordReset | None:
    """The link's row, if it can still be used; locked until the transaction ends."""
    return await session.scalar(
        select(PasswordReset)
        .where(PasswordReset.token_hash == hash_token(token), PasswordReset.expires_at > now)
        .with_for_update()
    )


async def forget_resets(session: AsyncSession, person_id: UUID) -> None:
    """Makes all links of the person stop working."""
    await session.execute(delete(PasswordReset).where(PasswordReset.person_id == person_id))
