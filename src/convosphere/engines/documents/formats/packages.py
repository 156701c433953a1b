"""Formats that are archives of XML: looked over before native code unpacks them."""

import lzma
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_MOST_ENTRIES: Final = 20_000
_XML: Final = (".xml", ".rels", ".opf", ".ncx")
_PAGES: Final = (".xhtml", ".html", ".htm", ".css", ".txt")
# Programs of Word, Excel and PowerPoint; of OpenOffice.
_PROGRAMS: Final = re.compile(r"(?:^|/)vbaProject\.bin$|^Basic/|^Scripts/")
_ENTITY: Final = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T\0I\0T\0Y", re.IGNORECASE)
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, expat.ExpatError)
_PIECE: Final = 256 * 1024
_ENCRYPTED: Final = 0x1
# Where OpenDocument says which parts are encrypted.
_MANIFEST: Final = "META-INF/manifest.xml"
_LOCKED: Final = b"encryption-data"
_MOST_MANIFEST: Final = 1024 * 1024
_DEEPEST: Final = 500


def look_over(path: Path, limits: Limits) -> tuple[Fault, ...]:
    """Unpacks the parts with text, counts and keeps nothing; says what there is to warn of.

    Raises:
        UnreadableError: too much inside or too deep, encrypted, broken, or it declares document types or entities.
    """
    left = limits.unpacked_bytes
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise UnreadableError(Fault.TOO_MUCH_INSIDE, f"{len(entries)} entries")
            if any(entry.filename == _MANIFEST for entry in entries):
                with archive.open(_MANIFEST) as manifest:
                    if _LOCKED in manifest.read(_MOST_MANIFEST):
                        raise UnreadableError(Fault.PROTECTED, "encrypted parts")
            for entry in entries:
                if entry.flag_bits & _ENCRYPTED:
                    raise UnreadableError(Fault.PROTECTED, "encrypted entries")
                name = entry.filename.lower()
                if name.endswith((*_XML, *_PAGES)):
                    if entry.file_size > left:
                        raise UnreadableError(Fault.TOO_MUCH_INSIDE, "unpacks to too much")
                    with archive.open(entry) as part:
                        left -= _parse(part, left) if name.endswith(_XML) else _count(part, left)
            programs = any(_PROGRAMS.search(entry.filename) for entry in entries)
    except (*_BROKEN, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error
    return (Fault.MACROS,) if programs else ()


def _parse(part: IO[bytes], left: int) -> int:
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, "nested too deeply")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        # Office programs write none; only entities that grow or that read other files need one.
        raise UnreadableError(Fault.HOSTILE, "has a document type declaration")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    size = 0
    while piece := part.read(_PIECE):
        size += len(piece)
        if size > left:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, "unpacks to too much")
        parser.Parse(piece)
    if size:
        parser.Parse(b"", True)  # noqa: FBT003 - the library takes it by its place only
    return size


def _count(part: IO[bytes], left: int) -> int:
    # Pages may declare that they are XHTML, but nothing of their own.
    size = 0
    before = b""
    while piece := part.read(_PIECE):
        size += len(piece)
        if size > left:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, "unpacks to too much")
        if _ENTITY.search(before + piece):
            raise UnreadableError(Fault.HOSTILE, "declares entities")
        before = piece[-20:]
    return size
