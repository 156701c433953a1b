"""ConvoSphere as people run it: the command in processes of its own, which end with the test in any case.

The installed command, or, in a twentieth of the time, a copy of a process that has loaded it (`forking`).
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from weakref import WeakSet

import psutil

from tests.acceptance.harness.forking import Forked, Forks

COMMAND = Path(sys.executable).with_name("convosphere")
START_SECONDS = 120
END_SECONDS = 30
_READY = " ready"
# What a failed test is told about: all that are not forgotten yet.
_processes: "WeakSet[Process]" = WeakSet()


class Process:
    """One `convosphere …` that stays. Its output goes to a file, so that nothing it says can hold it up."""

    def __init__(
        self, command: str, environment: Mapping[str, str], directory: Path, log: Path, forks: Forks | None
    ) -> None:
        self.command = command
        self.url = ""
        self._forks = forks
        self._environment = environment
        self._directory = directory
        self._log = log
        self._process: subprocess.Popen[bytes] | Forked | None = None
        self._said_before = 0
        _processes.add(self)

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """All it has written, of all its starts."""
        return self._log.read_text(errors="replace")

    def launch(self) -> None:
        """Starts it (again) without waiting for anything."""
        self._said_before = len(self.log) if self._log.exists() else 0
        with self._log.open("ab") as output, Path(os.devnull).open("rb") as nothing:
            if self._forks is None:
                self._process = subprocess.Popen(
                    [COMMAND, self.command],
                    env=self._environment,
                    cwd=self._directory,
                    stdin=nothing,
                    stdout=output,
                    stderr=output,
                )
            else:
                streams = (nothing, output, output)
                self._process = self._forks.start([self.command], self._environment, self._directory, streams)

    def start(self) -> None:
        """Starts it (again) and waits until it is ready; see `await_ready`. Blocks."""
        self.launch()
        self.await_ready()

    def await_ready(self) -> None:
        """Waits until it says that it is ready. Blocks.

        Raises:
            AssertionError: it ended, or took too long.
        """
        wait_until(lambda: self._ready_line() or self.code is not None, START_SECONDS, self._describe)
        assert self.code is None, self._describe()
        found = re.search(r"http://\S+", self._ready_line())
        self.url = found[0] if found else ""

    def await_refusal(self) -> int:
        """Waits until it ends by itself; returns the exit code. Blocks.

        Raises:
            AssertionError: it comes up, or takes too long.
        """
        wait_until(lambda: self._ready_line() or self.code is not None, START_SECONDS, self._describe)
        assert not self._ready_line(), self._describe()
        return self.wait()

    @property
    def code(self) -> int | None:
        """The exit code; None while it runs."""
        assert self._process is not None
        return self._process.poll()

    def wait(self) -> int:
        """Waits for its end; returns the exit code. Blocks."""
        assert self._process is not None
        return self._process.wait(END_SECONDS)

    def terminate(self) -> int:
        """Asks it to end, as a service manager does; returns the exit code. Blocks.

        Raises:
            AssertionError: it does not; it is made to write down where it stands, and ended.
        """
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            return self.wait()
        except subprocess.TimeoutExpired as hanging:
            self._process.send_signal(signal.SIGABRT)
            self.wait()
            raise AssertionError(f"not gone {END_SECONDS} s after SIGTERM. {self._describe()}") from hanging

    def kill(self) -> None:
        """Ends it without a word. Blocks."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(END_SECONDS)

    def end(self) -> None:
        """Ends it if it still runs; see `terminate`. Blocks."""
        if self._process is not None and self.code is None:
            self.terminate()

    def _ready_line(self) -> str:
        lines = self.log[self._said_before :].splitlines(keepends=True)
        return next((line for line in lines if _READY in line and line.endswith("s)\n")), "")

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self.code is None

    def describe(self, lines: int) -> str:
        """What it is, and what it has said last."""
        said = "\n".join(self.log.splitlines()[-lines:])
        return f"`convosphere {self.command}` (exit code {self.code}) at {self.url} says:\n{said}"

    def _describe(self) -> str:
        return self.describe(sys.maxsize)


def last_words(lines: int) -> list[str]:
    """What the processes that run now have said last."""
    return [process.describe(lines) for process in _processes if process.runs]


