"""Where a document is, what it is, and where it came from."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class DocumentStatus(StrEnum):
    """How a version stands. `ready`: it is found, if it is the current one."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class Stage(StrEnum):
    """What is to be done next with a version; each stage can begin anew."""

    CHECKING = "checking"
    READING = "reading"
    CHUNKING = "chunking"
    EMBEDDING = "embedding"
    INDEXING = "indexing"
    DONE = "done"


class VersionOrigin(StrEnum):
    """Where a version came from."""

    UPLOAD = "upload"
    URL = "url"
    TEXT = "text"
    ARCHIVE = "archive"
    RESTORED = "restored"
    REPROCESSED = "reprocessed"


class MediaKind(StrEnum):
    """What a document is to people, for filters."""

    PDF = "pdf"
    DOCUMENT = "document"
    SLIDES = "slides"
    TABLE = "table"
    TEXT = "text"
    MARKDOWN = "markdown"
    WEB = "web"
    MAIL = "mail"
    BOOK = "book"
    IMAGE = "image"
    CODE = "code"
    DATA = "data"
    AUDIO = "audio"
    VIDEO = "video"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class VersionKey:
    """Where a version lives; enough for a worker to find it."""

    organization_id: UUID
    version_id: UUID
