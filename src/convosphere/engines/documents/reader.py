"""The parent's side: starts a process for a file, waits for its report, and believes little of it."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
import structlog

from convosphere.engines.documents.types import REPORT, Content, Fault, Limits, Output, Reading, UnreadableError

_CHILD = "convosphere.engines.documents.child"
_COMPLAINTS = "complaints.out"
_MOST_REPORT = 64 * 1024
_OUTPUTS = ("original", "preview", "model", "text")
# What the child may be late by before it is killed: starting Python takes a part of it.
_GRACE_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class DocumentReader:
    """Reads files, only so many at the same time."""

    def __init__(self, *, processes: int) -> None:
        self._places = asyncio.Semaphore(processes)

    async def read(self, path: Path, name: str, limits: Limits) -> Reading:
        """Finds out what a file is and takes out what can be used.

        Args:
            path: the file. What is made of it comes into the same folder, which belongs to this reading alone.
            name: as it was given; decides among kinds of text only.
            limits: see there.

        Raises:
            UnreadableError: broken, hostile, or too much for the limits.
        """
        async with self._places:
            report = await _run(path, name, limits)
        fault = report.get("fault")
        if fault is not None:
            raise UnreadableError(Fault(fault), str(report.get("detail", ""))[:500])
        return _reading(report, path.parent)


async def _run(path: Path, name: str, limits: Limits) -> dict[str, Any]:
    order = {
        "path": str(path),
        "name": name,
        "seconds": limits.seconds,
        "memory_mb": limits.memory_mb,
        "image_pixels": limits.image_pixels,
        "text_characters": limits.text_characters,
        "unpacked_bytes": limits.unpacked_bytes,
    }
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
            # Keys and passwords are in the environment; the reader of a stranger's file gets none of it.
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": str(folder)},
            start_new_session=True,
        )
    try:
        async with asyncio.timeout(limits.seconds + _GRACE_SECONDS):
            await process.communicate(orjson.dumps(order))
    except TimeoutError:
        raise UnreadableError(Fault.TIMEOUT, "killed after its time") from None
    finally:
        await _end(process)
    if process.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        # Killed by the processor's limit, or by the system for want of memory.
        raise UnreadableError(Fault.TIMEOUT, f"ended by signal {-process.returncode}")
    return await asyncio.to_thread(_report, process.returncode, folder)


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
        _log.warning("document_reader_died", status=status, complaint=complaint)
        raise UnreadableError(Fault.DAMAGED, f"its reader ended with {status}")
    try:
        report = orjson.loads(_beginning(folder / REPORT))
    except orjson.JSONDecodeError:
        report = None
    if not isinstance(report, dict):
        raise UnreadableError(Fault.DAMAGED, "its reader reported nothing")
    return report


def _beginning(path: Path) -> bytes:
    """At most as much as any report has; not through a link, which the child could have laid."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    with os.fdopen(descriptor, "rb") as file:
        return file.read(_MOST_REPORT)


def _reading(report: dict[str, Any], folder: Path) -> Reading:
    """A process that a file has taken over can lie, but not name files outside of its folder."""
    try:
        outputs = {name: _output(report[name], name, folder) for name in _OUTPUTS if report.get(name) is not None}
        return Reading(
            content=Content(report["content"]),
            media_type=str(report["media_type"])[:200],
            width=_count(report, "width"),
            height=_count(report, "height"),
            pages=_count(report, "pages"),
            characters=_count(report, "characters"),
            truncated=bool(report.get("truncated")),
            note=None if report.get("note") is None else Fault(report["note"]),
            **outputs,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise UnreadableError(Fault.DAMAGED, f"its reader's report makes no sense: {error}") from error


def _output(entry: dict[str, Any], name: str, folder: Path) -> Output:
    return Output(folder / f"{name}.out", str(entry["media_type"])[:200])


def _count(report: dict[str, Any], name: str) -> int | None:
    value = report.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError(name)
    return value
