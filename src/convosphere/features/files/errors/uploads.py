"""What can be wrong with an upload."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, InvalidInputError, ProblemError


class FileTooLargeError(ProblemError):
    """The file is larger than this person may upload."""

    code: ClassVar[str] = "file_too_large"
    status: ClassVar[int] = 413


class StorageFullError(ConflictError):
    """The person's or the organisation's space is used up."""

    code: ClassVar[str] = "file_space_used_up"


class TooManyUnsentError(ConflictError):
    """So many files wait to be sent that no further one is taken."""

    code: ClassVar[str] = "file_too_many_unsent"


class OffsetMismatchError(ConflictError):
    """The piece does not begin where the last one ended."""

    code: ClassVar[str] = "upload_offset_mismatch"

    def __init__(self, *, offset: int, field: str | None = None) -> None:
        super().__init__(field=field, offset=offset)
        self.offset = offset

    def headers(self) -> dict[str, str]:
        """Where to go on."""
        return {"Upload-Offset": str(self.offset)}


class UploadOverrunError(InvalidInputError):
    """More bytes came than the file was said to have."""

    code: ClassVar[str] = "upload_too_long"


class ChunkTooLargeError(ProblemError):
    """One piece is larger than a piece may be."""

    code: ClassVar[str] = "upload_chunk_too_large"
    status: ClassVar[int] = 413


class UploadCutError(ProblemError):
    """The connection broke, or the piece came too slowly."""

    code: ClassVar[str] = "upload_cut"
    status: ClassVar[int] = 408


class TooManyPartsError(ConflictError):
    """The file comes in far too many pieces."""

    code: ClassVar[str] = "upload_too_many_parts"


class UploadCompleteError(ConflictError):
    """The whole file has arrived; nothing can be added."""

    code: ClassVar[str] = "upload_complete"
