"""Enums and small values of files."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class FileKind(StrEnum):
    """What a file is to people; found in its content, never taken from its name alone."""

    IMAGE = "image"
    PDF = "pdf"
    TEXT = "text"
    CODE = "code"
    DOCUMENT = "document"
    OTHER = "other"


class FileStatus(StrEnum):
    """Where a file is on its way. Until it is ready nobody gets its content."""

    UPLOADING = "uploading"
    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"


class Variant(StrEnum):
    """The forms in which a file is stored.

    `original` is what was uploaded (pictures without metadata), `preview` a small picture or the first lines, `model`
    a picture in a size for language models, `text` the text taken out of it, as JSON.
    """

    ORIGINAL = "original"
    PREVIEW = "preview"
    MODEL = "model"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FileKey:
    """Where a file lives; enough for a worker to find it."""

    organization_id: UUID
    file_id: UUID


@dataclass(frozen=True, slots=True)
class Readable:
    """A file as the one who sends it to a model sees it."""

    id: UUID
    organization_id: UUID
    name: str
    media_type: str
    kind: FileKind
    status: FileStatus
    width: int | None
    height: int | None
    pages: int | None
    # {"original": {"media_type": …, "size": …}, …}
    variants: dict[str, Any]
    text_characters: int | None
