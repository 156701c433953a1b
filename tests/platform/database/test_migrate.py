"""Migrations: by one process at a time, once, and never on a schema that this release does not know."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql

from convosphere.platform.database import DatabaseUrls
from convosphere.platform.database.migrate import (
    _MIGRATION_LOCK,
    _MIGRATIONS,
    MigrationError,
    _prepare_role,
    current_revision,
    head_revision,
    migrate,
)
from convosphere.platform.database.urls import APP_ROLE


@pytest.fixture
def empty(database_urls: DatabaseUrls) -> Iterator[DatabaseUrls]:
    """A database without any table."""
    name = f"{database_urls.owner.database}_empty"
    maintenance = database_urls.conninfo(database_urls.owner.set(database="postgres"))
    with psycopg.connect(maintenance, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        yield replace(
            database_urls, owner=database_urls.owner.set(database=name), app=database_urls.app.set(database=name)
        )
        owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def revision(urls: DatabaseUrls) -> str | None:
    with psycopg.connect(urls.owner_conninfo) as owner:
        return current_revision(owner)


def test_an_empty_database_gets_everything_once(empty: DatabaseUrls) -> None:
    assert revision(empty) is None
    assert migrate(empty) is True
    assert revision(empty) == head_revision()
    assert migrate(empty) is False


def test_two_at_once_migrate_once(empty: DatabaseUrls) -> None:
    together = threading.Barrier(2)

    def start(_: int) -> bool:
        together.wait(10)
        return migrate(empty)

    with ThreadPoolExecutor(2) as pool:
        ran = sorted(pool.map(start, range(2)))
    assert ran == [False, True]
    assert revision(empty) == head_revision()


def test_who_comes_second_waits_for_the_first(empty: DatabaseUrls) -> None:
    """The first is played by a connection that holds the lock."""
    with psycopg.connect(empty.owner_conninfo, autocommit=True) as first, ThreadPoolExecutor(1) as pool:
        first.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        second = pool.submit(migrate, empty)
        wait_until_somebody_waits(first)
        assert revision(empty) is None, "nothing has been touched"
        assert not second.done()
        first.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])
        assert second.result(60) is True


def wait_until_somebody_waits(connection: psycopg.Connection) -> None:
    for _ in range(10_000):
        row = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ).fetchone()
        if row == (1,):
            return
    pytest.fail("nobody waits for the lock")


def test_the_lock_is_free_again_after_a_failure(database_urls: DatabaseUrls) -> None:
    with psycopg.connect(database_urls.owner_conninfo, autocommit=True) as owner:
        owner.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(MigrationError, match=r"another release .*9999.* or a newer one"):
            migrate(database_urls)
        owner.execute(sql.SQL("UPDATE alembic_version SET version_num = {}").format(head_revision()))
    assert migrate(database_urls) is False


def test_a_newer_schema_is_left_as_it_is(database_urls: DatabaseUrls) -> None:
    with psycopg.connect(database_urls.owner_conninfo, autocommit=True) as owner:
        owner.execute("UPDATE alembic_version SET version_num = '9999'")
        owner.execute("CREATE TABLE of_the_newer_release (x int)")
        with pytest.raises(MigrationError):
            migrate(database_urls)
        assert current_revision(owner) == "9999"
        assert owner.execute("SELECT to_regclass('of_the_newer_release') IS NOT NULL").fetchone() == (True,)


def test_a_user_who_may_not_make_roles_is_told_what_to_ask_for(
    empty: DatabaseUrls, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server has the application's role already; one that it does not have stands for it.
    monkeypatch.setattr("convosphere.platform.database.migrate.APP_ROLE", "convosphere_absent")
    # Roles belong to the whole server: this one has a name of its own and is removed again.
    humble = sql.Identifier(f"{empty.owner.database}_humble")
    with psycopg.connect(empty.owner_conninfo, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE").format(humble))
        try:
            with pytest.raises(MigrationError, match=r"CREATE ROLE convosphere_absent NOLOGIN; GRANT .*_humble"):
                migrate(replace(empty, owner=empty.owner.set(username=f"{empty.owner.database}_humble")))
        finally:
            owner.execute(sql.SQL("DROP ROLE {}").format(humble))


def test_the_applications_role_may_use_the_tables_and_not_make_any(empty: DatabaseUrls) -> None:
    migrate(empty)
    with psycopg.connect(empty.app_conninfo, autocommit=True) as app:
        assert app.execute("SELECT current_user").fetchone() == (APP_ROLE,)
        assert app.execute("SELECT count(*) FROM people").fetchone() == (0,)
        for statement in (
            "CREATE TABLE mine (x int)",
            "DROP TABLE people",
            "ALTER TABLE people DISABLE ROW LEVEL SECURITY",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)


def test_what_was_there_before_is_filled_in_for_every_organisation(empty: DatabaseUrls) -> None:
    """By an owner whom policies bind, too, and once more after an interruption."""
    name = f"{empty.owner.database}_owner"
    humble = replace(empty, owner=empty.owner.set(username=name))
    with psycopg.connect(empty.owner_conninfo, autocommit=True) as superuser:
        superuser.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE").format(sql.Identifier(name)))
        superuser.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(name)))
        superuser.execute("CREATE EXTENSION vector")
        try:
            with psycopg.connect(humble.owner_conninfo, autocommit=True) as owner:
                _prepare_role(owner)
            upgrade(humble, "0026")
            superuser.execute(OF_BEFORE)
            upgrade(humble, "0027")
            kept = superuser.execute("SELECT count(*), count(DISTINCT organization_id) FROM message_models").fetchone()
            assert kept == (2, 2)
            # As if it had been cut off before it was done.
            superuser.execute("DELETE FROM message_models WHERE organization_id = md5('a')::uuid")
            superuser.execute("UPDATE alembic_version SET version_num = '0026'")
            assert migrate(humble) is True
            kept = superuser.execute(
                "SELECT count(*), count(*) FILTER (WHERE messages.conversation_id = message_models.conversation_id) "
                "FROM message_models JOIN messages ON messages.id = message_id"
            ).fetchone()
            assert kept == (2, 2)
            # Of these nobody knows where a page begins, of the others it is known or does not matter.
            read = superuser.execute("SELECT name, reader, analysis FROM document_versions ORDER BY 1").fetchall()
            assert read == [("long a", 0, 1), ("long b", 0, 1), ("short a", 2, 1), ("short b", 2, 1)]
        finally:
            for statement in ("REASSIGN OWNED BY {} TO CURRENT_USER", "DROP OWNED BY {}", "DROP ROLE {}"):
                superuser.execute(sql.SQL(statement).format(sql.Identifier(name)))


def upgrade(urls: DatabaseUrls, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["url"] = urls.owner
    command.upgrade(config, revision)


# In each of two organisations: a chat with an answer, a document that goes over a page's end and one that does not.
OF_BEFORE = """
CREATE TEMP TABLE o AS SELECT o, md5(o)::uuid AS id, md5(o || 'p')::uuid AS p FROM unnest(ARRAY['a', 'b']) AS o;
INSERT INTO organizations (id, name, registration, created_at, updated_at) SELECT id, o, 'closed', now(), now() FROM o;
INSERT INTO people (id, organization_id, email, name, role, password_hash, locale, created_at, updated_at)
SELECT p, id, o || '@example.org', o, 'owner', '', 'en', now(), now() FROM o;
INSERT INTO login_directory (email, organization_id, person_id) SELECT o || '@example.org', id, p FROM o
ON CONFLICT DO NOTHING;
INSERT INTO conversations (id, organization_id, owner_id, title, created_at, updated_at, last_message_at)
SELECT id, id, p, o, now(), now(), now() FROM o;
INSERT INTO messages
    (id, organization_id, conversation_id, role, status, content, created_at, attempt, event_number, model_name)
