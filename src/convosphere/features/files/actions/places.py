"""Where a file's content lies in the storage. No name that a person gave is part of it."""

from uuid import UUID

from convosphere.features.files.types import FileKey, Variant

# What has not been checked lies apart from what has.
_QUARANTINE = "incoming"
_CHECKED = "checked"


def quarantine(key: FileKey) -> str:
    """The folder of pieces that have arrived."""
    return f"{_QUARANTINE}/{key.organization_id}/{key.file_id}"


def folder(key: FileKey) -> str:
    """The folder of what has been checked."""
    return f"{_CHECKED}/{key.organization_id}/{key.file_id}"


def place(organization_id: UUID, file_id: UUID, variant: Variant) -> str:
    """Where a form of a checked file lies."""
    return f"{folder(FileKey(organization_id, file_id))}/{variant}"
