"""Processes of the product that need not load it: copies of one that has; see `fork_server`."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

_ANSWER_BYTES = 4096
_LOADING_SECONDS = 120
_RUNNING_SECONDS = 120


class Forked:
    """One process; what `subprocess.Popen` offers of it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.pid: int = self._answer()["pid"]
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code; None while it runs."""
        return self._await(0)

    def wait(self, timeout: float) -> int:
        """Waits for its end; returns the exit code. Blocks.

        Raises:
            subprocess.TimeoutExpired: it does not end.
        """
        code = self._await(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        return code

    def send_signal(self, number: int) -> None:
        """Sends a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def _await(self, seconds: float) -> int | None:
        if self.returncode is None and select.select([self._connection], [], [], seconds)[0]:
            self.returncode = self._answer()["code"]
            self._connection.close()
        return self.returncode

    def _answer(self) -> dict[str, Any]:
        answer = self._connection.recv(_ANSWER_BYTES)
        assert answer, "the fork server has gone; what it says is in its log"
        said: dict[str, Any] = json.loads(answer)
        return said


class Forks:
    """A process that has loaded the product, and makes copies of itself."""

    def __init__(self, directory: Path) -> None:
        self._address = str(directory / "fork-server")
        self._log = (directory / "fork-server.log").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.acceptance.harness.fork_server", self._address],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
        )

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        directory: Path,
        streams: tuple[IO[bytes], IO[bytes], IO[bytes]],
    ) -> Forked:
        """`convosphere <arguments>`; `streams` are its input, output and errors, and may be closed then. Blocks."""
        wish = {"arguments": list(arguments), "environment": dict(environment), "directory": str(directory)}
        connection = self._connected()
        socket.send_fds(connection, [json.dumps(wish).encode()], [stream.fileno() for stream in streams])
        return Forked(connection)

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], directory: Path, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """`convosphere <arguments>` to its end. Blocks.

        Raises:
            subprocess.TimeoutExpired: it does not end; it is ended.
        """
        with TemporaryFile() as typed, TemporaryFile() as said, TemporaryFile() as wrong:
            typed.write(stdin.encode())
            typed.seek(0)
            process = self.start(arguments, environment, directory, (typed, said, wrong))
            try:
                code = process.wait(_RUNNING_SECONDS)
            finally:
                process.send_signal(signal.SIGKILL)
            for output in (said, wrong):
                output.seek(0)
            return subprocess.CompletedProcess(arguments, code, said.read().decode(), wrong.read().decode())

    def stop(self) -> None:
        """Ends it, and none of the processes that it has made."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(_LOADING_SECONDS)
        self._log.close()

    def _connected(self) -> socket.socket:
        """A connection, as soon as the product is loaded."""
        deadline = time.monotonic() + _LOADING_SECONDS
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            try:
                connection.connect(self._address)
            except (FileNotFoundError, ConnectionRefusedError):
                connection.close()
                assert self._process.poll() is None, "the product does not load: see fork-server.log"
                assert time.monotonic() < deadline, "the product takes too long to load"
                time.sleep(0.01)
            else:
                return connection
