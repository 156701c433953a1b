"""Archives that people upload: their files, one by one, into a folder; nothing that they name outside of it.

Archives within them are opened too, into a folder of their name, and count towards the same bounds.
"""

import bz2
import gzip
import lzma
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, cast

from convosphere.engines.documents.types import Fault, UnpackLimits, UnreadableError

MEMBERS: Final = "members"
_BROKEN: Final = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError)
_PIECE: Final = 1024 * 1024
_HEAD_BYTES: Final = 512
# Only what is called so: what else is packed (programs, maps, pages) is one thing to whoever made it.
_ARCHIVES: Final = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_ENCRYPTED: Final = 0x1
_NAMED_IN_UTF8: Final = 0x800
_NAME_CHARACTERS: Final = 200
# Below this any ratio is allowed: an empty table packs well.
_RATIO_FROM: Final = 20_000_000
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Unseen too, and part of many emoji and of Persian words.
_JOINERS: Final = "\u200c\u200d"
# What systems leave behind in archives.
_LITTER: Final = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})


def unpack(path: Path, limits: UnpackLimits) -> list[dict[str, Any]]:
    """Writes each file as `members/<number>`; what they are called comes back.

    Raises:
        UnreadableError: no archive, broken, encrypted, or more than the limits allow.
    """
    folder = path.parent / MEMBERS
    folder.mkdir()
    target = _Target(folder, limits, max(path.stat().st_size, 1))
    _open(path, target)
    return target.members


def _open(path: Path, target: "_Target") -> None:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    try:
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            _unzip(path, target)
            return
        with _plain(path, head) as content:
            inside = content.read(_HEAD_BYTES)
        if inside[257:262] != b"ustar":
            raise UnreadableError(Fault.UNKNOWN_KIND, "no archive")
        with _plain(path, head) as content, tarfile.open(fileobj=content, mode="r|") as archive:
            _untar(archive, target)
    except (*_BROKEN, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error


def _plain(path: Path, head: bytes) -> IO[bytes]:
    """A file without what it is packed in, by what it begins with."""
    if head.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.open(path))
    if head.startswith(b"BZh"):
        return cast("IO[bytes]", bz2.open(path))
    return cast("IO[bytes]", lzma.open(path)) if head.startswith(b"\xfd7zXZ\0") else path.open("rb")


@dataclass(slots=True)
class _Target:
    folder: Path
    limits: UnpackLimits
    packed: int
    members: list[dict[str, Any]] = field(default_factory=list)
    _written: int = 0
    _entries: int = 0
    _names: set[tuple[str, ...]] = field(default_factory=set)
    # The archives that are open, from the outside in: as folders.
    _within: tuple[str, ...] = ()
    _nested: int = 0

    def count(self) -> None:
        """One more entry, whatever it is."""
        self._entries += 1
        if self._entries > self.limits.entries:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, f"more than {self.limits.entries} entries")

    def take(self, name: str, source: IO[bytes]) -> None:
        """Writes a file, counting what really comes."""
        named = cleaned(name)
        if not named or _LITTER.intersection(named):
            return
        parts = (*self._within, *named)
        if len(parts) > self.limits.depth:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, "folders nested too deeply")
        size = 0
        place = self.folder / str(len(self.members))
        with place.open("xb") as file:
            while piece := source.read(_PIECE):
                size += len(piece)
                self._written += len(piece)
                self._check(size)
                file.write(piece)
        unique = self._unique(parts)
        if not self._opened(place, unique):
            self.members.append({"parts": unique, "size": size})

    def _opened(self, place: Path, parts: tuple[str, ...]) -> bool:
        """Whether it was an archive, and what is in it lies in its place now.

        One that is broken, locked, empty or too deep inside others stays as it is: its own document says so.
        """
        if self._nested >= self.limits.nested or not parts[-1].lower().endswith(_ARCHIVES):
            return False
        inner = self.folder / f"open-{self._nested}"
        place.rename(inner)
        around, known = self._within, len(self.members)
        self._within, self._nested = parts, self._nested + 1
        try:
            _open(inner, self)
        except UnreadableError as error:
            if error.fault is Fault.TOO_MUCH_INSIDE:
                raise
            for number in range(known, len(self.members) + 1):
                (self.folder / str(number)).unlink(missing_ok=True)
            del self.members[known:]
        finally:
            self._within, self._nested = around, self._nested - 1
        if len(self.members) == known:
            inner.rename(place)
            return False
        inner.unlink()
        return True

    def _check(self, size: int) -> None:
        limits = self.limits
        if size > limits.member_bytes or self._written > limits.unpacked_bytes:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, "unpacks to too much")
        if self._written > max(_RATIO_FROM, limits.ratio * self.packed):
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, "packed too well to be believed")

    def _unique(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        unique, number = parts, 1
        while unique in self._names:
            number += 1
            stem, dot, suffix = parts[-1].rpartition(".")
            named = f"{stem} ({number}).{suffix}" if dot and stem else f"{parts[-1]} ({number})"
            unique = (*parts[:-1], named)
        self._names.add(unique)
        return unique


def cleaned(name: str) -> tuple[str, ...]:
    """Folders and name without what leads elsewhere, cannot be seen, or turns the reading direction."""
    parts = []
    for part in unicodedata.normalize("NFC", name).replace("\\", "/").split("/"):
        shown = "".join(sign for sign in part if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN).strip()
        if shown.strip(".") and not (len(shown) == 2 and shown[1] == ":"):  # noqa: PLR2004 - a drive of Windows
            parts.append(_short(shown))
    return tuple(parts)


def _short(name: str) -> str:
    if len(name) <= _NAME_CHARACTERS:
        return name
    stem, dot, suffix = name.rpartition(".")
    if dot and len(suffix) <= 10:  # noqa: PLR2004 - longer ones say no kind
        return f"{stem[: _NAME_CHARACTERS - len(suffix) - 1]}.{suffix}"
    return name[:_NAME_CHARACTERS]


def _unzip(path: Path, target: _Target) -> None:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            target.count()
            # Links and devices are no files; zip keeps Unix's kinds in the upper half.
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if entry.is_dir() or kind not in {0, stat.S_IFREG}:
                continue
            if entry.flag_bits & _ENCRYPTED:
                raise UnreadableError(Fault.PROTECTED, "encrypted entries")
            with archive.open(entry) as source:
                target.take(_zip_name(entry), source)


def _zip_name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _NAMED_IN_UTF8:
        return entry.filename
    # Many programs write UTF-8 and do not say so.
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _untar(archive: tarfile.TarFile, target: _Target) -> None:
    while (entry := archive.next()) is not None:
        target.count()
        source = archive.extractfile(entry) if entry.isreg() else None
        if source is not None:
            target.take(entry.name, source)
