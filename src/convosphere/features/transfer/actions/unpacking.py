"""Files that come with conversations: out of the archive, into the person's files, where they are checked like any."""

import asyncio
import zipfile
import zlib
from pathlib import Path
from uuid import UUID

from convosphere.features.chat.schemas.portable import PortableConversation
from convosphere.features.files.actions import FileOwner, bring_file
from convosphere.features.files.errors import FileTooLargeError, StorageFullError
from convosphere.features.files.schemas import FileCreate
from convosphere.features.transfer.actions.reading import bursts, is_plain
from convosphere.platform.context import Platform

_CHUNK = 1024 * 1024


class Unpacking:
    """The attached files of one import. Close it."""

    def __init__(self, platform: Platform, owner: FileOwner, source: Path) -> None:
        # How many were left out: broken, too large, or no room for them.
        self.left_out = 0
        self._platform = platform
        self._owner = owner
        self._source = source
        self._path = source.with_name("unpacked")
        self._archive: zipfile.ZipFile | None = None

    async def bring(self, conversation: PortableConversation) -> dict[str, UUID]:
        """Makes files of what a conversation's messages carry; by their path. No transaction may be open."""
        brought: dict[str, UUID] = {}
        for attachment in (each for message in conversation.messages for each in message.attachments):
            path = attachment.path
            if path is None or path in brought:
                continue
            file_id = await self._bring(path, attachment.name, attachment.media_type)
            if file_id is None:
                self.left_out += 1
            else:
                brought[path] = file_id
        return brought

    async def close(self) -> None:
        """Lets go of the archive."""
        if self._archive is not None:
            await asyncio.to_thread(self._archive.close)

    async def _bring(self, path: str, name: str, media_type: str) -> UUID | None:
        size = await asyncio.to_thread(self._unpack, path)
        if not size:
            return None
        # A name that is none, or a type that is too long, is no reason to lose the file.
        wanted = FileCreate(name=name or "file", size=size, media_type=media_type[:255])
        try:
            return await bring_file(self._platform, self._owner, wanted, self._path)
        except (FileTooLargeError, StorageFullError):
            return None

    def _unpack(self, name: str) -> int | None:
        if self._archive is None:
            self._archive = zipfile.ZipFile(self._source)
        try:
            entry = self._archive.getinfo(name)
            if not is_plain(entry) or entry.file_size > self._platform.settings.files.max_bytes:
                return None
            if bursts(entry.file_size, max(entry.compress_size, 1)):
                return None
            size = 0
            # The library gives no more than the size that was just looked at.
            with self._archive.open(entry) as member, self._path.open("wb") as file:
                while data := member.read(_CHUNK):
                    size += file.write(data)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
            return None
        return size
