"""Organisations are separated by the database: every tenant table, tried from another organisation.

Both tests read the catalogue, so a new table is in them from its migration on.
"""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql
from psycopg.rows import dict_row
from sqlalchemy.exc import DBAPIError

from convosphere.platform.context import Platform
from convosphere.platform.database import Base, DatabaseUrls, TenantMixin
from tests.factories.accounts import MadeOrganization, create_organization

# Why a table with `organization_id` has no policy; everything else needs one.
WITHOUT_POLICY = {
    "login_directory": "asked at sign-in, before the organisation is known; one repository module touches it",
    "message_index": "words and ids only, searched beside tenancy; one repository module reads, triggers write",
    "conversation_index": "as message_index",
    "message_models": "as message_index",
    "retrieval_documents": "who finds what, asked with the words and vectors; engines/retrieval alone touches it",
    "retrieval_chunks": "words as numbers, searched beside tenancy; engines/retrieval alone touches it",
    "retrieval_vectors": "as retrieval_chunks",
    "retrieval_spaces": "as retrieval_chunks",
    "retrieval_terms": "as retrieval_chunks",
    "retrieval_totals": "as retrieval_chunks",
    "retrieval_changes": "as retrieval_chunks",
    "retrieval_switched_off": "as retrieval_chunks",
}
# `organizations` is its own tenant.
TENANT_COLUMN = {"organizations": "id"}

# Values for keys.
MADE_UP: dict[str, Callable[[], Any]] = {
    "uuid": uuid4,
    "bytea": lambda: uuid4().bytes,
    "text": lambda: str(uuid4()),
    "bigint": lambda: uuid4().int >> 66,
    "timestamp with time zone": lambda: datetime.now(UTC),
    "integer": lambda: uuid4().int >> 98,
    "date": lambda: datetime.now(UTC).date(),
}

Connection = psycopg.AsyncConnection[dict[str, Any]]


@pytest.fixture
async def owner(database_urls: DatabaseUrls) -> AsyncIterator[Connection]:
    """A connection as the tables' owner that policies do not bind (a superuser), to prepare and to compare."""
    url = database_urls.conninfo(database_urls.owner)
    connection: Connection = await psycopg.AsyncConnection.connect(url, autocommit=True, row_factory=dict_row)
    async with connection:
        yield connection


async def tables_with_organization(owner: Connection) -> list[str]:
    """Every table and view of ours with the column `organization_id`, and `organizations`."""
    found = await owner.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND column_name = 'organization_id' UNION SELECT 'organizations' ORDER BY 1"
    )
    return [row["table_name"] for row in await found.fetchall()]


async def tenant_tables(owner: Connection) -> list[str]:
    return [name for name in await tables_with_organization(owner) if name not in WITHOUT_POLICY]


async def test_every_tenant_table_has_the_forced_policy(owner: Connection) -> None:
    tables = await tables_with_organization(owner)
    assert {"organizations", "people", "sessions", "audit_records"} <= set(tables)
    found = await owner.execute(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, "
        "count(p.*) FILTER (WHERE p.qual LIKE '%%convosphere.organization_id%%' "
        "AND p.with_check LIKE '%%convosphere.organization_id%%' AND p.cmd = 'ALL') AS binding, "
        "count(p.*) FILTER (WHERE p.permissive = 'PERMISSIVE') AS permissive "
        "FROM pg_class c LEFT JOIN pg_policies p ON p.schemaname = 'public' AND p.tablename = c.relname "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s) GROUP BY 1, 2, 3",
        [tables],
    )
    unprotected = {
        row["relname"]
        for row in await found.fetchall()
        # Permissive policies are joined by OR: a second one would open what the first one closes.
        if not (row["relrowsecurity"] and row["relforcerowsecurity"] and row["binding"] == row["permissive"] == 1)
    }
    assert unprotected == set(WITHOUT_POLICY)


@pytest.mark.usefixtures("imported_product")
async def test_every_tenant_table_class_is_in_the_database_and_the_other_way_round(owner: Connection) -> None:
    mapped = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantMixin)}
    assert mapped | {"organizations", *WITHOUT_POLICY} == set(await tables_with_organization(owner))


async def test_the_applications_role_owns_nothing_and_is_bound(owner: Connection) -> None:
    found = await owner.execute(
        "SELECT rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class WHERE relowner = r.oid) AS owned "
        "FROM pg_roles r WHERE rolname = 'convosphere_app'"
    )
    assert await found.fetchone() == {"rolsuper": False, "rolbypassrls": False, "owned": 0}


