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


class Emptier:
    """One connection to a database as its owner, kept: a new one would have to learn of every table first."""

    def __init__(self, urls: DatabaseUrls) -> None:
        self._connection = psycopg.connect(urls.owner_conninfo, autocommit=True)

    def filled(self) -> list[str]:
        """The tables in which migrations have left rows that `empty` would take away."""
        any_row = sql.SQL("SELECT EXISTS (SELECT FROM {})")
        return [
            table
            for table in self._tables()
            if self._connection.execute(any_row.format(sql.Identifier(table))).fetchone() == (True,)
        ]

    def empty(self) -> str:
        """Ends what else is connected and deletes all rows.

        Returns:
            What tells one schema from another; empty if the database cannot be emptied, or is gone.
        """
        try:
            self._connection.execute(_OTHERS, [self._connection.info.backend_pid])
            # Neither foreign keys nor append-only triggers are in the way. Only a superuser may do so.
            self._connection.execute("SET session_replication_role = replica")
            deletions = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in self._tables()]
            self._connection.execute(sql.SQL("; ").join(deletions))
            row = self._connection.execute(_SCHEMA).fetchone()
            kept = self._connection.execute("SELECT version_num FROM alembic_version").fetchall()
        except psycopg.Error:
            return ""
        assert row is not None
        return f"{row[0]}|{kept}"

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def _tables(self) -> list[str]:
        return [row[0] for row in self._connection.execute(_TABLES) if row[0] not in _KEPT]
