"""What can be wrong with the storage."""

from typing import ClassVar

from convosphere.platform.errors import UnavailableError


class StorageUnavailableError(UnavailableError):
    """The storage does not answer, refuses, or is full."""

    code: ClassVar[str] = "storage_unavailable"


class ObjectMissingError(StorageUnavailableError):
    """What the database speaks of is not in the storage."""

    code: ClassVar[str] = "storage_object_missing"
