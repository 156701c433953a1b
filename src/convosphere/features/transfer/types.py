"""Enums and small values of transfer."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ExportFormat(StrEnum):
    """The forms of an export."""

    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


class ExportStatus(StrEnum):
    """Where an export is."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportStatus(StrEnum):
    """Where an import is. Between `inspected` and `importing` a person decides."""

    UPLOADING = "uploading"
    INSPECTING = "inspecting"
    INSPECTED = "inspected"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Source(StrEnum):
    """Whose form a file has."""

    CONVOSPHERE = "convosphere"
    CHATGPT = "chatgpt"
    OPEN_WEBUI = "open_webui"
    LIBRECHAT = "librechat"


class FindingCode(StrEnum):
    """What can be wrong with a part of a file; the texts are `import_findings.<code>` in the catalogue."""

    ORPHANS = "orphans"
    CYCLES = "cycles"
    DOUBLES = "doubles"
    MEDIA_LEFT_OUT = "media_left_out"
    UNREADABLE = "unreadable"
    UNKNOWN_FORM = "unknown_form"
    NEWER_VERSION = "newer_version"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TOO_MANY_PARTS = "too_many_parts"
    CUT = "cut"
    BROKEN_JSON = "broken_json"
    TEXT_TOO_LONG = "text_too_long"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a conversation that was mended, left out or not understood; how many of it; where, if known."""

    code: FindingCode
    count: int = 1
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TransferKey:
    """Where an export or an import lives; enough for a worker to find it."""

    organization_id: UUID
    id: UUID


# Of both; for everybody but the clean-up they do not exist from here on.
CANCELLED = "cancelled"
EXPORTING = (ExportStatus.WAITING, ExportStatus.RUNNING)
# No work is done on them any more.
IMPORT_ENDED = (ImportStatus.DONE, ImportStatus.FAILED, ImportStatus.CANCELLED)
