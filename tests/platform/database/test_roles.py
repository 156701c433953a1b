"""Who the application is at the database: a role that policies bind, from the first statement on."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
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


async def test_an_organisation_is_bound_for_one_transaction_and_not_for_the_connection(
    one_url: DatabaseUrls, settings: Settings
) -> None:
    only_one = settings.database.model_copy(update={"pool_size": 1, "max_overflow": 0})
    database = Database(one_url, only_one, Listeners())
    organization_id, seen = uuid4(), []
    for bound in (organization_id, None, organization_id, None):
        async with database.transaction(bound) as session:
            asked = text("SELECT NULLIF(current_setting('convosphere.organization_id', true), ''), pg_backend_pid()")
            seen.append(tuple((await session.execute(asked)).one()))
    await database.close()
    assert [organization for organization, _ in seen] == [str(organization_id), None] * 2
    assert len({process for _, process in seen}) == 1, "it was the same connection"


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
    # Roles belong to the whole server: this one has a name of its own and is removed again.
    name = f"{database_urls.app.database}_peeping"
    async with await psycopg.AsyncConnection.connect(database_urls.owner_conninfo, autocommit=True) as owner:
        await owner.execute(sql.SQL("CREATE ROLE {} LOGIN BYPASSRLS NOSUPERUSER").format(sql.Identifier(name)))
        try:
            database = connect(replace(database_urls, app=database_urls.app.set(username=name)))
            with pytest.raises(UnsafeRoleError, match=name):
                await refuse_unbound_role(database)
        finally:
            await owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


async def test_ping_asks_and_says_when_nobody_answers(database_urls: DatabaseUrls, connect: Connect) -> None:
    await connect(database_urls).ping()
    with pytest.raises(DatabaseUnavailableError):
        await connect(replace(database_urls, app=database_urls.app.set(database="there_is_none"))).ping()
