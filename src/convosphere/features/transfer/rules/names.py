"""Names of files in an export: they say what is inside and cannot lead anywhere."""

import unicodedata
from collections.abc import Sequence
from typing import Final

# What file systems and shells mind, Windows' included.
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_DEVICES: Final = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10))}
_LONGEST: Final = 80


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
