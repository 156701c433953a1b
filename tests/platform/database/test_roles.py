"""Who the application is at the database: a role that policies bind, from the first statement on."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import text

from convosphere.platform.database import Database, DatabaseUnavailableError, DatabaseUrls
from convosphere.platform.database.safety import UnsafeRoleError, refuse_unbound_role
from convosphere.platform.database.urls import APP_ROLE
from convosphere.platform.events import Listeners
from convosphere.platform.settings import Settings

Connect = Callable[[DatabaseUrls], Database]


@pytest.fixture
async def connect(settings: Settings) -> AsyncIterator[Connect]:
    async with AsyncExitStack() as stack:

        def build(urls: DatabaseUrls) -> Database:
            database = Database(urls, settings.database, Listeners())
            stack.push_async_callback(database.close)
            return database

        yield build


@pytest.fixture
def one_url(database_urls: DatabaseUrls) -> DatabaseUrls:
    """One address, a superuser's, as an administrator may give it."""
    return DatabaseUrls.from_settings(database_urls.conninfo(database_urls.owner), None)


async def who(database: Database) -> tuple[str, str]:
    """As whom it acts, and as whom it logged in."""
    async with database.transaction(None) as session:
        row = (await session.execute(text("SELECT current_user, session_user"))).one()
    return str(row[0]), str(row[1])


async def test_one_address_logs_in_as_its_user_and_acts_as_the_bound_role(
    one_url: DatabaseUrls, connect: Connect
) -> None:
    assert one_url.assume_role
    database = connect(one_url)
    assert await who(database) == (APP_ROLE, one_url.owner.username)
    await refuse_unbound_role(database)
    async with await psycopg.AsyncConnection.connect(one_url.app_conninfo) as plain:
        assert await (await plain.execute("SELECT current_user")).fetchone() == (APP_ROLE,)
    async with await psycopg.AsyncConnection.connect(one_url.owner_conninfo) as owner:
        assert await (await owner.execute("SELECT current_user")).fetchone() == (one_url.owner.username,)


async def test_the_role_stays_when_a_connection_is_used_again(one_url: DatabaseUrls, connect: Connect) -> None:
    database = connect(one_url)
    for _ in range(2):
        assert (await who(database))[0] == APP_ROLE
        # What a transaction leaves behind must not be more rights.
        async with database.transaction(None) as session:
            await session.execute(text("SELECT set_config('role', current_user, true)"))


async def test_two_addresses_are_two_logins(database_urls: DatabaseUrls, connect: Connect) -> None:
    owner, app = database_urls.conninfo(database_urls.owner), database_urls.conninfo(database_urls.app)
    urls = DatabaseUrls.from_settings(app, owner)
    assert (urls.owner, urls.app, urls.assume_role) == (database_urls.owner, database_urls.app, False)
    assert urls.connect_options() == {}
    assert await who(connect(urls)) == (APP_ROLE, APP_ROLE)


async def test_an_address_with_options_and_any_scheme_of_postgresql_is_taken() -> None:
    for scheme in ("postgresql", "postgres", "postgresql+psycopg2"):
        given = f"{scheme}://ada:pass%40word@host:5433/name?sslmode=require"
        urls = DatabaseUrls.from_settings(given.replace("postgres:", "postgresql:"), None)
        assert urls.app.drivername == "postgresql+psycopg"
        assert urls.owner_conninfo == "postgresql://ada:pass%40word@host:5433/name?sslmode=require"
        assert "options='-c role=convosphere_app'" in urls.app_conninfo
        assert "sslmode=require" in urls.app_conninfo


async def test_a_superuser_is_refused(database_urls: DatabaseUrls, connect: Connect) -> None:
    database = connect(replace(database_urls, app=database_urls.owner))
    with pytest.raises(UnsafeRoleError, match=f"{database_urls.owner.username} bypasses row-level security"):
        await refuse_unbound_role(database)


async def test_a_role_that_may_look_past_policies_is_refused(database_urls: DatabaseUrls, connect: Connect) -> None:
    # Roles belong to the whole server: this one is removed again.
    async with await psycopg.AsyncConnection.connect(database_urls.owner_conninfo, autocommit=True) as owner:
        await owner.execute("CREATE ROLE peeping LOGIN BYPASSRLS NOSUPERUSER")
        try:
            database = connect(replace(database_urls, app=database_urls.app.set(username="peeping")))
            with pytest.raises(UnsafeRoleError, match="peeping"):
                await refuse_unbound_role(database)
        finally:
            await owner.execute("DROP ROLE peeping")


async def test_ping_asks_and_says_when_nobody_answers(database_urls: DatabaseUrls, connect: Connect) -> None:
    await connect(database_urls).ping()
    with pytest.raises(DatabaseUnavailableError):
        await connect(replace(database_urls, app=database_urls.app.set(database="there_is_none"))).ping()
