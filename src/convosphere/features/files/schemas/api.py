"""Shapes of the API of files."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from convosphere.features.files.schemas.names import clean_name
from convosphere.features.files.types import FileKind, FileStatus
from convosphere.platform.texts import one_line

# Longer than any name is shown: a path may stand before it, which is cut off.
_LONGEST_PATH = 4_096


def _cleaned(name: object) -> object:
    return clean_name(name) if isinstance(name, str) and len(name) <= _LONGEST_PATH else name


FileName = Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=255)]


class FileCreate(BaseModel):
    """A file that is about to be uploaded."""

    model_config = ConfigDict(extra="forbid")

    name: FileName = Field(examples=["report.pdf"], description="Path, control and direction characters are taken out")
    size: int = Field(ge=1, le=10**13, examples=[482_113], description="Bytes")
    media_type: Annotated[str, Field(max_length=255), AfterValidator(one_line)] | None = Field(
        None, examples=["application/pdf"], description="A hint; the content decides"
    )


class FileProblem(BaseModel):
    """Why a file was refused, in its owner's language."""

    code: str = Field(examples=["file_infected"])
    title: str
    detail: str


class Attachment(BaseModel):
    """A file as people see it. Until `status` is `ready`, kind and media type are guessed from the name."""

    id: UUID
    name: str = Field(examples=["report.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="Bytes")
    kind: FileKind
    status: FileStatus
    width: int | None = Field(description="Pixels, upright")
    height: int | None
    pages: int | None
    has_preview: bool = Field(description="Whether there is a variant `preview`: a picture, or the first lines")
    problem: FileProblem | None
    created_at: datetime


class Upload(BaseModel):
    """How to send the content: pieces of at most `chunk_bytes` by PATCH to `url`, each with its `Upload-Offset`."""

    url: str = Field(examples=["/api/v1/files/019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d/content"])
    offset: int = Field(description="Bytes that have arrived")
    chunk_bytes: int


class FileCreated(BaseModel):
    """A file without content yet, and the way to send it."""

    file: Attachment
    upload: Upload


class FileLink(BaseModel):
    """A link that needs no sign-in and ends soon."""

    url: str = Field(examples=["/api/v1/files/content/AfKx…"])
    expires_at: datetime


class FileLimits(BaseModel):
    """What this person may upload, and how much of it is used. Sizes are bytes."""

    max_bytes: int
    person_bytes: int
    used_bytes: int
    unsent_files: int
    chunk_bytes: int
    files_per_message: int
