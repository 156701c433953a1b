"""Shapes of the API of transfer, and the file format `convosphere-chat/1`."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from convosphere.features.chat.schemas.portable import PortableConversation
from convosphere.features.files.schemas.names import clean_name
from convosphere.features.transfer.types import ExportFormat, ExportStatus, FindingCode, ImportStatus, Source

_LONGEST_PATH = 4_096


def _cleaned(name: object) -> object:
    return clean_name(name) if isinstance(name, str) and len(name) <= _LONGEST_PATH else name


class _Input(BaseModel):
    """Base of request bodies: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class ExportScopeIn(_Input):
    """What to export: name one of the three. Temporary conversations are in no export."""

    conversation_ids: list[UUID] | None = Field(None, min_length=1, max_length=200)
    folder_id: UUID | None = Field(None, description="With all folders in it")
    all: Literal[True] | None = Field(None, description="Everything, archived ones included")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if sum(value is not None for value in (self.conversation_ids, self.folder_id, self.all)) != 1:
            raise PydanticCustomError("export_scope", "Name conversations, a folder, or all: one of them.")
        return self


class ExportCreate(_Input):
    """A new export."""

    scope: ExportScopeIn
    format: ExportFormat


class TransferProblem(BaseModel):
    """Why it failed, in its owner's language."""

    code: str = Field(examples=["import_unreadable"])
    title: str
    detail: str


class ExportOut(BaseModel):
    """An export and how far it is. From `expires_at` on it is removed, with its file."""

    id: UUID
    name: str = Field(description="The conversation's title or the folder's name; empty: several, or all")
    format: ExportFormat
    status: ExportStatus
    done: int = Field(description="Conversations that are in the file")
    total: int
    simplified: int = Field(description="Conversations that could only be written as Markdown")
    file_name: str | None = Field(examples=["Trip to Weimar.pdf"])
    size: int | None = Field(description="Bytes")
    problem: TransferProblem | None
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime


class ExportPage(BaseModel):
    """Exports, the newest first."""

    items: list[ExportOut]
    next_cursor: str | None


class ExportLink(BaseModel):
    """A link that needs no sign-in and ends soon."""

    url: str = Field(examples=["/api/v1/exports/content/AfKx…"])
    expires_at: datetime


class ImportCreate(_Input):
    """A file that is about to be uploaded."""

    name: Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=255)] = Field(
        examples=["conversations.json"]
    )
    size: int = Field(ge=1, le=10**13, description="Bytes")


class Report(BaseModel):
    """What the dry run found; kept with the import."""

    conversations: int = Field(0, description="That would come, or have come")
    messages: int = Field(0, description="In those")
    already_there: int = Field(0, description="Conversations that came before, and are not taken again")
    changed: int = Field(0, description="Of those that would come: came before with other messages")
    findings: list["ReportFinding"] = []
    more_findings: int = Field(0, description="Beyond those listed")


class ReportFinding(BaseModel):
    """What is wrong with one conversation, as it is kept."""

    code: FindingCode
    number: int | None = None
    title: str = ""
    count: int = 1
    detail: str = ""


class FindingOut(BaseModel):
    """What was mended, left out or not understood, and where."""

    code: FindingCode
    conversation: str | None = Field(description="Its title, or its number in the file; none: the file itself")
    message: str = Field(description="In the reader's language")


class ReportOut(BaseModel):
    """What the dry run found."""

    conversations: int = Field(description="That would come, or have come")
    messages: int
    already_there: int = Field(description="Conversations that came before, and are not taken again")
    changed: int = Field(description="Of those that would come: came before with other messages")
    problems: list[FindingOut]
    more_problems: int = Field(description="Beyond those listed")


class ImportOut(BaseModel):
    """An import and how far it is."""

    id: UUID
    name: str
    size: int = Field(description="Bytes")
    uploaded: int = Field(description="Bytes that have arrived")
    status: ImportStatus
    source: Source | None
    done: int = Field(description="Bytes read in the present run")
    total: int
    report: ReportOut | None
    imported: int = Field(description="Conversations that have come")
    problem: TransferProblem | None
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime


class ImportPage(BaseModel):
    """Imports, the newest first."""

    items: list[ImportOut]
    next_cursor: str | None


class ImportUpload(BaseModel):
    """How to send the file: pieces of at most `chunk_bytes` by PATCH to `url`, each with its `Upload-Offset`."""

    url: str = Field(examples=["/api/v1/imports/019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d/content"])
    offset: int
    chunk_bytes: int


class ImportCreated(BaseModel):
    """An import without content yet, and the way to send it."""

    item: ImportOut
    upload: ImportUpload


class ChatFile(BaseModel):
    """The file format `convosphere-chat/1`: conversations with all their branches.

    A reader passes over fields that it does not know. Attached files lie beside it: where there are any, it is the
    file `conversations.json` of an archive, and each attachment's `path` says where in there its content is.
    """

    model_config = ConfigDict(title="convosphere-chat/1", extra="ignore")

    form: Literal["convosphere-chat/1"] = Field(alias="schema")
    exported_at: AwareDatetime
    conversations: list[PortableConversation]
