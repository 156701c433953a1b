"""A whole model: its files one after the other, into a folder that appears when all of them are right."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote, urlsplit

from convosphere.engines.embeddings.errors import DiskFullError
from convosphere.engines.embeddings.fetching.download import PAUSES_SECONDS, Download, download
from convosphere.engines.embeddings.fetching.manifest import ModelSource
from convosphere.platform.http import GuardedClient

# What else may be written while a model comes in.
_SPARE_BYTES: Final = 64 << 20
_LOOK_AGAIN_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is, in bytes; `total` is None where the sizes are not known."""

    done: int
    total: int | None


def is_fetched(target: Path, source: ModelSource) -> bool:
    """Whether all of it is there. Blocks shortly."""
    return all((target / each.name).is_file() for each in source.files)


async def fetch_model(
    http: GuardedClient,
    source: ModelSource,
    target: Path,
    *,
    hub: str,
    progress: Callable[[Progress], None] = lambda _: None,
    pauses: tuple[float, ...] = PAUSES_SECONDS,
) -> None:
    """Brings a model to the folder `target`, unless it is there; goes on where an earlier attempt ended.

    Of several processes that want the same one fetches, and the others wait for it. `hub`: the base address;
    `progress` is called from the event loop, a few times a second at most for each megabyte.

    Raises:
        ModelFetchError: one of its kinds; nothing has appeared at `target`.
    """
    await asyncio.to_thread(target.parent.mkdir, parents=True, exist_ok=True)
    async with _alone(target.with_name(f".{target.name}.lock")):
        if await asyncio.to_thread(is_fetched, target, source):
            progress(Progress(source.size or 0, source.size))
            return
        coming = target.with_name(f".{target.name}.coming")
        await asyncio.to_thread(coming.mkdir, exist_ok=True)
        await asyncio.to_thread(_require_room, coming, source)
        before = 0
        for file in source.files:
            place = coming / file.name
            if not await asyncio.to_thread(place.is_file):
                url = f"{hub.rstrip('/')}/{source.repository}/resolve/{quote(source.revision)}/{quote(file.path)}"
                told = _told(progress, before, source.size)
                wish = Download(http, url, urlsplit(hub).hostname or "", file, place, told, pauses)
                await download(wish)
            before += (await asyncio.to_thread(place.stat)).st_size
        await asyncio.to_thread(_appear, coming, target)
        progress(Progress(before, before))


def _told(progress: Callable[[Progress], None], before: int, total: int | None) -> Callable[[int], None]:
    return lambda arrived: progress(Progress(before + arrived, total))


def _require_room(coming: Path, source: ModelSource) -> None:
    have = sum(each.stat().st_size for each in coming.iterdir() if each.is_file())
    needed = max(0, (source.size or 0) - have)
    free = shutil.disk_usage(coming).free
    if free < needed + _SPARE_BYTES:
        raise DiskFullError(needed=needed + _SPARE_BYTES, free=free)


def _appear(coming: Path, target: Path) -> None:
    """The folder takes its name when its content is on the disk."""
    for each in coming.iterdir():
        with each.open("rb") as file:
            os.fsync(file.fileno())
    if target.exists():
        # Something half, from elsewhere: what counts is what was checked.
        shutil.rmtree(target)
    coming.rename(target)


@asynccontextmanager
async def _alone(lock: Path) -> AsyncIterator[None]:
    """Holds the lock of all processes on this machine, or on this shared disk; a killed process frees it."""
    handle = await asyncio.to_thread(lock.open, "a+b")
    try:
        while not _locked(handle):  # noqa: ASYNC110 - another process holds it, and no event comes from there
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        yield
    finally:
        handle.close()


def _locked(handle: IO[bytes]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
