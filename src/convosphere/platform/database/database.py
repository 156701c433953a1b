"""Transactions: short, bound to one organisation, with listeners before and callbacks after the commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from convosphere.platform.database.open_transactions import counted
from convosphere.platform.database.tenancy import ORGANIZATION_SETTING
from convosphere.platform.database.urls import DatabaseUrls
from convosphere.platform.events import Listeners, run_after_commit
from convosphere.platform.settings import DatabaseSettings


class DatabaseUnavailableError(Exception):
    """PostgreSQL does not answer."""


class Database:
    """The way to the data for everything but migrations."""

    def __init__(self, urls: DatabaseUrls, settings: DatabaseSettings, listeners: Listeners) -> None:
        self.engine = create_async_engine(
            urls.app,
            pool_size=settings.pool_size,
            max_overflow=settings.max_overflow,
            pool_pre_ping=False,
            pool_recycle=1800,
            # The driver begins nothing by itself: `transaction` does.
            connect_args={"connect_timeout": 10, "autocommit": True, **urls.connect_options()},
        )
        self._listeners = listeners

    @asynccontextmanager
    async def transaction(self, organization_id: UUID | None) -> AsyncIterator[AsyncSession]:
        """One transaction: commits at the end, rolls back on any error.

        Args:
            organization_id: whose rows exist for it; None: only tables without tenants.
        """
        # Together, which spares the way to the database and back that each of them would take.
        begin = "BEGIN" if organization_id is None else f"BEGIN; {_act_for(organization_id)}"
        session = AsyncSession(self.engine, expire_on_commit=False)
        with counted():
            try:
                try:
                    await session.run_sync(_say, begin)
                except DBAPIError as error:
                    if not error.connection_invalidated:
                        raise
                    # The database was away since the pool's connections were made, and all of them are gone with this
                    # one. Nothing was done yet, so nobody need hear of it.
                    await session.close()
                    session = AsyncSession(self.engine, expire_on_commit=False)
                    await session.run_sync(_say, begin)
                yield session
                await self._listeners.dispatch(session)
                await session.commit()
            finally:
                # Without a commit, closing rolls back.
                await session.close()
        await run_after_commit(session)

    async def ping(self) -> None:
        """Asks the database something.

        Raises:
            DatabaseUnavailableError: it does not answer.
        """
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (DBAPIError, PoolTimeoutError, OSError) as error:
            raise DatabaseUnavailableError(str(error)) from error

    async def close(self) -> None:
        """Ends all connections."""
        await self.engine.dispose()


async def bind_organization(session: AsyncSession, organization_id: UUID) -> None:
    """Makes the rest of the session's transaction, which was begun without one, act for `organization_id`."""
    await session.run_sync(_say, _act_for(organization_id))


def _act_for(organization_id: UUID) -> str:
    # Made anew from its bytes: whatever somebody passes, only a UUID is written into a statement.
    return f"SET LOCAL {ORGANIZATION_SETTING} TO '{UUID(bytes=organization_id.bytes)}'"


def _say(session: Session, statements: str) -> None:
    """Sends statements without parameters in one message: the one form in which they may be several."""
    session.connection().exec_driver_sql(statements, execution_options={"no_parameters": True})
