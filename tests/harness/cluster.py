"""The files of a PostgreSQL with a migrated database and no rows: made once a test run, copied in a third of a second.

Making them anew costs two seconds of computing, and a run needs some thirty.
"""

import fcntl
import subprocess
from pathlib import Path

from convosphere.platform.database import EmbeddedPostgres
from convosphere.platform.database.migrate import migrate

# What `EmbeddedPostgres` keeps in a data directory.
_FILES = "postgresql"


class Cluster:
    """The files, below a directory that all processes of a test run share; the first that needs them makes them."""

    def __init__(self, shared: Path) -> None:
        self._shared = shared
        self._made = shared / "made"

    def copy_to(self, data_dir: Path) -> None:
        """Makes a data directory with the files and nothing else in it. Blocks."""
        with (self._shared / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (self._made / _FILES).exists():
                self._make()
        data_dir.mkdir(parents=True, exist_ok=True)
        # They belong to whom PostgreSQL runs as, which for root is somebody else.
        subprocess.run(["cp", "-a", self._made / _FILES, data_dir / _FILES], check=True)  # noqa: S607 - wherever it is

    def _make(self) -> None:
        work = self._shared / "work"
        server = EmbeddedPostgres(work)
        migrate(server.start())
        server.stop()
        with (work / _FILES / "postgresql.conf").open("a") as settings:
            # A test may kill its PostgreSQL, but none unplugs the machine.
            settings.write("fsync = off\n")
        work.rename(self._made)
