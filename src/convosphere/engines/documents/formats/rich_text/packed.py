"""RTF as Outlook packs it into messages ([MS-OXRTFCP])."""

import struct
from typing import Final

from convosphere.engines.documents.types import Fault, UnreadableError

_HEADER: Final = struct.Struct("<II4s4x")
_PACKED: Final = b"LZFu"
_PLAIN: Final = b"MELA"
_ROUND: Final = 4_096
_LEAST_REPEATED: Final = 2
# What every text begins with may be referred to.
_BEFORE: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)


def unpacked(data: bytes, most: int) -> bytes:
    """The text; up to `most` bytes of it.

    Raises:
        UnreadableError: it is none.
    """
    if len(data) < _HEADER.size:
        raise UnreadableError(Fault.DAMAGED, "no packed text")
    _, size, kind = _HEADER.unpack_from(data)
    size = min(size, most)
    if kind == _PLAIN:
        return data[_HEADER.size : _HEADER.size + size]
    if kind != _PACKED:
        raise UnreadableError(Fault.DAMAGED, "packed in an unknown way")
    text, place = bytearray(_BEFORE), _HEADER.size
    whole = size + len(_BEFORE)
    while place < len(data) and len(text) < whole:
        kinds = data[place]
        place += 1
        for bit in range(8):
            if not kinds >> bit & 1:
                text += data[place : place + 1]
                place += 1
                continue
            pair = data[place : place + 2]
            place += 2
            if len(pair) < 2:  # noqa: PLR2004 - cut off
                return bytes(text[len(_BEFORE) :])
            offset, length = pair[0] << 4 | pair[1] >> 4, (pair[1] & 0xF) + _LEAST_REPEATED
            back = (len(text) - offset) % _ROUND
            if not back:
                # A reference to where it stands is the end.
                return bytes(text[len(_BEFORE) : whole])
            for _ in range(length):
                # What was never written are blanks.
                text.append(text[-back] if back <= len(text) else 0x20)
    return bytes(text[len(_BEFORE) : whole])
