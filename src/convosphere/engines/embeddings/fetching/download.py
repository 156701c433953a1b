"""One file over a line that may break: goes on where it stopped, and is looked at before it counts."""

import asyncio
import hashlib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from convosphere.engines.embeddings.errors import (
    DiskFullError,
    HubBusyError,
    HubFileMissingError,
    HubRefusedError,
    HubUnreachableError,
    ModelCheckError,
)
from convosphere.engines.embeddings.fetching.manifest import RemoteFile
from convosphere.platform.disk import FULL
from convosphere.platform.http import FetchError, GuardedClient, Streamed

# In a row, without a byte coming in.
_MOST_FAILURES: Final = 5
PAUSES_SECONDS: Final = (0.5, 1, 2, 4, 8)
_LONGEST_WAIT_SECONDS: Final = 120
_PAUSE_WITHIN_SECONDS: Final = 60
_LARGEST: Final = 8 << 30
_PIECE: Final = 1 << 20
_SHA256 = re.compile(r'(?:W/)?"?([0-9a-f]{64})"?')
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")

OK, PARTIAL, NOT_FOUND, UNSATISFIABLE, TOO_MANY = 200, 206, 404, 416, 429
_BUSY: Final = frozenset({408, TOO_MANY, 500, 502, 503, 504})

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Download:
    """Where a file comes from and where it goes. `arrived` is told how many bytes of it are here."""

    http: GuardedClient
    url: str
    host: str
    file: RemoteFile
    target: Path
    arrived: Callable[[int], None]
    pauses: tuple[float, ...] = PAUSES_SECONDS


class _BrokenOffError(Exception):
    """Less came than was announced, or the server is busy; what came is kept. `wait`: how long it wants us to."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


async def download(wish: Download) -> None:
    """Brings the file to `target`, checked. What has come by then stays beside it as `….part` if this fails.

    Raises:
        HubUnreachableError, HubRefusedError, HubFileMissingError, HubBusyError: see there.
        ModelCheckError: what came is not the file; it is gone.
        DiskFullError: there is no room for it.
    """
    part = wish.target.with_name(f"{wish.target.name}.part")
    failures = 0
    while True:
        before = await asyncio.to_thread(_size, part)
        try:
            return await _finish(wish, part, await _receive(wish, part, before))
        except (_BrokenOffError, FetchError) as error:
            failures = 0 if await asyncio.to_thread(_size, part) > before else failures + 1
            await _wait(wish, error, failures)
        except OSError as error:
            if error.errno in FULL:
                free = (await asyncio.to_thread(shutil.disk_usage, part.parent)).free
                raise DiskFullError(needed=wish.file.size or 0, free=free) from error
            raise


async def _finish(wish: Download, part: Path, declared: str | None) -> None:
    await asyncio.to_thread(_check, wish.file, part, declared)
    await asyncio.to_thread(part.replace, wish.target)


async def _wait(wish: Download, error: Exception, failures: int) -> None:
    wanted = error.wait if isinstance(error, _BrokenOffError) else None
    if wanted is not None and wanted > _LONGEST_WAIT_SECONDS:
        raise HubBusyError(host=wish.host, seconds=round(wanted)) from error
    if failures >= _MOST_FAILURES:
        raise HubUnreachableError(host=wish.host, reason=str(error)) from error
    pause = wish.pauses[min(failures, len(wish.pauses) - 1)]
    _log.info("model_fetch_interrupted", file=wish.file.path, reason=str(error), again_in_seconds=wanted or pause)
    await asyncio.sleep(pause if wanted is None else wanted)


async def _receive(wish: Download, part: Path, have: int) -> str | None:
    """Appends what is missing; returns the SHA-256 that the server declares, if it does."""
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    async with wish.http.stream(
        "GET", wish.url, headers=headers, pause_seconds=_PAUSE_WITHIN_SECONDS, max_bytes=_LARGEST
    ) as answer:
        if answer.status == UNSATISFIABLE and have:
            # All of it is there, or more than there should be: the check will tell.
            return None
        _require_content(wish, answer)
        start = _start(answer)
        if start != have:
            if start:
                raise HubRefusedError(host=wish.host, file=wish.file.path, status=answer.status)
            await asyncio.to_thread(part.unlink, missing_ok=True)
        total = _total(answer, start)
        if wish.file.size is not None and total is not None and total != wish.file.size:
            raise ModelCheckError(file=wish.file.path)
        await _append(wish, answer, part, start)
        if total is not None and await asyncio.to_thread(_size, part) < total:
            raise _BrokenOffError("less came than was announced")
        declared = _SHA256.fullmatch(answer.headers.get("X-Linked-ETag") or answer.headers.get("ETag") or "")
        return declared[1] if declared else None


async def _append(wish: Download, answer: Streamed, part: Path, start: int) -> None:
    size, waiting = start, bytearray()
    target = await asyncio.to_thread(part.open, "ab")
    try:
        async for data in answer.chunks():
            waiting += data
            size += len(data)
            if wish.file.size is not None and size > wish.file.size:
                waiting.clear()
                await asyncio.to_thread(part.unlink, missing_ok=True)
                raise ModelCheckError(file=wish.file.path)
            if len(waiting) >= _PIECE:
                await asyncio.to_thread(target.write, bytes(waiting))
                waiting.clear()
                wish.arrived(size)
    finally:
        # What has come counts, also where the line broke.
        try:
            await asyncio.to_thread(target.write, bytes(waiting))
        finally:
            # Also for who gives up in this moment: a thread that has not begun would be called off.
            await asyncio.shield(asyncio.to_thread(target.close))
    wish.arrived(size)


def _require_content(wish: Download, answer: Streamed) -> None:
    status = answer.status
    if status in {OK, PARTIAL}:
        return
    if status == NOT_FOUND:
        raise HubFileMissingError(host=wish.host, file=wish.file.path, status=status)
    if status in _BUSY:
        wait = answer.headers.get("Retry-After", "")
        raise _BrokenOffError(f"status {status}", float(wait) if wait.isdecimal() else None)
    raise HubRefusedError(host=wish.host, file=wish.file.path, status=status)


def _start(answer: Streamed) -> int:
    if answer.status != PARTIAL:
        return 0
    found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1


def _total(answer: Streamed, start: int) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return start + int(length) if length.isdecimal() else None


def _check(file: RemoteFile, part: Path, declared: str | None) -> None:
    wanted = file.sha256 or declared
    right = file.size is None or _size(part) == file.size
    if right and wanted is not None:
        with part.open("rb") as source:
            right = hashlib.file_digest(source, "sha256").hexdigest() == wanted
    if not right:
        part.unlink(missing_ok=True)
        raise ModelCheckError(file=file.path)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
