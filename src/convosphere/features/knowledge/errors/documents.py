"""What can be wrong with a document, and with a request about one."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, InvalidInputError, NotFoundError, ProblemError


class DocumentTooLargeError(ProblemError):
    """The document is larger than this installation takes."""

    code: ClassVar[str] = "document_too_large"
    status: ClassVar[int] = 413


class KnowledgeSpaceError(ConflictError):
    """The organisation's space for documents is used up."""

    code: ClassVar[str] = "knowledge_space_used_up"


class TooManyUploadsError(ConflictError):
    """So many uploads wait to be ended that no further one is taken."""

    code: ClassVar[str] = "knowledge_too_many_uploads"


class NameTakenError(ConflictError):
    """There is something of that name in that place."""

    code: ClassVar[str] = "knowledge_name_taken"


class NothingToRetryError(ConflictError):
    """The newest version has not failed, or its content is gone."""

    code: ClassVar[str] = "document_nothing_to_retry"


class DocumentNotReadyError(ConflictError):
    """No version of the document can be read yet."""

    code: ClassVar[str] = "document_not_ready"


class NoPagesError(NotFoundError):
    """The document has no such page, or no pages that could be shown as pictures."""

    code: ClassVar[str] = "document_no_page"


class ContentLinkInvalidError(NotFoundError):
    """The link was not made here, its time is over, or what it opens is gone."""

    code: ClassVar[str] = "document_link_invalid"


class EmptyTextError(InvalidInputError):
    """There is nothing in the text."""

    code: ClassVar[str] = "document_text_empty"


class TextTooLongError(InvalidInputError):
    """The text is longer than this installation takes."""

    code: ClassVar[str] = "document_text_too_long"


class PageNotFetchedError(ProblemError):
    """The address answered, but not with a document."""

    code: ClassVar[str] = "document_fetch_refused"
    status: ClassVar[int] = 502


class ReadingFailedError(ConflictError):
    """The document's file could not be opened for this."""

    code: ClassVar[str] = "document_unreadable"
