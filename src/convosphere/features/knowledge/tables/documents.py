"""Documents, their readers, and their versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Computed, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.knowledge.types import DocumentStatus, Stage
from convosphere.platform.database import Base, TenantMixin


class Document(TenantMixin, Base):
    """Something with a name in a base. Its name is taken once in a folder, in any case of letters."""

    __tablename__ = "documents"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    base_id: Mapped[UUID]
    folder_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(Text)
    # What is found; None: nothing of it was ever ready.
    current_version_id: Mapped[UUID | None]
    # The newest, on its way or failed or the current one.
    latest_version_id: Mapped[UUID | None]
    # Only those in `document_members` and the base's editors read it.
    own_access: Mapped[bool] = mapped_column(default=False)
    # Of the current version.
    media_kind: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    chunk_count: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    author: Mapped[str | None] = mapped_column(Text)
    document_date: Mapped[datetime | None]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    # What people or programs note about it; "meta": the name SQLAlchemy leaves free.
    meta: Mapped[dict[str, Any]] = mapped_column("metadata", default=dict)
    # Words that stand out in it, to suggest tags from.
    keywords: Mapped[list[Any]] = mapped_column(default=list)
    # How often its content was fetched.
    downloads: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    @property
    def scope_id(self) -> UUID:
        """What one must be allowed to read to read it."""
        return self.id if self.own_access else self.base_id


class DocumentMember(TenantMixin, Base):
    """A reader of a document that has readers of its own."""

    __tablename__ = "document_members"

    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    added_at: Mapped[datetime]
    person_id: Mapped[UUID | None] = mapped_column(Computed("CASE WHEN kind = 'person' THEN subject_id END"))
    group_id: Mapped[UUID | None] = mapped_column(Computed("CASE WHEN kind = 'group' THEN subject_id END"))


class DocumentVersion(TenantMixin, Base):
    """One content of a document, on its way or ready."""

    __tablename__ = "document_versions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID]
    base_id: Mapped[UUID]
    number: Mapped[int]
    status: Mapped[str] = mapped_column(Text, default=DocumentStatus.WAITING)
    stage: Mapped[str] = mapped_column(Text, default=Stage.CHECKING)
    percent: Mapped[int] = mapped_column(default=0)
    # Chunks whose entries are in the index, of this version: where staging goes on after an interruption.
    staged: Mapped[int] = mapped_column(default=0)
    # The ids of the spaces they were staged for; when the base wants others by then, all is staged anew.
    staged_spaces: Mapped[list[Any]] = mapped_column(default=list)
    problem_code: Mapped[str | None] = mapped_column(Text)
    problem_params: Mapped[dict[str, Any] | None]
    # What was found, but is no reason to refuse it: codes as `problem_code`.
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    media_kind: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Of its text, see `rules/similarity.py`; None: too little text.
    signature: Mapped[int | None] = mapped_column(BigInteger)
    keywords: Mapped[list[Any]] = mapped_column(default=list)
    # As the file itself says.
    author: Mapped[str | None] = mapped_column(Text)
    document_date: Mapped[datetime | None]
    origin: Mapped[str] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    pages: Mapped[int | None]
    characters: Mapped[int | None]
    truncated: Mapped[bool] = mapped_column(default=False)
    # The number of the reader that made its text.
    reader: Mapped[int] = mapped_column(default=1)
    # The number of the analysis that made the terms which the index finds its chunks by.
    analysis: Mapped[int] = mapped_column(default=1)
    chunk_count: Mapped[int] = mapped_column(default=0)
    # Where the original lies; restored and reprocessed versions share that of the one they come from.
    content_id: Mapped[UUID]
    # What arrived and was not checked yet: keys in the storage, in their order.
    arrived: Mapped[list[Any]] = mapped_column(default=list)
    # The language of whoever brought it, for what is told when no request is there to ask.
    locale: Mapped[str] = mapped_column(Text)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
