"""The PostgreSQL that the product starts itself: private, exclusive, recovering."""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg
import pytest

from convosphere.platform.database import DataDirectoryInUseError, EmbeddedPostgres
from convosphere.platform.database.migrate import current_revision, head_revision, migrate

_HOLDER = """
import sys, time
from pathlib import Path
from tempfile import TemporaryDirectory
from convosphere.platform.database import EmbeddedPostgres
from convosphere.platform.database.migrate import migrate
embedded = EmbeddedPostgres(Path(sys.argv[1]))
migrate(embedded.start())
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    # Not below pytest's own directory: each pytest that starts closes that to others, and PostgreSQL, which does not
    # run as root, would lose its files.
    with TemporaryDirectory(prefix="convosphere-test-") as name:
        directory = Path(name)
        yield directory
        # Whatever a test left running must not outlive it.
        pid_file = directory / "postgresql" / "postmaster.pid"
        if pid_file.exists():
            postmaster = psutil.Process(int(pid_file.read_text().split()[0]))
            postmaster.send_signal(signal.SIGQUIT)
            postmaster.wait(10)


def _hold(data_dir: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_it_starts_migrates_stops_and_starts_again(data_dir: Path) -> None:
    for expected in (True, False):
        embedded = EmbeddedPostgres(data_dir)
        urls = embedded.start()
        try:
            assert migrate(urls) is expected
            with psycopg.connect(urls.owner_conninfo) as connection:
                assert current_revision(connection) == head_revision()
        finally:
            embedded.stop()
        assert not (data_dir / "postgresql" / "postmaster.pid").exists()


def test_nothing_listens_on_the_network(data_dir: Path) -> None:
    embedded = EmbeddedPostgres(data_dir)
    urls = embedded.start()
    try:
        with psycopg.connect(urls.owner_conninfo) as connection:
            row = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
        assert row == ("",)
    finally:
        embedded.stop()


def test_it_lets_in_nobody_but_the_account_that_runs_it(data_dir: Path) -> None:
    embedded = EmbeddedPostgres(data_dir)
    urls = embedded.start()
    try:
        with psycopg.connect(urls.owner_conninfo) as connection:
            rules = connection.execute("SELECT type, auth_method, error FROM pg_hba_file_rules").fetchall()
            people = connection.execute("SELECT sys_name, error FROM pg_ident_file_mappings").fetchall()
        assert rules == [("local", "peer", None)]
        assert {name for name, _ in people} == {pwd.getpwuid(os.geteuid()).pw_name}
    finally:
        embedded.stop()


def test_a_second_process_on_the_same_directory_is_refused_with_its_holder_named(data_dir: Path) -> None:
    holder = _hold(data_dir)
    try:
        with pytest.raises(DataDirectoryInUseError, match=str(holder.pid)):
            EmbeddedPostgres(data_dir).start()
        attached = EmbeddedPostgres(data_dir)
        with psycopg.connect(attached.attach().owner_conninfo) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        attached.stop()
        with psycopg.connect(attached_urls(data_dir)) as connection:
            assert connection.execute("SELECT 2").fetchone() == (2,), "leaving must not stop the holder's server"
    finally:
        holder.communicate("")
        holder.wait(10)


def attached_urls(data_dir: Path) -> str:
    return EmbeddedPostgres(data_dir).attach().owner_conninfo


@pytest.mark.parametrize("also_postgres", [False, True])
def test_it_recovers_after_kill_9(data_dir: Path, *, also_postgres: bool) -> None:
    holder = _hold(data_dir)
    with psycopg.connect(attached_urls(data_dir), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (x int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    postmaster = psutil.Process(int((data_dir / "postgresql" / "postmaster.pid").read_text().split()[0]))
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    if also_postgres:
        victims = [postmaster, *postmaster.children(recursive=True)]
        for victim in victims:
            # Without the first, the others end by themselves.
            with suppress(psutil.NoSuchProcess):
                victim.kill()
        psutil.wait_procs(victims, 10)
    embedded = EmbeddedPostgres(data_dir)
    urls = embedded.start()
    try:
        with psycopg.connect(urls.owner_conninfo) as connection:
            assert connection.execute("SELECT x FROM kept").fetchone() == (42,)
    finally:
        embedded.stop()
