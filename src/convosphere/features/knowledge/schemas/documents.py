"""Shapes of documents and their versions."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, HttpUrl

from convosphere.features.accounts.types import SubjectKind
from convosphere.features.knowledge.schemas.texts import (
    AnyText,
    DocumentName,
    FieldName,
    FolderPath,
    Input,
    Line,
    Moment,
    PageQuery,
    Problem,
    Search,
)
from convosphere.features.knowledge.types import BaseRole, DocumentStatus, MediaKind, Stage, VersionOrigin

Sort = Literal["name", "-name", "updated", "-updated", "created", "-created", "size", "-size"]


class DocumentOut(BaseModel):
    """A document. `status`, `stage`, `percent` and `problem` are those of the newest version."""

    id: UUID
    base_id: UUID
    folder_id: UUID | None
    name: str
    status: DocumentStatus
    stage: Stage
    percent: int
    problem: Problem | None = Field(
        description="Why it failed; of one that waits: why, and it is tried again by itself"
    )
    warnings: list[Problem] = Field(description="What is missing in it though it could be read")
    notices: list[Problem] = Field(description="What is to be known of it; nothing is missing")
    older_reader: bool = Field(description="Reading it anew may find more: its reader has been made better since")
    version: int = Field(description="Number of the newest version")
    found: int | None = Field(description="Number of the version that is found; none: nothing of it is")
    media_kind: MediaKind
    media_type: str
    language: str | None
    author: str | None
    size: int = Field(description="Bytes")
    pages: int | None
    characters: int | None
    chunk_count: int
    own_access: bool = Field(description="It has readers of its own")
    document_date: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None
    tags: list[UUID]
    downloads: int
    created_by: UUID | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class Twin(BaseModel):
    """Another document of the base with the same content, or nearly."""

    id: UUID
    name: str
    folder_id: UUID | None
    exact: bool
    similarity: float = Field(ge=0, le=1)


class SuggestedTag(BaseModel):
    """A tag that may fit; without an id it would be new."""

    id: UUID | None
    name: str


class DocumentDetail(DocumentOut):
    """A document with what is known of it beside the list."""

    title: str | None
    origin: VersionOrigin
    source_url: str | None
    truncated: bool
    metadata: dict[str, Any]
    twins: list[Twin]
    suggested_tags: list[SuggestedTag]
    your_role: BaseRole


class DocumentPage(BaseModel):
    """Documents of a base."""

    items: list[DocumentOut]
    next_cursor: str | None


class DocumentQuery(PageQuery):
    """Which documents."""

    folder: UUID | Literal["root"] | None = Field(None, description="In this folder; `root`: in none; without: in all")
    deep: bool = Field(default=False, description="Also in folders below it")
    tag: list[UUID] = Field(default_factory=list, max_length=20, description="With all of these tags")
    status: DocumentStatus | None = None
    kind: MediaKind | None = None
    q: Search | None = Field(None, description="Part of the name")
    deleted: bool = Field(default=False, description="Deleted ones that can be brought back, for editors")
    sort: Sort = "name"


class DocumentPatch(Input):
    """What is to change."""

    name: DocumentName | None = None
    folder_id: UUID | None = None
    author: Line | None = None
    document_date: Moment | None = None
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    metadata: dict[FieldName, Line] | None = Field(None, max_length=50)
    tags: list[UUID] | None = Field(None, max_length=50, description="All tags it is to have")


class UploadCreate(Input):
    """A file that is about to be uploaded."""

    name: DocumentName = Field(description="The same name in the same folder makes a new version")
    size: int = Field(ge=1, le=10**13, description="Bytes")
    folder_id: UUID | None = None
    path: FolderPath = Field("", description="Folders below it, made where they are missing")
    unpack: bool = Field(default=False, description="An archive whose files are wanted, with their folders")


class UploadOut(BaseModel):
    """How to send the content (pieces by PATCH to `url`, each with its `Upload-Offset`), and what became of it."""

    id: UUID
    name: str
    url: str = Field(examples=["/api/v1/knowledge/uploads/019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d/content"])
    offset: int = Field(description="Bytes that have arrived")
    size: int
    chunk_bytes: int
    document_id: UUID | None = Field(description="Once it is whole")
    version_id: UUID | None
    operation_id: UUID | None = Field(description="Once an archive is whole")


class TextIn(Input):
    """A text that becomes a document."""

    name: DocumentName
    text: AnyText = Field(min_length=1)
    folder_id: UUID | None = None


class UrlIn(Input):
    """A page or a file on the web that becomes a document."""

    url: HttpUrl
    name: DocumentName | None = Field(None, description="None: as the response or the address has it")
    folder_id: UUID | None = None


class VersionOut(BaseModel):
    """One content of a document."""

    id: UUID
    number: int
    current: bool
    status: DocumentStatus
    stage: Stage
    percent: int
    problem: Problem | None
    warnings: list[Problem]
    notices: list[Problem]
    older_reader: bool
    name: str
    media_type: str
    size: int
    pages: int | None
    characters: int | None
    chunk_count: int
    origin: VersionOrigin
    source_url: str | None
    created_by: UUID | None
    created_at: datetime
    ready_at: datetime | None


class VersionPage(BaseModel):
    """Versions, the newest first."""

    items: list[VersionOut]
    next_cursor: str | None


class Reader(Input):
    """A person or a group."""

    kind: SubjectKind
    id: UUID


class DocumentAccessIn(Input):
    """Who reads a document: everybody in the base, or only these and the base's editors."""

    own_access: bool
    readers: list[Reader] = Field(default_factory=list, max_length=50)


class NamedReader(BaseModel):
    """A person or a group with their name."""

    kind: SubjectKind
    id: UUID
    name: str


class DocumentAccess(BaseModel):
    """Who reads a document."""

    own_access: bool
    readers: list[NamedReader]
