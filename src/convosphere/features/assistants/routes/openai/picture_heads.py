"""What kind of picture some bytes are, and how large, by their head alone: not a pixel is unpacked."""

import re
from dataclasses import dataclass
from typing import Final, Literal

_BITS_14: Final = 0x3FFF
_BITS_32: Final = 0xFFFFFFFF
# How it begins, with width and height; its type, how its numbers are written, how many of their bits count, and what
# is to be added.
_FORMS: Final[tuple[tuple[re.Pattern[bytes], str, Literal["big", "little"], int, int], ...]] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n....IHDR(.{4})(.{4})", re.DOTALL), "image/png", "big", _BITS_32, 0),
    (re.compile(rb"GIF8[79]a(..)(..)", re.DOTALL), "image/gif", "little", _BITS_32, 0),
    # Lossy (a frame's tag, its start code), and extended (flags, the canvas).
    (re.compile(rb"RIFF....WEBPVP8 .{7}\x9d\x01\x2a(..)(..)", re.DOTALL), "image/webp", "little", _BITS_14, 0),
    (re.compile(rb"RIFF....WEBPVP8X.{8}(...)(...)", re.DOTALL), "image/webp", "little", _BITS_32, 1),
)
# Without loss both share four bytes.
_WEBP_LOSSLESS: Final = re.compile(rb"RIFF....WEBPVP8L....\x2f(....)", re.DOTALL)
_JPEG: Final = b"\xff\xd8\xff"
# Frames of all kinds of compression; what lies between is something else (C4, C8, CC).
_JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_SCAN: Final = 0xDA
_FILL: Final = 0xFF


@dataclass(frozen=True, slots=True)
class PictureHead:
    """A picture's media type, and its size in pixels."""

    media_type: str
    width: int
    height: int


def read_head(data: bytes) -> PictureHead | None:
    """What the bytes say they are: PNG, JPEG, GIF or WebP with a size; None: none of these."""
    found = _read(data)
    return found if found is not None and found.width > 0 and found.height > 0 else None


def _read(data: bytes) -> PictureHead | None:
    if data.startswith(_JPEG):
        return _jpeg(data)
    for pattern, media_type, order, bits, more in _FORMS:
        if match := pattern.match(data):
            width, height = ((int.from_bytes(each, order) & bits) + more for each in match.groups())
            return PictureHead(media_type, width, height)
    if match := _WEBP_LOSSLESS.match(data):
        both = int.from_bytes(match[1], "little")
        return PictureHead("image/webp", (both & _BITS_14) + 1, (both >> 14 & _BITS_14) + 1)
    return None


def _jpeg(data: bytes) -> PictureHead | None:
    """Goes from segment to segment up to the frame, which has the size."""
    place = 2
    while place + 9 <= len(data) and data[place] == _FILL:
        marker = data[place + 1]
        if marker == _FILL or marker in _JPEG_WITHOUT_LENGTH:
            place += 1 if marker == _FILL else 2
            continue
        if marker in _JPEG_FRAMES:
            height, width = (int.from_bytes(data[begin : begin + 2], "big") for begin in (place + 5, place + 7))
            return PictureHead("image/jpeg", width, height)
        if marker == _JPEG_SCAN:
            return None
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if length < 2:  # noqa: PLR2004 - it counts its own two bytes
            return None
        place += 2 + length
    return None
