"""PostgreSQL for tests: one server per test process, a migrated template, a copy of it per test.

`CONVOSPHERE_TEST_DATABASE_URL` (a role that may create databases and roles) replaces the server that is otherwise
started in the test run's temporary directory.
"""

import os
import pwd
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from sqlalchemy import URL

from convosphere.platform.database import DatabaseUrls, EmbeddedPostgres
from convosphere.platform.database.embedded import DATABASE
from convosphere.platform.database.migrate import migrate
from tests.harness.cluster import Cluster
from tests.harness.emptying import Emptier

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
        self._emptiers: dict[str, Emptier] = {}
        self._schema = ""

    @contextmanager
    def copied(self) -> Iterator[DatabaseUrls]:
        """A database with the current schema and no rows, for the length of the block. Blocks."""
        name = self._free.pop() if self._free else self._copy()
        try:
            yield _with_database(self._server, name)
        finally:
            if self._emptiers[name].empty() == self._schema:
                self._free.append(name)
            else:
                self._drop(name)

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
        self.adopt()

    def adopt(self) -> None:
        """Takes the database of its name, which is migrated, for the template."""
        # Nobody may be connected to what is copied.
        with closing(Emptier(_with_database(self._server, self.name))) as emptier:
            assert not emptier.filled(), "copies are used again without their rows; keep what migrations write"
            self._schema = emptier.empty()

    def close(self) -> None:
        """Ends its connections."""
        for emptier in self._emptiers.values():
            emptier.close()

    def drop(self) -> None:
        """Removes the template and its copies."""
        for name in self._free:
            self._drop(name)
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), self.name)

    def _copy(self) -> str:
        name = f"{self.name}_{next(self._copies)}"
        self._administer(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, self.name)
        self._emptiers[name] = Emptier(_with_database(self._server, name))
        return name

    def _drop(self, name: str) -> None:
        self._emptiers.pop(name).close()
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)

    def _administer(self, statement: sql.SQL, *names: str) -> None:
        maintenance = self._server.owner.set(database="postgres")
        with psycopg.connect(self._server.conninfo(maintenance), autocommit=True) as connection:
            connection.execute(statement.format(*map(sql.Identifier, names)))


@contextmanager
def template_database(cluster: Cluster) -> Iterator[TemplateDatabase]:
    """The template of this test process."""
    given = os.environ.get(_SERVER_URL)
    if given:
        # Processes of one run that share a given server must not share databases.
        template = TemplateDatabase(DatabaseUrls.from_settings(given, None), f"convosphere_test_{os.getpid()}")
        template.build()
        try:
            yield template
        finally:
            template.drop()
        return
    # Not in pytest's own temporary directory: for root, PostgreSQL runs as another user, and every run of pytest that
    # starts closes that directory to others while this run still works in it.
    with TemporaryDirectory(prefix="convosphere-test-") as directory:
        cluster.copy_to(Path(directory))
        server = EmbeddedPostgres(Path(directory))
        urls = server.start()
        try:
            _let_in_as_anybody(Path(directory))
            _prefer_speed_to_durability(urls)
            template = TemplateDatabase(urls, DATABASE)
            template.adopt()
            try:
                yield template
            finally:
                template.close()
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
