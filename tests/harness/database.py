"""PostgreSQL for tests: one server per test process, a migrated template, a copy of it per test.

`CONVOSPHERE_TEST_DATABASE_URL` (a role that may create databases and roles) replaces the server that is otherwise
started in the test run's temporary directory.
"""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from sqlalchemy import URL

from convosphere.platform.database import DatabaseUrls, EmbeddedPostgres
from convosphere.platform.database.migrate import migrate
from tests.harness.emptying import emptied, filled

_SERVER_URL = "CONVOSPHERE_TEST_DATABASE_URL"


class TemplateDatabase:
    """A migrated database, and the means to copy it.

    A copy takes PostgreSQL a fifth of a second and its first connections as much again, so one that a test leaves
    with its schema as it was is emptied and used again.
    """

    def __init__(self, server: DatabaseUrls, name: str) -> None:
        self._server = server
        self.name = name
        self._copies = count(1)
        self._free: list[str] = []
        self._schema = ""

    @contextmanager
    def copied(self) -> Iterator[DatabaseUrls]:
        """A database with the current schema and no rows, for the length of the block. Blocks."""
        if self._free:
            name = self._free.pop()
        else:
            name = f"{self.name}_{next(self._copies)}"
            self._administer(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, self.name)
        urls = _with_database(self._server, name)
        try:
            yield urls
        finally:
            if emptied(urls) == self._schema:
                self._free.append(name)
            else:
                self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)

    def build(self) -> None:
        """Creates and migrates the template."""
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), self.name)
        self._administer(
            sql.SQL(
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            ),
            self.name,
        )
        urls = _with_database(self._server, self.name)
        migrate(urls)
        assert not filled(urls), "copies are used again without their rows; keep what migrations write"
        self._schema = emptied(urls)

    def drop(self) -> None:
        """Removes the template and its copies."""
        for name in self._free:
            self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), self.name)

    def _administer(self, statement: sql.SQL, *names: str) -> None:
        maintenance = self._server.owner.set(database="postgres")
        with psycopg.connect(self._server.conninfo(maintenance), autocommit=True) as connection:
            connection.execute(statement.format(*map(sql.Identifier, names)))


@contextmanager
def template_database() -> Iterator[TemplateDatabase]:
    """The template of this test process."""
    given = os.environ.get(_SERVER_URL)
    # Processes of one run that share a given server must not share databases.
    template_name = f"convosphere_test_{os.getpid()}"
    if given:
        template = TemplateDatabase(DatabaseUrls.from_settings(given, None), template_name)
        template.build()
        try:
            yield template
        finally:
            template.drop()
        return
    # Not in pytest's own temporary directory: for root, PostgreSQL runs as another user, and every run of pytest that
    # starts closes that directory to others while this run still works in it.
    with TemporaryDirectory(prefix="convosphere-test-") as directory:
        server = EmbeddedPostgres(Path(directory))
        urls = server.start()
        try:
            _let_in_as_anybody(Path(directory))
            _prefer_speed_to_durability(urls)
            template = TemplateDatabase(urls, template_name)
            template.build()
            yield template
        finally:
            server.stop()


def _let_in_as_anybody(directory: Path) -> None:
    """Tests of roles sign in as roles of their own; takes effect with the reload that follows."""
    with (directory / "postgresql" / "pg_ident.conf").open("a") as mappings:
        mappings.write(f'convosphere "{pwd.getpwuid(os.geteuid()).pw_name}" all\n')


def _prefer_speed_to_durability(urls: DatabaseUrls) -> None:
    with psycopg.connect(urls.conninfo(urls.owner.set(database="postgres")), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def _with_database(urls: DatabaseUrls, name: str) -> DatabaseUrls:
    def moved(url: URL) -> URL:
        return url.set(database=name)

    return replace(urls, owner=moved(urls.owner), app=moved(urls.app))
