"""Room on this machine's disk for files while they are worked on."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from convosphere.platform.storage.errors import needs_room

_FOLDER = "work"
_PREFIX = "file-"
_FORGOTTEN_SECONDS = 24 * 3600


class Workplace:
    """Folders below the data directory, each for one task, readable by nobody else."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / _FOLDER

    @asynccontextmanager
    async def folder(self) -> AsyncIterator[Path]:
        """An empty folder that is gone afterwards, with all in it.

        Raises:
            StorageFullError: there is no room for it.
        """
        made = await asyncio.to_thread(self._make)
        try:
            yield made
        finally:
            await asyncio.to_thread(shutil.rmtree, made, ignore_errors=True)

    async def tidy(self) -> None:
        """Removes what a killed process left behind."""
        await asyncio.to_thread(self._tidy)

    def _make(self) -> Path:
        with needs_room("a folder to work in"):
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Absolute: whoever works there may have another current folder.
            return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._root.resolve()))

    def _tidy(self) -> None:
        if not self._root.is_dir():
            return
        before = time.time() - _FORGOTTEN_SECONDS
        for entry in self._root.glob(f"{_PREFIX}*"):
            if entry.stat().st_mtime < before:
                shutil.rmtree(entry, ignore_errors=True)
