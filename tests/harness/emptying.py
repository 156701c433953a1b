"""Takes all rows out of a database and says what is left: its schema, and what migrations have written."""

import psycopg
from psycopg import sql

from convosphere.platform.database import DatabaseUrls

# What a test could have changed besides rows: tables, columns, policies, triggers, constraints, functions, rights.
_SCHEMA = """
SELECT concat_ws('|',
    (SELECT md5(string_agg(concat(relname, relkind, relrowsecurity, relforcerowsecurity, relacl), ',' ORDER BY relname))
       FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT md5(string_agg(concat(attrelid::regclass, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum))
       FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped),
    (SELECT md5(string_agg(concat(polrelid::regclass, polname, pg_get_expr(polqual, polrelid)), ',' ORDER BY oid))
       FROM pg_policy),
    (SELECT md5(string_agg(concat(tgrelid::regclass, tgname, tgenabled), ',' ORDER BY oid)) FROM pg_trigger),
    (SELECT md5(string_agg(concat(conrelid::regclass, conname), ',' ORDER BY oid)) FROM pg_constraint),
    (SELECT md5(string_agg(concat(proname, prosrc), ',' ORDER BY oid)) FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace))
"""
_TABLES = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
# Written by migrations.
_KEPT = frozenset({"alembic_version"})
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


def filled(urls: DatabaseUrls) -> list[str]:
    """The tables in which migrations have left rows that `emptied` would take away."""
    with psycopg.connect(urls.owner_conninfo) as connection:
        tables = {row[0] for row in connection.execute(_TABLES)} - _KEPT
        any_row = sql.SQL("SELECT EXISTS (SELECT FROM {})")
        rows = {table: connection.execute(any_row.format(sql.Identifier(table))).fetchone() for table in tables}
    return sorted(table for table, row in rows.items() if row == (True,))


def emptied(urls: DatabaseUrls) -> str:
    """Ends what is still connected and deletes all rows.

    Returns:
        What tells one schema from another; empty if the database cannot be emptied, or is gone.
    """
    try:
        with psycopg.connect(urls.owner_conninfo, autocommit=True) as connection:
            connection.execute(_OTHERS, [connection.info.backend_pid])
            tables = [row[0] for row in connection.execute(_TABLES)]
            # Neither foreign keys nor append-only triggers are in the way. Only a superuser may do so.
            connection.execute("SET session_replication_role = replica")
            deletions = [
                sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables if table not in _KEPT
            ]
            connection.execute(sql.SQL("; ").join(deletions))
            row = connection.execute(_SCHEMA).fetchone()
            kept = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except psycopg.Error:
        return ""
    assert row is not None
    return f"{row[0]}|{kept}"
