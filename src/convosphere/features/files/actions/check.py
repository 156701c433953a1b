"""A file that has arrived is checked: scanned, read in a process of its own, stored in the forms that are needed.

Until the one transaction at the end it lies in quarantine; whatever stops the check before leaves it there, and the
job begins anew.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from convosphere.engines.antivirus import Clamav, TooLargeToScanError
from convosphere.engines.documents import DocumentReader, Fault, Limits, Output, Reading, UnreadableError
from convosphere.features.files import repository
from convosphere.features.files.actions import places
from convosphere.features.files.actions.notify import tell_owner
from convosphere.features.files.actions.uploads import ARRIVING_FILES
from convosphere.features.files.events import FileInfected, FileTypeRefused
from convosphere.features.files.tables import File
from convosphere.features.files.types import FileKey, FileKind, FileStatus, Variant
from convosphere.platform.context import Platform
from convosphere.platform.events import AuditedEvent, publish
from convosphere.platform.settings import Settings
from convosphere.platform.storage import Workplace

# What models can do nothing with, but people may want to keep beside a question.
_NO_TEXT = "file_no_text"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Inspector:
    """What checking files needs, once per process."""

    platform: Platform
    reader: DocumentReader
    scanner: Clamav | None

    @classmethod
    def of(cls, platform: Platform) -> "Inspector":
        """As the settings say."""
        settings = platform.settings.files
        scanner = None if settings.clamav is None else Clamav(settings.clamav, seconds=settings.clamav_seconds)
        return cls(platform, DocumentReader(processes=settings.check_processes), scanner)


class _Refusal(Exception):  # noqa: N818 - a verdict, no failure
    """The file is not taken; `code` is a word of `files.problems` in the catalogue, `audited` what the trail keeps."""

    def __init__(self, code: str, audited: "Callable[[File], AuditedEvent] | None" = None, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.audited = audited
        self.params = params


async def check_file(inspector: Inspector, key: FileKey) -> None:
    """Checks one file; nothing to do if it was checked or given up meanwhile.

    Raises:
        ScannerUnavailableError, StorageUnavailableError: it is away; the file stays in quarantine.
    """
    platform = inspector.platform
    async with platform.database.transaction(key.organization_id) as session:
        file = await repository.find_by_id(session, key.file_id)
        if file is None or file.status != FileStatus.CHECKING:
            return
        parts = await ARRIVING_FILES.keys(session, key.file_id)
    async with Workplace(platform.settings.data_dir).folder() as folder:
        path = folder / "content"
        await platform.storage.fetch(parts, path)
        digest = await asyncio.to_thread(_digest, path)
        try:
            await _scan(inspector, path)
            reading = await _read(inspector, path, file.name)
            variants = await _store(platform, key, path, reading)
        except _Refusal as refusal:
            await _refuse(platform, key, digest, refusal)
        else:
            if not await _accept(platform, key, digest, reading, variants):
                # Given up meanwhile: the clean-up may have been here before what was just stored.
                await platform.storage.delete_folder(places.folder(key))
    await platform.storage.delete_folder(places.quarantine(key))


async def give_up(platform: Platform, key: FileKey) -> None:
    """Checking failed for good: says so, so that nobody waits for ever."""
    await _refuse(platform, key, None, _Refusal("file_check_failed"))
    await platform.storage.delete_folder(places.quarantine(key))


async def _scan(inspector: Inspector, path: Path) -> None:
    if inspector.scanner is None:
        return
    try:
        verdict = await inspector.scanner.scan(path)
    except TooLargeToScanError:
        raise _Refusal("file_too_large_to_scan") from None
    if verdict.signature is not None:
        signature = verdict.signature[:200]
        raise _Refusal("file_infected", partial(_infected, signature), signature=signature)


def _limits(settings: Settings) -> Limits:
    files = settings.files
    return Limits(
        seconds=files.check_seconds,
        memory_mb=files.check_memory_mb,
        image_pixels=files.image_pixels,
        text_characters=files.text_characters,
        ocr=True,
        # Models see pictures themselves.
        ocr_pictures=False,
    )


async def _read(inspector: Inspector, path: Path, name: str) -> Reading:
    settings = inspector.platform.settings
    try:
        reading = await inspector.reader.read(path, name, _limits(settings))
    except UnreadableError as error:
        _log.info("file_unreadable", fault=error.fault, detail=error.detail)
        raise _Refusal(_PROBLEMS.get(error.fault, "file_damaged")) from error
    if reading.media_type in settings.files.refused_types:
        raise _Refusal("file_type_refused", partial(_wrong_type, reading.media_type), media_type=reading.media_type)
    return reading


_PROBLEMS = {
    Fault.DAMAGED: "file_damaged",
    Fault.HOSTILE: "file_hostile",
    Fault.TOO_MUCH_INSIDE: "file_too_much_inside",
    Fault.TIMEOUT: "file_takes_too_long",
    Fault.PROTECTED: "file_protected",
    Fault.OCR_MISSING: "file_ocr_missing",
    Fault.SPEECH_MISSING: "file_speech_missing",
    Fault.ARCHIVE: "file_archive",
}


async def _store(platform: Platform, key: FileKey, path: Path, reading: Reading) -> dict[str, Any]:
    """Puts all forms where checked files lie; a second run writes the same places."""
    outputs = {
        Variant.ORIGINAL: reading.original or Output(path, reading.media_type),
        Variant.PREVIEW: reading.preview,
        Variant.MODEL: reading.model,
        Variant.TEXT: reading.text,
    }
    variants: dict[str, Any] = {}
    for variant, output in outputs.items():
        if output is None:
            continue
        size = await asyncio.to_thread(_size, output.path)
        if size is None:
            raise _Refusal("file_damaged")
        await platform.storage.put_file(places.place(key.organization_id, key.file_id, variant), output.path)
        variants[variant] = {"media_type": output.media_type, "size": size}
    return variants


async def _accept(platform: Platform, key: FileKey, digest: bytes, reading: Reading, variants: dict[str, Any]) -> bool:
    """Makes the file ready; False: it is gone."""
    async with platform.database.transaction(key.organization_id) as session:
        file = await repository.find_by_id(session, key.file_id, lock=True)
        if file is None:
            return False
        if file.status != FileStatus.CHECKING:
            return True
        file.status = FileStatus.READY
        file.sha256 = digest
        file.kind = FileKind(reading.content)
        file.media_type = reading.media_type
        file.size = variants[Variant.ORIGINAL]["size"]
        file.width, file.height, file.pages = reading.width, reading.height, reading.pages
        file.text_characters = reading.characters
        file.variants = variants
        if reading.note is not None:
            file.problem_code = _PROBLEMS.get(reading.note, _NO_TEXT)
        elif Variant.TEXT not in variants and Variant.MODEL not in variants:
            file.problem_code = _NO_TEXT
        await ARRIVING_FILES.forget(session, key.file_id)
        await session.flush()
        tell_owner(session, platform, file)
        return True


async def _refuse(platform: Platform, key: FileKey, digest: bytes | None, refusal: _Refusal) -> None:
    async with platform.database.transaction(key.organization_id) as session:
        file = await repository.find_by_id(session, key.file_id, lock=True)
        if file is None or file.status != FileStatus.CHECKING:
            return
        file.status = FileStatus.REFUSED
        file.sha256 = digest
        file.problem_code = refusal.code
        file.problem_params = dict(refusal.params)
        await ARRIVING_FILES.forget(session, key.file_id)
        await session.flush()
        if refusal.audited is not None:
            publish(session, refusal.audited(file))
        tell_owner(session, platform, file)


def _infected(signature: str, file: File) -> AuditedEvent:
    return FileInfected(
        organization_id=file.organization_id,
        actor_id=file.owner_id,
        subject_id=str(file.id),
        name=file.name,
        sha256=(file.sha256 or b"").hex(),
        signature=signature,
    )


def _wrong_type(media_type: str, file: File) -> AuditedEvent:
    return FileTypeRefused(
        organization_id=file.organization_id,
        actor_id=file.owner_id,
        subject_id=str(file.id),
        name=file.name,
        media_type=media_type,
    )


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _size(path: Path) -> int | None:
    # Not through a link: the process that made it may have been taken over by the file.
    if path.is_symlink() or not path.is_file():
        return None
    return path.stat().st_size
