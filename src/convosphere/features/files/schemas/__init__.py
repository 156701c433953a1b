"""Shapes of the API of files."""

from convosphere.features.files.schemas.api import (
    Attachment,
    FileCreate,
    FileCreated,
    FileLimits,
    FileLink,
    FileProblem,
    Upload,
)

__all__ = [
    "Attachment",
    "FileCreate",
    "FileCreated",
    "FileLimits",
    "FileLink",
    "FileProblem",
    "Upload",
]
