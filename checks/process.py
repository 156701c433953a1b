"""Runs the programs that rules and the test suite need."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def capture(
    command: Sequence[str], *, cwd: Path, seconds: float, env: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """Run `command` to its end and return (exit code, standard output, standard error).

    Raises subprocess.TimeoutExpired after `seconds`, FileNotFoundError if the program does not exist.
    """
    done = subprocess.run(  # noqa: S603 - fixed commands of this repository
        list(command), cwd=cwd, capture_output=True, text=True, timeout=seconds, check=False, env=env
    )
    return done.returncode, done.stdout, done.stderr
