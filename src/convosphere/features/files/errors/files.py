"""What can be wrong with a file, and with a request about one."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, InvalidInputError, NotFoundError, ProblemError


class NoSuchFileError(NotFoundError):
    """There is no such file, or it is somebody else's."""

    code: ClassVar[str] = "file_not_found"


class FileNotReadyError(ConflictError):
    """The file is being uploaded or checked, or was refused; its content is not given out."""

    code: ClassVar[str] = "file_not_ready"


class FileInUseError(ConflictError):
    """The file belongs to a message; it goes with it."""

    code: ClassVar[str] = "file_in_use"


class NoSuchVariantError(NotFoundError):
    """The file has no such form."""

    code: ClassVar[str] = "file_no_variant"


class LinkInvalidError(NotFoundError):
    """The link was not made here, or its time is over."""

    code: ClassVar[str] = "file_link_invalid"


class RangeError(ProblemError):
    """The range asked for lies behind the end of the file."""

    code: ClassVar[str] = "range_not_satisfiable"
    status: ClassVar[int] = 416

    def __init__(self, *, size: int) -> None:
        super().__init__(size=size)
        self.size = size

    def headers(self) -> dict[str, str]:
        """How long it is (RFC 9110, section 15.5.17)."""
        return {"Content-Range": f"bytes */{self.size}"}


class AttachmentError(InvalidInputError):
    """A message names files that it cannot carry."""

    code: ClassVar[str] = "attachment_unusable"


class TooManyAttachmentsError(InvalidInputError):
    """A message carries only so many files."""

    code: ClassVar[str] = "too_many_attachments"
