"""What can be wrong with the storage."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Final

from convosphere.platform.disk import FULL
from convosphere.platform.errors import UnavailableError

# As PostgreSQL says it.
_DISK_FULL: Final = "53100"
# As libraries tell them that are not written in Python.
_SAID: Final = tuple(f"(os error {number})" for number in FULL)


class StorageUnavailableError(UnavailableError):
    """The storage does not answer, refuses, or is full."""

    code: ClassVar[str] = "storage_unavailable"


class StorageFullError(StorageUnavailableError):
    """There is no room left, in the storage or on this machine's disk."""

    code: ClassVar[str] = "storage_full"


class ObjectMissingError(StorageUnavailableError):
    """What the database speaks of is not in the storage."""

    code: ClassVar[str] = "storage_object_missing"


def is_full(error: BaseException) -> bool:
    """Whether an error says that there is no room left: of the system, the storage or the database."""
    if isinstance(error, StorageFullError):
        return True
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in FULL
    if getattr(getattr(error, "orig", None), "sqlstate", None) == _DISK_FULL:
        return True
    return any(said in str(error) for said in _SAID)


@contextmanager
def needs_room(what: str) -> Iterator[None]:
    """Around what is written to this machine's disk.

    Raises:
        StorageFullError: it is full.
    """
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise StorageFullError(says=f"{what}: {error}"[:300]) from error
