"""Pictures that are none but for their heads: kind and size are told by the first bytes alone."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"
_REST = b" not much of a picture"


def png(width: int = 4, height: int = 3) -> bytes:
    """A PNG of so many pixels."""
    return _PNG + struct.pack(">II", width, height) + _REST


def jpeg(width: int = 4, height: int = 3) -> bytes:
    """A JPEG of so many pixels, with a segment and padding before its frame, as cameras write it."""
    described = b"\xff\xe1" + struct.pack(">H", 10) + b"\xff\xc0 Exif "
    frame = b"\xff\xff\xc2" + struct.pack(">HBHH", 11, 8, height, width)
    return b"\xff\xd8" + described + frame + _REST


def gif(width: int = 4, height: int = 3) -> bytes:
    """A GIF of so many pixels."""
    return b"GIF89a" + struct.pack("<HH", width, height) + _REST


def webp(width: int = 4, height: int = 3, *, form: str = "lossy") -> bytes:
    """A WebP of so many pixels: "lossy", "lossless" or "extended"."""
    match form:
        case "lossy":
            body = b"VP8 " + bytes(4) + b"\x10\x02\x00\x9d\x01\x2a" + struct.pack("<HH", width | 0x4000, height)
        case "lossless":
            body = b"VP8L" + bytes(4) + b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14 | 1 << 28)
        case _:
            sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
            body = b"VP8X" + bytes(4) + b"\x10\x00\x00\x00" + sizes
    return b"RIFF" + bytes(4) + b"WEBP" + body + _REST