SELECT md5(o || role)::uuid, id, id, role, 'completed', '', now(), 0, 0, 'm' FROM o, unnest(ARRAY['user', 'assistant'])
    AS role;
INSERT INTO knowledge_bases (id, organization_id, name, description, strategy, created_at, updated_at)
SELECT id, id, '', '', '{}', now(), now() FROM o;
CREATE TEMP TABLE d AS SELECT o.id, md5(o || n)::uuid AS d, n || ' ' || o AS name, n = 'long' AS long
  FROM o, unnest(ARRAY['long', 'short']) AS n;
INSERT INTO documents (id, organization_id, base_id, name, own_access, media_kind, chunk_count, size, metadata,
    keywords, downloads, created_at, updated_at)
SELECT d, id, id, name, false, '', 0, 0, '{}', '[]', 0, now(), now() FROM d;
INSERT INTO document_versions (id, organization_id, document_id, base_id, number, status, stage, percent, staged,
    staged_spaces, warnings, name, media_type, media_kind, size, keywords, origin, truncated, chunk_count, content_id,
    arrived, locale, created_at, reader)
SELECT d, id, d, id, 1, 'ready', 'done', 0, 0, '[]', '[]', name, '', '', 0, '[]', '', false, 0, d, '[]', '', now(), 2
  FROM d;
INSERT INTO chunks (id, organization_id, version_id, document_id, ordinal, text, heading_path, first_page, last_page,
    start, "end", tokens, indexed, kind, enabled)
SELECT d, id, d, d, 0, '', '{}', 1, 1 + long::int, 0, 0, 0, true, '', true FROM d;
"""
