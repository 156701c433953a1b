"""How large a ZIP archive's table of contents is, before anything reads all of it."""

import struct
from typing import BinaryIO, Final

MAGIC: Final = b"PK\x03\x04"
EMPTY_MAGIC: Final = b"PK\x05\x06"
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"
_LOCATOR_64: Final = b"PK\x06\x07"
# The end record and the longest comment behind it (APPNOTE 4.3.16).
_TAIL: Final = 22 + 65_535
_ELSEWHERE: Final = 0xFFFFFFFF


def directory_size(file: BinaryIO) -> int | None:
    """Bytes of the central directory as the archive says; None: it has no end record, so it is cut or no archive."""
    length = file.seek(0, 2)
    file.seek(max(0, length - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:  # noqa: PLR2004 - the record's length
        return None
    (size,) = struct.unpack_from("<L", tail, at + 12)
    if size != _ELSEWHERE:
        return int(size)
    if at < 20 or tail[at - 20 : at - 16] != _LOCATOR_64:  # noqa: PLR2004 - the locator's length
        return None
    (place,) = struct.unpack_from("<Q", tail, at - 12)
    if place + 56 > length:
        return None
    file.seek(place)
    record = file.read(56)
    if record[:4] != _END_64:
        return None
    (size,) = struct.unpack_from("<Q", record, 40)
    return int(size)