async def test_no_tenant_table_shows_or_takes_anything_across_organisations(
    platform: Platform, owner: Connection
) -> None:
    mine = await create_organization(platform, "Mine")
    theirs = await create_organization(platform, "Theirs")
    tables = await tenant_tables(owner)
    for name in tables:
        if name != "organizations":
            await insert_made_up_row(owner, name, theirs.id)
    for name in tables:
        await try_from(platform, mine, name, theirs)
    for name in tables:
        column = sql.Identifier(TENANT_COLUMN.get(name, "organization_id"))
        counted = await owner.execute(
            sql.SQL("SELECT count(*) AS n FROM {} WHERE {} = %s").format(sql.Identifier(name), column), [theirs.id]
        )
        row = await counted.fetchone()
        assert row is not None
        assert row["n"] >= 1, f"{name}: a row of another organisation is gone"


async def test_without_an_organisation_no_tenant_row_is_visible(platform: Platform, owner: Connection) -> None:
    await create_organization(platform, "Mine")
    for name in await tenant_tables(owner):
        async with platform.database.transaction(None) as session:
            assert await session.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) == 0, name


async def try_from(platform: Platform, mine: MadeOrganization, table: str, theirs: MadeOrganization) -> None:
    """Reads, changes, deletes and adds rows of `theirs` in a transaction of `mine`."""
    column = sa.column(TENANT_COLUMN.get(table, "organization_id"), sa.Uuid)
    rows = sa.table(table, column)
    async with platform.database.transaction(mine.id) as session:
        counted = sa.select(sa.func.count()).select_from(rows).where(column == theirs.id)
        assert await session.scalar(counted) == 0, f"{table}: rows of another organisation are visible"
    for statement in (
        sa.update(rows).where(column == theirs.id).values({column: theirs.id}).returning(column),
        sa.delete(rows).where(column == theirs.id).returning(column),
    ):
        await refused_or_nothing(platform, mine, statement)
    # The policy is asked before any other constraint, so the rest of the row does not matter.
    with pytest.raises(DBAPIError, match="row-level security"):
        async with platform.database.transaction(mine.id) as session:
            await session.execute(sa.insert(rows).values({column: theirs.id}))


async def refused_or_nothing(platform: Platform, mine: MadeOrganization, statement: sa.Executable) -> None:
    """Runs a statement that may find no rows; an append-only table refuses it before any policy is asked."""
    try:
        async with platform.database.transaction(mine.id) as session:
            touched = len((await session.execute(statement)).all())
    except DBAPIError as error:
        if "permission denied" not in str(error):
            raise
    else:
        assert touched == 0, str(statement)


async def insert_made_up_row(owner: Connection, table: str, organization_id: UUID) -> None:
    """Adds a row that has a key and an organisation and nothing else."""
    await drop_constraints(owner, table)
    found = await owner.execute(
        "SELECT a.attname, format_type(a.atttypid, NULL) AS type FROM pg_index i "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indisprimary AND i.indrelid = %s::regclass",
        [table],
    )
    values: dict[str, Any] = {row["attname"]: MADE_UP[row["type"]]() for row in await found.fetchall()}
    values[TENANT_COLUMN.get(table, "organization_id")] = organization_id
    await owner.execute(
        sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() for _ in values),
        ),
        list(values.values()),
    )


async def drop_constraints(owner: Connection, table: str) -> None:
    """Leaves the table nothing but its key and its policy (the database is this test's alone)."""
    found = await owner.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f')", [table]
    )
    for row in await found.fetchall():
        await alter(owner, table, "DROP CONSTRAINT {}", row["conname"])
    found = await owner.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull "
        "AND attidentity = '' AND attnum <> ALL (SELECT unnest(indkey) FROM pg_index "
        "WHERE indrelid = attrelid AND indisprimary)",
        [table],
    )
    for row in await found.fetchall():
        await alter(owner, table, "ALTER COLUMN {} DROP NOT NULL", row["attname"])
    # What a trigger writes elsewhere is that table's to try.
    await owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))


async def alter(owner: Connection, table: str, change: LiteralString, name: str) -> None:
    changed = sql.SQL(change).format(sql.Identifier(name))
    await owner.execute(sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(table), changed))
