"""In which encoding the letters of a font are."""

import codecs
from typing import Final

# Sets of letters, as fonts name them → encodings.
_CHARSETS: Final = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
DEFAULT: Final = "cp1252"
# Of the whole file, said at its beginning.
WHOLE: Final = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_UTF8: Final = 65001


def of_charset(number: int | None) -> str | None:
    """The encoding of a font; None: that of the file."""
    return _CHARSETS.get(number if number is not None else -1)


def of_page(number: int | None) -> str:
    """The encoding of a code page."""
    name = "utf-8" if number == _UTF8 else f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return DEFAULT