class Installation:
    """A data directory and settings, and the processes that run on them.

    They are copies that `forks` makes, or, where they are to be `genuine`, the installed command. Leaving it ends them
    all, and the PostgreSQL that a killed one has left behind.
    """

    def __init__(self, directory: Path, forks: Forks, environment: Mapping[str, str] | None = None) -> None:
        self.directory = directory
        self.forks = forks
        self.data_dir = directory / "data"
        self.environment = {
            **clean_environment(),
            "CONVOSPHERE_DATA_DIR": str(self.data_dir),
            "CONVOSPHERE_PORT": "0",
            "CONVOSPHERE_MODELS_DISCOVER_LOCAL": "false",
            # Beside the answers no model is asked for anything, unless a test wants it.
            "CONVOSPHERE_CHAT_TITLES": "false",
            "CONVOSPHERE_CHAT_SUGGESTIONS": "false",
            "CONVOSPHERE_JOBS_SHUTDOWN_GRACE_SECONDS": "0.2",
            # Tells where a process stands that has to be aborted.
            "PYTHONFAULTHANDLER": "1",
            **(environment or {}),
        }
        self._processes: list[Process] = []

    def process(self, command: str, *, genuine: bool = False, **environment: str) -> Process:
        """A process that is not started yet."""
        log = self.directory / f"{len(self._processes)}-{command}.log"
        forks = None if genuine else self.forks
        process = Process(command, self.environment | environment, self.directory, log, forks)
        self._processes.append(process)
        return process

    def start(self, command: str, *, genuine: bool = False, **environment: str) -> Process:
        """A process that is ready. Blocks."""
        process = self.process(command, genuine=genuine, **environment)
        process.start()
        return process

    def command(
        self, *arguments: str, stdin: str = "", genuine: bool = False, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Runs a command to its end, as somebody types it. Blocks."""
        if not genuine:
            return self.forks.run(arguments, self.environment | environment, self.directory, stdin)
        return subprocess.run(
            [COMMAND, *arguments],
            input=stdin,
            env=self.environment | environment,
            cwd=self.directory,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    def own_database(self) -> list[psutil.Process]:
        """The processes of the PostgreSQL in the data directory, the postmaster first; none: it does not run."""
        pid_file = self.data_dir / "postgresql" / "postmaster.pid"
        try:
            postmaster = psutil.Process(int(pid_file.read_text().split()[0]))
            return [postmaster, *postmaster.children(recursive=True)]
        except (FileNotFoundError, psutil.NoSuchProcess):
            return []

    def __enter__(self) -> Self:
        self.directory.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        failures = []
        for process in reversed(self._processes):
            try:
                process.end()
            except AssertionError as failure:
                failures.append(failure)
        for left in self.own_database()[:1]:
            left.send_signal(signal.SIGQUIT)
            left.wait(END_SECONDS)
        if failures:
            raise failures[0]


class FakeProviderProcess:
    """The fake provider in a process of its own, so that it outlives no test run but any event loop."""

    def __init__(self, directory: Path) -> None:
        self._log: IO[bytes] = (directory / "provider.log").open("wb+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.provider", "--port", "0"], stdout=self._log, stderr=self._log
        )
        wait_until(lambda: b"\n" in self._said(), START_SECONDS, lambda: self._said().decode())
        self.url = self._said().decode().split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1].split("/")[0])

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(END_SECONDS)
        self._log.close()

    def _said(self) -> bytes:
        self._log.seek(0)
        return self._log.read()


def clean_environment() -> dict[str, str]:
    """This process's environment without settings of ConvoSphere and without anybody's keys."""
    providers = ("OPENAI_", "ANTHROPIC_")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CONVOSPHERE_", *providers)) and name not in ("FORCE_COLOR", "COLUMNS")
    } | {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}


def wait_until(holds: Callable[[], object], seconds: float, describe: Callable[[], str]) -> None:
    """Looks until `holds` says yes. Blocks.

    Raises:
        AssertionError: it did not within `seconds`; says what `describe` tells.
    """
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds:g} s. {describe()}"
        time.sleep(0.01)


def writer_among(workers: list[Process], provider: FakeProviderProcess) -> Process:
    """The worker that speaks with the provider now. Blocks."""
    writing: list[Process] = []

    def look() -> bool:
        for worker in workers:
            connections = psutil.Process(worker.pid).net_connections("tcp")
            if any(c.raddr[1:] == (provider.port,) and c.status == "ESTABLISHED" for c in connections):
                writing.append(worker)
        return bool(writing)

    wait_until(look, 10, lambda: "no worker asks the provider")
    assert len(writing) == 1, "one answer is being written, by one worker"
    return writing[0]
