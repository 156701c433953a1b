"""Goes through a file to import, piece by piece, in bounded memory. All of it blocks: it belongs in a thread."""

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from convosphere.features.transfer.errors import ArchiveTooLargeError, BrokenArchiveError, NoConversationsError
from convosphere.features.transfer.rules.archives import EMPTY_MAGIC, MAGIC, directory_size
from convosphere.features.transfer.rules.growing import Excess, ItemLimits
from convosphere.features.transfer.rules.items import BrokenJsonError, Item, ItemReader, TextTooLongError
from convosphere.features.transfer.rules.names import FOLDER
from convosphere.features.transfer.rules.sources import (
    CONVERSATIONS,
    Converted,
    NewerVersionError,
    NotAConversationError,
    UnknownFormError,
    convert,
)
from convosphere.features.transfer.schemas import ReportFinding
from convosphere.features.transfer.types import FindingCode

_CHUNK = 64 * 1024
# A million small files' table of contents would fill the memory before the first of them is read.
_MOST_DIRECTORY = 32 * 1024 * 1024
_MOST_MEMBERS = 10_000
# JSON packs to a tenth or so. Beyond this and this much, it was made to burst.
_MOST_RATIO = 200
_RATIO_COUNTS_FROM = 32 * 1024 * 1024
# So many things that are no conversations: it is a file of something else.
_MOST_BAD_AT_FIRST = 1_000
_MOST_BAD = 100_000
_WANTED = re.compile(r"(?:^|/)conversations[-_]?\d*\.json$", re.IGNORECASE)
_ENCRYPTED = 0x1
_EXCESSES = {
    Excess.SIZE: FindingCode.TOO_LARGE,
    Excess.DEPTH: FindingCode.TOO_DEEP,
    Excess.VALUES: FindingCode.TOO_MANY_PARTS,
}


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What a file may take: what comes out of an archive in all, and one conversation; both bytes."""

    unpacked: int
    conversation: int


@dataclass(frozen=True, slots=True)
class Step:
    """How far the reading is, and what it came to: a conversation, a problem, or only so far."""

    done: int
    total: int
    converted: Converted | None = None
    findings: tuple[ReportFinding, ...] = ()


def read_file(path: Path, limits: ReadLimits, now: datetime) -> Iterator[Step]:
    """Everything in a file, in its order.

    Raises:
        BrokenArchiveError, ArchiveTooLargeError, NoConversationsError: see there.
    """
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic not in (MAGIC, EMPTY_MAGIC):
            yield from _Reading(limits, now, path.stat().st_size).read(file)
            return
        size = directory_size(file)
        if size is None:
            raise BrokenArchiveError
        if size > _MOST_DIRECTORY:
            raise ArchiveTooLargeError
        try:
            yield from _archive(file, limits, now)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            # RuntimeError: the library's word for a member that wants a password.
            raise BrokenArchiveError from error


def _archive(file: IO[bytes], limits: ReadLimits, now: datetime) -> Iterator[Step]:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        ours = any(entry.filename == CONVERSATIONS for entry in entries)
        files = frozenset(entry.filename for entry in entries if ours and entry.filename.startswith(f"{FOLDER}/"))
        members = [
            entry for entry in entries if entry.filename.lower().endswith(".json") and entry.filename not in files
        ]
        wanted = [entry for entry in members if _WANTED.search(entry.filename)] or members
        if len(wanted) > _MOST_MEMBERS:
            raise ArchiveTooLargeError
        reading = _Reading(limits, now, sum(entry.file_size for entry in wanted), files)
        for entry in wanted:
            # Other methods hand out megabytes for a few bytes before anybody could count them.
            if not is_plain(entry):
                raise BrokenArchiveError
            with archive.open(entry) as member:
                yield from reading.read(member, packed=max(entry.compress_size, 1))


def is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether a member is packed in a way that can be read in bounded memory, and without a password."""
    return entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not entry.flag_bits & _ENCRYPTED


def bursts(unpacked: int, packed: int) -> bool:
    """Whether so much comes out of so little that it was made to."""
    return unpacked > _RATIO_COUNTS_FROM and unpacked > _MOST_RATIO * packed


class _Reading:
    """Goes on counting from one member of an archive to the next."""

    def __init__(self, limits: ReadLimits, now: datetime, total: int, files: Collection[str] = ()) -> None:
        self._limits = limits
        self._files = files
        self._now = now
        self._total = total
        self._done = 0
        self._number = 0
        self._good = self._bad = 0

    def read(self, file: IO[bytes], packed: int | None = None) -> Iterator[Step]:
        """All items of one JSON file; `packed`: its size in the archive."""
        reader = ItemReader(ItemLimits(size=self._limits.conversation))
        try:
            while data := file.read(_CHUNK):
                self._done += len(data)
                self._check(reader.offset + len(data), packed)
                for item in reader.feed(data):
                    yield self._step(item, reader)
                yield Step(self._done, self._total)
            for item in reader.end():
                yield self._step(item, reader)
        except BrokenJsonError as error:
            yield self._stop(FindingCode.CUT if error.cut else FindingCode.BROKEN_JSON, error.offset)
        except TextTooLongError as error:
            yield self._stop(FindingCode.TEXT_TOO_LONG, error.offset)

    def _check(self, unpacked: int, packed: int | None) -> None:
        if packed is None:
            return
        if bursts(unpacked, packed) or self._done > self._limits.unpacked:
            raise ArchiveTooLargeError

    def _step(self, item: Item, reader: ItemReader) -> Step:
        self._number += 1
        if item.excess is not None:
            return self._found(_EXCESSES[item.excess], detail=f"{self._limits.conversation // 1_000_000}")
        try:
            converted = convert(item.value, reader.header, self._now, self._files)
        except NewerVersionError as error:
            return self._found(FindingCode.NEWER_VERSION, detail=str(error))
        except NotAConversationError as error:
            return self._found(FindingCode.UNREADABLE, title=_title(item), detail=error.detail)
        except UnknownFormError:
            return self._found(FindingCode.UNKNOWN_FORM)
        # What waits to be stored is in memory once: this generator still holds the item.
        item.value.clear()
        self._good += 1
        title = converted.conversation.title[:200]
        findings = tuple(
            ReportFinding(code=each.code, number=self._number, title=title, count=each.count, detail=each.detail)
            for each in converted.findings
        )
        return Step(self._done, self._total, converted, findings)

    def _found(self, code: FindingCode, *, title: str = "", detail: str = "") -> Step:
        self._bad += 1
        if self._bad > (_MOST_BAD if self._good else _MOST_BAD_AT_FIRST):
            raise NoConversationsError
        finding = ReportFinding(code=code, number=self._number, title=title, detail=detail[:200])
        return Step(self._done, self._total, None, (finding,))

    def _stop(self, code: FindingCode, offset: int) -> Step:
        return Step(self._done, self._total, None, (ReportFinding(code=code, detail=f"{offset:,}"),))


def _title(item: Item) -> str:
    title = item.value.get("title") if isinstance(item.value, dict) else None
    return " ".join(title.replace("\x00", "").split())[:200] if isinstance(title, str) else ""
