"""The command as a person types it: without a server, and beside one."""

import asyncio
import re
import socket

import aiohttp
import psycopg
import pytest

from tests.acceptance.conftest import Install, NewDatabase
from tests.acceptance.harness.people import PASSWORD, Founding, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Installation, Process


@pytest.fixture(scope="module")
def empty(install: Install) -> Installation:
    """A data directory that no server uses."""
    return install()


@pytest.fixture(scope="module")
def installation(install: Install) -> Installation:
    return install(fresh=True, accounts_registration="open")


@pytest.fixture(scope="module")
def server(installation: Installation) -> Process:
    return installation.start("run", genuine=True)


@pytest.fixture(scope="module")
def founding(server: Process, provider: FakeProviderProcess) -> Founding:
    return found(server.url, provider.url, ["fake-words-20"])


class TestAlone:
    def test_without_a_command_all_are_named(self, empty: Installation) -> None:
        ended = empty.command(genuine=True)
        assert ended.returncode == 2
        for command in ("run", "serve", "worker", "migrate", "settings", "doctor", "admin", "models"):
            assert re.search(rf"\b{command}\b", ended.stdout + ended.stderr), command

    @pytest.mark.parametrize("command", ["serve", "worker"])
    def test_what_runs_apart_needs_a_database(self, empty: Installation, command: str) -> None:
        ended = empty.command(command)
        assert (ended.returncode, "CONVOSPHERE_DATABASE_URL" in ended.stderr) == (2, True)

    def test_a_database_that_does_not_answer_is_said_in_one_line(self, empty: Installation) -> None:
        ended = empty.command("migrate", CONVOSPHERE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
        assert (ended.returncode, "CONVOSPHERE_DATABASE_URL" in ended.stderr) == (1, True)
        assert "Traceback" not in ended.stderr

    def test_a_redis_that_does_not_answer_is_said_in_one_line(
        self, empty: Installation, new_database: NewDatabase
    ) -> None:
        ended = empty.command(
            "serve", CONVOSPHERE_DATABASE_URL=new_database(), CONVOSPHERE_REDIS_URL="redis://127.0.0.1:1/0"
        )
        assert (ended.returncode, "Redis" in ended.stderr) == (1, True), ended.stderr
        assert "Traceback" not in ended.stderr

    def test_a_port_in_use_is_named(self, empty: Installation) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = str(other.getsockname()[1])
            ended = empty.command("run", CONVOSPHERE_PORT=port)
        assert ended.returncode == 1
        assert port in ended.stderr
        assert "CONVOSPHERE_PORT" in ended.stderr

    def test_migrate_doctor_and_admin_work_without_a_server(self, install: Install) -> None:
        fresh = install(fresh=True)
        migrated = fresh.command("migrate", genuine=True)
        assert (migrated.returncode, "schema" in migrated.stdout) == (0, True), migrated.stderr
        made = fresh.command(
            "admin",
            "create-user",
            "--email",
            "ada@example.org",
            "--name",
            "Ada",
            "--password-stdin",
            stdin=f"{PASSWORD}\n",
        )  # fmt: skip - one line as it is typed
        assert made.returncode == 0, made.stderr
        key = fresh.command("admin", "create-api-key", "--email", "ada@example.org", "--name", "Script")
        assert (key.returncode, key.stdout[:4]) == (0, "csk_"), key.stderr
        secret = fresh.data_dir / "secret.key"
        assert secret.stat().st_mode & 0o777 == 0o600
        examined = fresh.command("doctor", genuine=True)
        assert "ok  PostgreSQL" in examined.stdout, examined.stdout + examined.stderr
        secret.chmod(0o644)
        examined = fresh.command("doctor")
        assert examined.returncode == 1
        assert f"chmod 600 {secret}" in examined.stdout
        assert not fresh.own_database(), "commands stop the PostgreSQL that they start"


class TestBesideAServer:
    async def test_a_person_and_a_key_made_there_work_here(
        self, http: aiohttp.ClientSession, installation: Installation, server: Process, founding: Founding
    ) -> None:
        made = await asyncio.to_thread(
            installation.command,
            *("admin", "create-user", "--email", "grace@example.org", "--name", "Grace", "--role", "admin"),
            "--password-stdin",
            stdin=f"{PASSWORD}\n",
        )
        assert made.returncode == 0, made.stderr
        nobody = Person(http, server, "")
        session = await nobody.call("POST", "/auth/sign-in", {"email": "grace@example.org", "password": PASSWORD})
        assert (session["person"]["role"], session["person"]["id"]) == ("admin", made.stdout.strip())
        key = await asyncio.to_thread(
            installation.command, "admin", "create-api-key", "--email", "grace@example.org", "--name", "Script"
        )
        assert key.returncode == 0, key.stderr
        assert (await Person(http, server, key.stdout.strip()).call("GET", "/me"))["name"] == "Grace"
        assert founding.token

    def test_doctor_and_migrate_leave_the_server_alone(self, installation: Installation, server: Process) -> None:
        assert "ok  PostgreSQL: " in installation.command("doctor").stdout
        assert installation.command("migrate").returncode == 0
        assert server.code is None
        assert installation.own_database()

    def test_a_second_server_on_the_directory_is_refused_with_its_holder_named(
        self, installation: Installation, server: Process
    ) -> None:
        ended = installation.command("run")
        assert ended.returncode == 1
        assert str(server.pid) in ended.stderr
        assert str(installation.data_dir) in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_a_second_server_on_the_database_is_refused(
        self, install: Install, installation: Installation, server: Process
    ) -> None:
        assert server.code is None
        with psycopg.connect(_own_url(installation)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        for redis_url in ("", "redis://127.0.0.1:1/0"):
            redis = {"redis_url": redis_url} if redis_url else {}
            ended = install(database_url=_own_url(installation), **redis).command("serve")
            assert (ended.returncode, "CONVOSPHERE_REDIS_URL" in ended.stderr) == (1, True), ended.stderr


def _own_url(installation: Installation) -> str:
    """The URL of the PostgreSQL in the data directory: line 5 of its pid file is the socket's directory."""
    directory = (installation.data_dir / "postgresql" / "postmaster.pid").read_text().splitlines()[4]
    return f"postgresql://postgres@/convosphere?host={directory}"
