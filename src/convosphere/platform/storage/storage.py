"""The storage: objects by key. Keys are paths of our own making, never names that people gave.

Objects are written whole: a reader never finds half of one. What belongs together and what is current stands in the
database; an object that no row speaks of is waste, which goes with the folder it lies in.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from convosphere.platform.settings import Settings
from convosphere.platform.storage.errors import (
    ObjectMissingError,
    StorageFullError,
    StorageUnavailableError,
    is_full,
    needs_room,
)
from convosphere.platform.storage.location import describe, open_store

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_PROBE = "probe"
_PIECE_BYTES = 256 * 1024
_BATCH = 1_000


class Storage:
    """The files of this installation. Nothing is opened before the first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: ObjectStore | None = None
        self._opening = asyncio.Lock()

    @property
    def place(self) -> str:
        """Where files lie, for administrators."""
        return describe(self._settings)

    async def put(self, key: str, data: bytes) -> None:
        """Writes an object, in place of an older one.

        Raises:
            StorageUnavailableError: it could not be written.
        """
        store = await self._opened()
        import obstore  # noqa: PLC0415 - see open_store

        with _translated(key):
            await obstore.put_async(store, key, data, use_multipart=False)

    async def put_file(self, key: str, path: Path) -> None:
        """Writes a local file of any size as an object.

        Raises:
            StorageUnavailableError: it could not be written.
        """
        store = await self._opened()
        import obstore  # noqa: PLC0415 - see open_store

        with _translated(key):
            await obstore.put_async(store, key, path)

    async def get(self, key: str) -> bytes:
        """A whole object; only for those whose size is known to be small.

        Raises:
            ObjectMissingError, StorageUnavailableError: see there.
        """
        store = await self._opened()
        import obstore  # noqa: PLC0415 - see open_store

        with _translated(key):
            result = await obstore.get_async(store, key)
            return bytes(await result.bytes_async())

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `end`, in pieces; the reader's speed decides how fast.

        Raises:
            ObjectMissingError, StorageUnavailableError: see there.
        """
        store = await self._opened()
        import obstore  # noqa: PLC0415 - see open_store

        with _translated(key):
            result = await obstore.get_async(store, key, options={"range": (start, end)})
            async for piece in result.stream(min_chunk_size=_PIECE_BYTES):
                yield bytes(piece)

    async def fetch(self, keys: Sequence[str], path: Path) -> int:
        """Writes the objects one after the other into a local file; its size in bytes.

        Raises:
            ObjectMissingError, StorageUnavailableError: see there.
        """
        store = await self._opened()
        import obstore  # noqa: PLC0415 - see open_store

        with needs_room("a file to work on"):
            file = await asyncio.to_thread(path.open, "wb")
        size = 0
        try:
            for key in keys:
                with _translated(key):
                    result = await obstore.get_async(store, key)
                    async for piece in result.stream(min_chunk_size=_PIECE_BYTES):
                        size += await asyncio.to_thread(file.write, piece)
        finally:
            with needs_room("a file to work on"):
                await asyncio.shield(asyncio.to_thread(file.close))
        return size

    async def delete(self, *keys: str) -> None:
        """Removes objects; one that is not there does no harm.

        Raises:
            StorageUnavailableError: they may still be there.
        """
        store = await self._opened()
        import obstore  # noqa: PLC0415 - see open_store

        if self._settings.storage.url is not None:
            # Buckets take many at once, and do not mind what is not there.
            for start in range(0, len(keys), _BATCH):
                with _translated(keys[start]):
                    await obstore.delete_async(store, keys[start : start + _BATCH])
            return
        for key in keys:
            with suppress(ObjectMissingError), _translated(key):
                await obstore.delete_async(store, key)

    async def delete_folder(self, folder: str) -> None:
        """Removes everything whose key begins with `folder/`.

        Raises:
            StorageUnavailableError: some of it may still be there.
        """
        store = await self._opened()
        import obstore  # noqa: PLC0415 - see open_store

        found: list[str] = []
        with _translated(folder):
            async for page in obstore.list(store, f"{folder}/", chunk_size=1000):
                found += [each["path"] for each in page]
        await self.delete(*found)

    async def ping(self) -> None:
        """Really asks the storage; the local directory without loading anything.

        Raises:
            StorageUnavailableError: it does not answer.
        """
        if self._settings.storage.url is None:
            await asyncio.to_thread(self._look_at_directory)
            return
        store = await self._opened()
        import obstore  # noqa: PLC0415 - see open_store

        try:
            with _translated(_PROBE):
                await obstore.head_async(store, _PROBE)
        except ObjectMissingError:
            return

    async def probe(self) -> None:
        """Writes, reads and removes something, as an upload would.

        Raises:
            StorageUnavailableError: one of it did not work.
        """
        await self.put(_PROBE, b"probe")
        if await self.get(_PROBE) != b"probe":
            raise StorageUnavailableError(place=self.place, says="what was written is not what is read")
        await self.delete(_PROBE)

    def _look_at_directory(self) -> None:
        folder = Path(self.place)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            next(folder.iterdir(), None)
        except OSError as error:
            raise StorageUnavailableError(place=self.place, says=error.strerror or str(error)) from error

    async def _opened(self) -> "ObjectStore":
        if self._store is None:
            async with self._opening:
                if self._store is None:
                    self._store = await asyncio.to_thread(self._open)
        return self._store

    def _open(self) -> "ObjectStore":
        # Loads it as well: importing reads files, which must not happen in the event loop.
        from obstore.exceptions import BaseError  # noqa: PLC0415 - see open_store

        try:
            return open_store(self._settings)
        except (BaseError, ValueError, OSError) as error:
            raise StorageUnavailableError(place=self.place, says=str(error)) from error


@contextmanager
def _translated(key: str) -> Iterator[None]:
    from obstore.exceptions import BaseError  # noqa: PLC0415 - see open_store

    try:
        yield
    except FileNotFoundError as error:
        raise ObjectMissingError(key=key) from error
    except (BaseError, OSError) as error:
        kind = StorageFullError if is_full(error) else StorageUnavailableError
        raise kind(says=str(error).splitlines()[0][:300]) from error
