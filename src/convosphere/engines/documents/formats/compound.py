"""Compound files ([MS-CFB]): small file systems of storages and streams, in which Outlook keeps messages.

Read by olefile, which goes on where it can; what it went on over is looked at here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final, Protocol

from olefile.olefile import STGTY_STORAGE, STGTY_STREAM, OleFileError, OleFileIO

from convosphere.engines.documents.types import Fault, UnreadableError

_DEEPEST: Final = 30
# olefile's words for a directory that leads back into itself.
_CIRCLES: Final = ("double reference", "referenced more than once")
# Not every program that writes such files fills in its fields as the specification has them.
_HARMLESS: Final = "OLE header"


class _Entry(Protocol):
    """What olefile says of an entry of the directory."""

    name: str
    entry_type: int
    kids: "list[_Entry]"


class Storage:
    """A folder: streams and further `storages` by their names in small letters, in the order of their names."""

    def __init__(self, file: OleFileIO, entry: _Entry, path: tuple[str, ...] = ()) -> None:
        if len(path) > _DEEPEST:
            raise UnreadableError(Fault.HOSTILE, "storages without end")
        self._file = file
        kids = sorted(entry.kids, key=lambda kid: kid.name.lower())
        self._streams = {kid.name.lower(): (*path, kid.name) for kid in kids if kid.entry_type == STGTY_STREAM}
        self.storages = {
            kid.name.lower(): Storage(file, kid, (*path, kid.name)) for kid in kids if kid.entry_type == STGTY_STORAGE
        }

    def read(self, name: str) -> bytes | None:
        """The content of a stream; None: there is none of that name.

        Raises:
            UnreadableError: it is cut off, or runs in circles.
        """
        path = self._streams.get(name)
        if path is None:
            return None
        before = len(self._file.parsing_issues)
        with _faults_named():
            content: bytes = self._file.openstream(list(path)).read()
        for _, issue in self._file.parsing_issues[before:]:
            raise UnreadableError(Fault.DAMAGED, f"{name}: {issue}"[:300])
        return content


def open_compound(data: bytes) -> Storage:
    """The root of a compound file.

    Raises:
        UnreadableError: it is none, broken, or runs in circles.
    """
    with _faults_named():
        file = OleFileIO(BytesIO(data))
    for _, issue in file.parsing_issues:
        if any(sign in issue for sign in _CIRCLES):
            raise UnreadableError(Fault.HOSTILE, "entries in a circle")
        if _HARMLESS not in issue:
            raise UnreadableError(Fault.DAMAGED, f"compound file: {issue}"[:300])
    return Storage(file, file.root)


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except RecursionError as error:
        raise UnreadableError(Fault.HOSTILE, "storages without end") from error
    # Numbers that lead out of the file end in the last two.
    except (OleFileError, IndexError, ValueError) as error:
        raise UnreadableError(Fault.DAMAGED, f"compound file: {error}"[:300]) from error
