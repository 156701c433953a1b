"""Starts the own PostgreSQL again when it dies under a running process: killed by hand, or for want of memory.

A server of somebody else's comes back by itself or by its own keeper; this one has nobody but us.
"""

import asyncio
import os
import subprocess
from pathlib import Path

import structlog

from convosphere.platform.database.embedded import EmbeddedPostgres, EmbeddedPostgresError

_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 10.0
_LOOK_SECONDS = 5.0

_log = structlog.get_logger(__name__)


async def keep_alive(embedded: EmbeddedPostgres) -> None:
    """Runs until it is cancelled, which must come before the server is stopped on purpose.

    `embedded` is started. At rest it costs nothing where the kernel tells of a process's end.
    """
    pid_file = embedded.pid_file
    while True:
        pid = await asyncio.to_thread(_pid, pid_file)
        if pid is not None:
            await _end_of(pid)
        _log.error("own_postgresql_died", pid=pid)
        await _revive(embedded, pid_file, pid)
        _log.warning("own_postgresql_is_back")


async def _revive(embedded: EmbeddedPostgres, pid_file: Path, dead: int | None) -> None:
    """Tries until it runs: what the dead one held (memory, its children) may be free only after a while."""
    pause = _FIRST_PAUSE_SECONDS
    while True:
        await asyncio.sleep(pause)
        try:
            await asyncio.to_thread(embedded.attach)
        except (EmbeddedPostgresError, subprocess.SubprocessError, OSError, AssertionError) as error:
            _log.warning("own_postgresql_does_not_start", error=str(error))
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        else:
            # Until somebody has taken note of its end, the dead one still passes for a process.
            if await asyncio.to_thread(_pid, pid_file) not in (None, dead):
                return


def _pid(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


async def _end_of(pid: int) -> None:
    """Returns when the process has ended."""
    if not hasattr(os, "pidfd_open"):  # not Linux
        while True:
            if not _lives(pid):
                return
            await asyncio.sleep(_LOOK_SECONDS)
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(handle, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(handle)
        os.close(handle)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
