"""What can be wrong with an export or an import."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, NotFoundError, ProblemError


class NothingToExportError(ConflictError):
    """There is no conversation in what was asked for."""

    code: ClassVar[str] = "nothing_to_export"


class TooManyExportsError(ConflictError):
    """As many exports run as may."""

    code: ClassVar[str] = "too_many_exports"


class ExportNotReadyError(ConflictError):
    """There is no file yet, or none any more."""

    code: ClassVar[str] = "export_not_ready"


class ExportLinkInvalidError(NotFoundError):
    """The link was not made here, its time is over, or the export is gone."""

    code: ClassVar[str] = "export_link_invalid"


class TooManyImportsError(ConflictError):
    """As many imports wait as may."""

    code: ClassVar[str] = "too_many_imports"


class ImportTooLargeError(ProblemError):
    """The file is larger than this installation takes."""

    code: ClassVar[str] = "import_too_large"
    status: ClassVar[int] = 413


class ImportStateError(ConflictError):
    """The import is not where this can be done."""

    code: ClassVar[str] = "import_wrong_state"


class UnreadableImportError(ProblemError):
    """The file as a whole cannot be read: `code` of the import, never an answer to a request."""

    code: ClassVar[str] = "import_unreadable"
    status: ClassVar[int] = 422


class NoConversationsError(UnreadableImportError):
    """There is JSON in it, but no conversation."""

    code: ClassVar[str] = "import_no_conversations"


class BrokenArchiveError(UnreadableImportError):
    """It is a ZIP archive, damaged, encrypted or packed in a way that is not taken."""

    code: ClassVar[str] = "import_archive_broken"


class ArchiveTooLargeError(UnreadableImportError):
    """What comes out of the archive goes beyond every bound."""

    code: ClassVar[str] = "import_archive_too_large"
