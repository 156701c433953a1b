"""What can be wrong with files."""

from convosphere.features.files.errors.files import (
    AttachmentError,
    FileInUseError,
    FileNotReadyError,
    LinkInvalidError,
    NoSuchFileError,
    NoSuchVariantError,
    RangeError,
    TooManyAttachmentsError,
)
from convosphere.features.files.errors.uploads import (
    ChunkTooLargeError,
    FileTooLargeError,
    OffsetMismatchError,
    StorageFullError,
    TooManyPartsError,
    TooManyUnsentError,
    UploadCompleteError,
    UploadCutError,
    UploadOverrunError,
)

__all__ = [
    "AttachmentError",
    "ChunkTooLargeError",
    "FileInUseError",
    "FileNotReadyError",
    "FileTooLargeError",
    "LinkInvalidError",
    "NoSuchFileError",
    "NoSuchVariantError",
    "OffsetMismatchError",
    "RangeError",
    "StorageFullError",
    "TooManyAttachmentsError",
    "TooManyPartsError",
    "TooManyUnsentError",
    "UploadCompleteError",
    "UploadCutError",
    "UploadOverrunError",
]
