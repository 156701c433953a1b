"""A person at a terminal: a real pseudo-terminal, whose screen is kept by an emulator."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyte

PATIENCE_SECONDS = 45
# The child makes the pseudo-terminal the one that Ctrl-C comes from, and becomes the command.
_BECOME = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"


class _Screen(pyte.HistoryScreen):
    """Answers what programs ask of a terminal."""

    def __init__(self, columns: int, lines: int, answer_to: int) -> None:
        super().__init__(columns, lines, history=2000)
        self._answer_to = answer_to

    def write_process_input(self, data: str) -> None:
        os.write(self._answer_to, data.encode())


class Terminal:
    """One command on a terminal of its own."""

    def __init__(
        self,
        command: Sequence[str | Path],
        environment: Mapping[str, str],
        directory: Path,
        *,
        columns: int = 100,
        lines: int = 30,
    ) -> None:
        self._master, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._screen = _Screen(columns, lines, self._master)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BECOME, *map(str, command)],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            # What says otherwise how wide the terminal is, and what it can.
            env={
                **{name: value for name, value in environment.items() if name not in ("COLUMNS", "NO_COLOR")},
                "TERM": "xterm-256color",
                "LC_ALL": environment.get("LC_ALL", "C.UTF-8"),
            },
            cwd=directory,
            start_new_session=True,
        )
        os.close(inner)

    @property
    def text(self) -> str:
        """All that was shown, also what has scrolled away."""
        history = [self._line(row) for row in self._screen.history.top]
        return "\n".join([*history, *(line.rstrip() for line in self._screen.display)]).rstrip()

    @property
    def visible(self) -> str:
        """What is on the screen now."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def type(self, text: str) -> None:
        """Presses keys: Enter is `\\r`, Ctrl-C `\\x03`, Alt+Enter `\\x1b\\r`."""
        os.write(self._master, text.encode())

    def wait_for(self, wanted: str, *, times: int = 1, seconds: float = PATIENCE_SECONDS) -> None:
        """Reads on until the text has been shown so many times."""
        deadline = time.monotonic() + seconds
        while self.text.count(wanted) < times:
            assert time.monotonic() < deadline, f"{wanted!r} was not shown:\n{self.text}"
            assert self._read(0.05) or self.text.count(wanted) >= times, f"it ended without {wanted!r}:\n{self.text}"

    def wait(self) -> int:
        """Reads until it ends; the exit code."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._read(0.05):
            assert time.monotonic() < deadline, f"it does not end:\n{self.text}"
        return self._process.wait(PATIENCE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE_SECONDS)
        os.close(self._master)

    def _read(self, seconds: float) -> bool:
        """Takes in what comes within so long; False: there will be nothing more."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self._master, 65536)
        except OSError:
            # Linux says so when the last process has closed the other end.
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def _line(self, row: Any) -> str:
        return "".join(row[column].data for column in range(self._screen.columns)).rstrip()
