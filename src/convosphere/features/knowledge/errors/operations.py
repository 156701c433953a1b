"""What can be wrong with work on many documents."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, ProblemError


class NothingSelectedError(ConflictError):
    """There is no document in what was selected."""

    code: ClassVar[str] = "knowledge_nothing_selected"


class OperationStateError(ConflictError):
    """The operation is not where this can be done."""

    code: ClassVar[str] = "knowledge_operation_state"


class ZipTooLargeError(ProblemError):
    """The documents are larger than one download may be."""

    code: ClassVar[str] = "knowledge_zip_too_large"
    status: ClassVar[int] = 413
