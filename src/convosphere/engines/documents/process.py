"""The parent's side: starts a process for a file, waits for its report, and believes little of it."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from convosphere.engines.documents.types import (
    NO_ROOM,
    NO_ROOM_SAID,
    REPORT,
    Fault,
    Limits,
    UnpackLimits,
    UnreadableError,
)

_CHILD = "convosphere.engines.documents.child"
_COMPLAINTS = "complaints.out"
# A list of the ten thousands of files of an archive.
_MOST_REPORT = 16 * 1024 * 1024
# What the child may be late by before it is killed: starting Python takes a part of it.
_GRACE_SECONDS = 5.0
# With less room than this, what failed to be read failed for that.
_LEAST_ROOM = 1024 * 1024


async def run(task: str, path: Path, limits: Limits | UnpackLimits, **given: object) -> dict[str, Any]:
    """Has a task done on a file in a process of its own.

    Raises:
        UnreadableError: its fault, or its end.
        StorageFullError: this machine's disk is full.
    """
    order = {"task": task, "path": str(path), "limits": asdict(limits), "given": given}
    folder = path.parent
    with _complaints(folder) as complaints:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            # Isolated: nothing of the environment, nothing from the current folder.
            "-I",
            "-m",
            _CHILD,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=complaints,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
    try:
        async with asyncio.timeout(limits.seconds + _GRACE_SECONDS):
            await process.communicate(orjson.dumps(order))
    except TimeoutError:
        raise UnreadableError(Fault.TIMEOUT, "killed after its time") from None
    finally:
        await _end(process)
    if process.returncode == NO_ROOM:
        raise full(folder)
    if process.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        # Killed by the processor's limit, or by the system for want of memory.
        raise UnreadableError(Fault.TIMEOUT, f"ended by signal {-process.returncode}")
    try:
        return await asyncio.to_thread(_report, process.returncode, folder)
    except UnreadableError as error:
        # Libraries say all sorts of things when they cannot write.
        if error.fault is Fault.DAMAGED:
            room = await asyncio.to_thread(shutil.disk_usage, folder)
            if room.free < _LEAST_ROOM:
                raise full(folder) from error
        raise


def full(folder: Path) -> Exception:
    """The error that says that there is no room in a folder."""
    # Here, not above: see `_report`.
    from convosphere.platform.storage import StorageFullError  # noqa: PLC0415 - see above

    return StorageFullError(says=f"no room to read a file in {folder}"[:300])


def _environment(folder: Path) -> dict[str, str]:
    # Keys and passwords are in the environment; the reader of a stranger's file gets none of it. Whatever its libraries
    # keep, they keep in the job's folder, and they count with one thread: others read at the same time.
    own = {name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XBERG_CACHE_DIR")}
    words = os.environ.get("TESSDATA_PREFIX")
    one = dict.fromkeys(("OMP_THREAD_LIMIT", "RAYON_NUM_THREADS", "TOKIO_WORKER_THREADS"), "1")
    return {"PATH": os.defpath, "LANG": "C.UTF-8", **own, **one, **({"TESSDATA_PREFIX": words} if words else {})}


@contextmanager
def _complaints(folder: Path) -> Iterator[int]:
    """Where the child may complain, for the log."""
    descriptor = os.open(folder / _COMPLAINTS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _report(status: int | None, folder: Path) -> dict[str, Any]:
    if status != 0:
        complaint = _beginning(folder / _COMPLAINTS)[-500:].decode("utf-8", "replace")
        # Here, not above: each child imports this package too, and would pay for it with half of its start.
        import structlog  # noqa: PLC0415 - see above

        structlog.get_logger(__name__).warning("document_reader_died", status=status, complaint=complaint)
        raise UnreadableError(Fault.DAMAGED, f"its reader ended with {status}")
    try:
        report = orjson.loads(_beginning(folder / REPORT))
    except orjson.JSONDecodeError:
        report = None
    if not isinstance(report, dict):
        raise UnreadableError(Fault.DAMAGED, "its reader reported nothing")
    fault = report.get("fault")
    if fault == NO_ROOM_SAID:
        raise full(folder)
    if fault is not None:
        raise UnreadableError(_fault(fault), str(report.get("detail", ""))[:500])
    return report


def _beginning(path: Path) -> bytes:
    """At most as much as any report has; not through a link, which the child could have laid."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    with os.fdopen(descriptor, "rb") as file:
        return file.read(_MOST_REPORT)


def _fault(value: object) -> Fault:
    try:
        return Fault(str(value))
    except ValueError:
        return Fault.DAMAGED
