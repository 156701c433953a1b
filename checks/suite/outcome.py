"""Runs one part to its end and keeps what it said."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from checks.suite.parts import Part

# Files there lie in memory, on any Linux.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it
# Twice what the tests have at most at one time.
ROOM_BYTES = 8 << 30
_GRACE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a part went: its exit code, its time, all it wrote, and whether its limit ended it."""

    part: Part
    code: int
    seconds: float
    output: str
    timed_out: bool = False

    @property
    def passed(self) -> bool:
        """Tell whether the part ended well."""
        return self.code == 0

    @property
    def closing(self) -> str:
        """The part's own last word on how it went, or nothing."""
        if self.timed_out:
            return f"ended after its limit of {self.part.seconds:.0f} s"
        if self.part.closing is None:
            return ""
        said = [line.strip(" =") for line in self.output.splitlines() if re.search(self.part.closing, line)]
        return said[-1] if said else ""


class Running:
    """The processes that run now, so that an interrupted suite leaves none behind."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()

    @contextmanager
    def started(self, part: Part, log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Start the part in a group of its own, writing to `log`; on leaving, its group has ended."""
        with _scratch(part) as environment, self._started(part, log, environment) as process:
            yield process

    @contextmanager
    def _started(self, part: Part, log: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
        # To a file, not a pipe: a stray grandchild that keeps a pipe open would keep us waiting.
        with log.open("wb") as sink:
            process = subprocess.Popen(  # noqa: S603 - fixed commands of this repository
                part.command,
                cwd=part.folder,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )
        with self._lock:
            self._processes.add(process)
        try:
            yield process
        finally:
            _end(process)
            with self._lock:
                self._processes.discard(process)

    def end_all(self) -> None:
        """End everything that still runs."""
        with self._lock:
            processes = list(self._processes)
        for process in processes:
            _end(process)


def _environment() -> dict[str, str]:
    """Return our own environment without colours: the output goes to a file first."""
    kept = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "PY_COLORS")}
    return {**kept, "NO_COLOR": "1"}


@contextmanager
def _scratch(part: Part) -> Iterator[dict[str, str]]:
    """Yield the part's environment; for the block, a folder in memory if the part wants one and there is room."""
    if not part.in_memory or not _has_room(MEMORY):
        yield _environment()
        return
    # Whoever else works there (PostgreSQL does not run as root) reaches its own folder through it. A short name: what a
    # socket is called may have 107 characters with all its folders.
    with TemporaryDirectory(prefix="cs-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o1777)
        yield {**_environment(), "TMPDIR": folder}


def _has_room(folder: Path) -> bool:
    """Tell whether `folder` exists, takes new files and has room for all that the tests write."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM_BYTES


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, with its group: politely, then not."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, kind)
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def run(part: Part, logs: Path, running: Running) -> Outcome:
    """Run `part`, at most for its limit, and return how it went. A missing program counts as failed."""
    log = logs / f"{part.name.replace(' ', '-')}.log"
    began = time.monotonic()
    timed_out = False
    code = 1
    try:
        with running.started(part, log) as process:
            try:
                code = process.wait(part.seconds)
            except subprocess.TimeoutExpired:
                timed_out = True
    except FileNotFoundError as error:
        log.write_text(f"{error}\n", encoding="utf-8")
    output = log.read_text(encoding="utf-8", errors="replace")
    return Outcome(part, code, time.monotonic() - began, output, timed_out)
