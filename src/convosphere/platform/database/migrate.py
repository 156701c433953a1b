"""Brings the database to this release's schema, by one process at a time."""

import logging
from pathlib import Path

import psycopg
from psycopg import sql

from convosphere.platform.database.urls import APP_ROLE, DatabaseUrls

_MIGRATIONS = Path(__file__).parents[2] / "migrations"
# Any constant will do, as long as it is the same in every process.
_MIGRATION_LOCK = 0x436F6E766F
_OLDEST_POSTGRES = 16_00_00


class MigrationError(Exception):
    """The database cannot be brought to this release's schema; the message says what to do."""


def migrate(urls: DatabaseUrls) -> bool:
    """Runs what is missing. Blocks. Returns whether anything ran.

    Raises:
        MigrationError: the server is too old, or its schema is from a newer release.
        psycopg.Error: the database does not answer or refuses.
    """
    with psycopg.connect(urls.owner_conninfo, autocommit=True) as connection:
        if connection.info.server_version < _OLDEST_POSTGRES:
            raise MigrationError(
                f"PostgreSQL 16 or later is needed; this is {connection.info.server_version // 10_000}."
            )
        connection.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        try:
            if current_revision(connection) == head_revision():
                return False
            _prepare_role(connection)
            _upgrade(urls)
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])
    return True


def current_revision(connection: psycopg.Connection) -> str | None:
    """The revision that the database is at; None: it is empty."""
    row = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
    if row is None or not row[0]:
        return None
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if version is None else str(version[0])


def head_revision() -> str:
    """This release's newest revision. File names begin with it, so Alembic need not be loaded to know it."""
    return max(path.name.split("_", 1)[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _prepare_role(connection: psycopg.Connection) -> None:
    """Lets the application's role use what the owner makes from now on."""
    role = sql.Identifier(APP_ROLE)
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone()
    if not exists:
        try:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(role))
        except psycopg.errors.InsufficientPrivilege as error:
            raise MigrationError(
                f"The database user may not create the role {APP_ROLE}. As an administrator run: "
                f'CREATE ROLE {APP_ROLE} NOLOGIN; GRANT {APP_ROLE} TO "{connection.info.user}";'
            ) from error
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
    ):
        connection.execute(sql.SQL(statement).format(role))


def _upgrade(urls: DatabaseUrls) -> None:
    # It tells of every plugin while it is imported.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # Alembic costs a quarter of a second to import; most starts have nothing to migrate.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above
    from alembic.util.exc import CommandError  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["url"] = urls.owner
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise MigrationError(
            f"The database is from another release ({error}). Run the release that wrote it, or a newer one."
        ) from error
