"""Files that were attached to what is exported: each once, in the archive's folder `files`."""

import asyncio
import base64
from pathlib import Path
from uuid import UUID

from convosphere.features.chat.actions.exporting import Exported
from convosphere.features.files.actions import fetch_original, load_preview
from convosphere.features.files.tables import File
from convosphere.features.transfer.actions.archive import Archive
from convosphere.features.transfer.rules.names import FOLDER, Names, safe_suffix
from convosphere.platform.context import Platform

# Pictures in a page: bytes of one, and of all in one document.
_LARGEST_PICTURE = 150_000
_ALL_PICTURES = 5_000_000

Pictures = dict[str, str]


class Enclosures:
    """Packs what messages carry. What has no content, or no room any more, is only named."""

    def __init__(self, platform: Platform, archive: Archive, names: Names, folder: Path) -> None:
        self._platform = platform
        self._archive = archive
        self._names = names
        self._path = folder / "enclosure"
        self._left = platform.settings.transfer.export_files_bytes
        self._packed: dict[UUID, str | None] = {}

    async def enclose(self, exported: Exported) -> None:
        """Packs the files of a conversation, and notes at each message where they are."""
        for message in exported.conversation.messages:
            for attachment, file in zip(message.attachments, exported.files.get(message.id, ()), strict=True):
                attachment.path = await self._pack(file)

    async def _pack(self, file: File) -> str | None:
        if file.id not in self._packed:
            self._packed[file.id] = await self._fetch(file)
        return self._packed[file.id]

    async def _fetch(self, file: File) -> str | None:
        # By the size noted: what does not fit is not even fetched.
        if file.size > self._left or not await fetch_original(self._platform, file, self._path):
            return None
        self._left -= (await asyncio.to_thread(self._path.stat)).st_size
        suffix = safe_suffix(file.name)
        stem = file.name[: len(file.name) - len(suffix)]
        name = self._names.path([FOLDER], stem, "file", suffix)
        await self._archive.put(self._path, name)
        return name


async def small_pictures(platform: Platform, exported: Exported) -> Pictures:
    """Pictures to be shown in a page, as `data:` addresses, by the path of their file."""
    pictures: Pictures = {}
    left = _ALL_PICTURES
    for message in exported.conversation.messages:
        for attachment, file in zip(message.attachments, exported.files.get(message.id, ()), strict=True):
            if attachment.path is None or attachment.path in pictures:
                continue
            found = await load_preview(platform, file)
            if found is not None and len(found[1]) <= min(left, _LARGEST_PICTURE):
                left -= len(found[1])
                pictures[attachment.path] = f"data:{found[0]};base64,{base64.b64encode(found[1]).decode()}"
    return pictures
