"""An archive while it grows, open from its first file to its end; the event loop never waits for the disk."""

import asyncio
import zipfile
from pathlib import Path

# What is packed already.
_PACKED = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf", ".docx", ".zip", ".mp3", ".mp4"})


class Archive:
    """Takes files, which are gone afterwards from where they were."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: zipfile.ZipFile | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was put in yet."""
        return self._open is None

    async def put(self, path: Path, name: str) -> None:
        """Packs a file under a name that is safe."""
        await asyncio.to_thread(self._put, path, name)

    async def close(self) -> None:
        """Writes the table of contents. Closing what is closed, or was never begun, does nothing."""
        if self._open is not None:
            await asyncio.to_thread(self._open.close)

    async def finish(self) -> None:
        """As `close`, but there is an archive afterwards, if only an empty one."""
        if self._open is None:
            self._open = await asyncio.to_thread(zipfile.ZipFile, self.path, "w")
        await self.close()

    def _put(self, path: Path, name: str) -> None:
        if self._open is None:
            self._open = zipfile.ZipFile(self.path, "w")
        packed = Path(name).suffix.lower() in _PACKED
        self._open.write(path, name, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
        path.unlink()
