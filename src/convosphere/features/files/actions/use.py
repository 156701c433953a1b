"""What other features do with files: send them with something, show them, read their text and pictures."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.documents import Document
from convosphere.features.files import repository
from convosphere.features.files.actions.places import place
from convosphere.features.files.errors import AttachmentError, TooManyAttachmentsError
from convosphere.features.files.rules import FILES_PER_MESSAGE
from convosphere.features.files.tables import File
from convosphere.features.files.types import FileKind, FileStatus, Variant
from convosphere.platform.context import Platform
from convosphere.platform.storage import ObjectMissingError

_SENDABLE = (FileStatus.CHECKING, FileStatus.READY)


async def hold_files(session: AsyncSession, person_id: UUID, file_ids: Sequence[UUID], *, field: str) -> list[File]:
    """A person's files that are to be sent, in the order asked for; locked until the transaction ends.

    Raises:
        TooManyAttachmentsError: see there.
        AttachmentError: one is not there, not the person's, not uploaded to its end, or was refused; or named twice.
    """
    if len(file_ids) > FILES_PER_MESSAGE:
        raise TooManyAttachmentsError(field=field, limit=FILES_PER_MESSAGE, given=len(file_ids))
    rows = {file.id: file for file in await repository.lock_own_files(session, person_id, file_ids)}
    for place_in_list, file_id in enumerate(file_ids):
        file = rows.get(file_id)
        if file is None or file.status not in _SENDABLE or file_ids.index(file_id) != place_in_list:
            raise AttachmentError(field=f"{field}.{place_in_list}")
    return [rows[file_id] for file_id in file_ids]


async def hold_remaining_files(session: AsyncSession, person_id: UUID, file_ids: Sequence[UUID]) -> list[File]:
    """As `hold_files`, after some time has passed: files that went meanwhile are left out, nobody is refused."""
    rows = {file.id: file for file in await repository.lock_own_files(session, person_id, file_ids)}
    found = (rows.get(file_id) for file_id in dict.fromkeys(file_ids))
    return [file for file in found if file is not None and file.status in _SENDABLE]


async def load_text(platform: Platform, file: File) -> Document | None:
    """The text taken out of a file; None: there is none.

    Raises:
        StorageUnavailableError: the storage does not answer.
    """
    data = await _load(platform, file, Variant.TEXT)
    return None if data is None else Document.from_json(orjson.loads(data))


async def load_picture(platform: Platform, file: File) -> tuple[str, bytes] | None:
    """A picture in a size for language models, with its media type; None: the file is none.

    Raises:
        StorageUnavailableError: the storage does not answer.
    """
    data = await _load(platform, file, Variant.MODEL)
    return None if data is None else (file.variants[Variant.MODEL]["media_type"], data)


async def load_preview(platform: Platform, file: File) -> tuple[str, bytes] | None:
    """A small picture, with its media type; None: the file is no picture.

    Raises:
        StorageUnavailableError: the storage does not answer.
    """
    if file.kind != FileKind.IMAGE:
        return None
    data = await _load(platform, file, Variant.PREVIEW)
    return None if data is None else (file.variants[Variant.PREVIEW]["media_type"], data)


async def fetch_original(platform: Platform, file: File, path: Path) -> bool:
    """Writes the content of a file of any size to this machine's disk; False: there is none.

    Raises:
        StorageUnavailableError: the storage does not answer.
    """
    if file.status != FileStatus.READY or Variant.ORIGINAL not in file.variants:
        return False
    try:
        await platform.storage.fetch([place(file.organization_id, file.id, Variant.ORIGINAL)], path)
    except ObjectMissingError:
        return False
    return True


async def _load(platform: Platform, file: File, variant: Variant) -> bytes | None:
    if file.status != FileStatus.READY or variant not in file.variants:
        return None
    try:
        return await platform.storage.get(place(file.organization_id, file.id, variant))
    except ObjectMissingError:
        # Removed by hand, or lost with a disk: the conversation goes on without it.
        return None
