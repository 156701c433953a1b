"""Names of files in an export: they say what is inside and cannot lead anywhere."""

import unicodedata
from collections.abc import Sequence
from typing import Final

# What file systems and shells mind, Windows' included.
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_DEVICES: Final = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10))}
# Where attached files are in an archive.
FOLDER: Final = "files"
_LONGEST: Final = 80
_LONGEST_SUFFIX: Final = 10


def safe_name(text: str, otherwise: str) -> str:
    """One part of a path out of any text; `otherwise` if nothing is left of it."""
    kept = "".join(
        " " if sign in _FORBIDDEN or unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else sign
        for sign in text[:500]
    )
    name = " ".join(kept.split())[:_LONGEST].strip(" .")
    if not name or name.lower() in _DEVICES:
        return otherwise
    return name


def safe_suffix(name: str) -> str:
    """The suffix of a file's name, if it is one that says what kind of file it is; in small letters, with its dot."""
    _, dot, suffix = name.rpartition(".")
    plain = suffix.isascii() and suffix.isalnum() and len(suffix) <= _LONGEST_SUFFIX
    return f".{suffix.lower()}" if dot and plain else ""


class Names:
    """Gives every file of an archive a path of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def path(self, folders: Sequence[str], title: str, otherwise: str, suffix: str) -> str:
        """A path that no other file has, whatever the case of its letters."""
        place = "".join(f"{safe_name(folder, otherwise)}/" for folder in folders)
        name = safe_name(title, otherwise)
        number = 1
        while True:
            path = f"{place}{name}{'' if number == 1 else f' ({number})'}{suffix}"
            if path.casefold() not in self._taken:
                self._taken.add(path.casefold())
                return path
            number += 1
