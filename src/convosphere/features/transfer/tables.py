"""Exports, imports, the pieces an import arrives in, and what has been imported before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.transfer.types import ExportStatus, ImportStatus
from convosphere.platform.database import Base, TenantMixin


def _owned() -> ForeignKeyConstraint:
    # Foreign keys look past policies, so these hold the organisation too.
    return ForeignKeyConstraint(
        ["organization_id", "owner_id"], ["people.organization_id", "people.id"], ondelete="CASCADE"
    )


class Export(TenantMixin, Base):
    """Conversations of one person, on their way into a file and then in it. The file lies in the storage."""

    __tablename__ = "exports"
    __table_args__ = (
        _owned(),
        Index("ix_exports_owner", "organization_id", "owner_id", text("created_at DESC"), text("id DESC")),
        Index("ix_exports_expires_at", "organization_id", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    # {"conversation_ids": […]} or {"folder_ids": […]}; neither: all.
    scope: Mapped[dict[str, Any]]
    # What was exported, in the person's words: a title or a folder's name; "" for all or several.
    name: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default=ExportStatus.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    # Conversations that could not be written in this form and are in the file as Markdown.
    simplified: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str | None] = mapped_column(Text)
    media_type: Mapped[str | None] = mapped_column(Text)
    size: Mapped[int | None] = mapped_column(BigInteger)
    problem_code: Mapped[str | None] = mapped_column(Text)
    # For names and headings in the file.
    locale: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    # From here on it is removed, with its file.
    expires_at: Mapped[datetime]


class Import(TenantMixin, Base):
    """A file of conversations: uploaded, looked through, and, when its owner wants it, taken in."""

    __tablename__ = "imports"
    __table_args__ = (
        _owned(),
        UniqueConstraint("organization_id", "id"),
        Index("ix_imports_owner", "organization_id", "owner_id", text("created_at DESC"), text("id DESC")),
        Index("ix_imports_expires_at", "organization_id", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    owner_name: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    # Where the next piece begins.
    uploaded: Mapped[int] = mapped_column(BigInteger, default=0)
    status: Mapped[str] = mapped_column(Text, default=ImportStatus.UPLOADING)
    source: Mapped[str | None] = mapped_column(Text)
    # Bytes that the present run has read, of how many.
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    # Found by the dry run, see `Report`.
    report: Mapped[dict[str, Any] | None]
    imported: Mapped[int] = mapped_column(default=0)
    problem_code: Mapped[str | None] = mapped_column(Text)
    problem_params: Mapped[dict[str, Any] | None]
    # Its owner's language, for what is told when no request is there to ask.
    locale: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]


class ImportPart(TenantMixin, Base):
    """A piece that has arrived: bytes `start` to `start + size` of the file lie at `key`."""

    __tablename__ = "import_parts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "import_id"], ["imports.organization_id", "imports.id"], ondelete="CASCADE"
        ),
    )

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(Text)


class ImportedConversation(TenantMixin, Base):
    """What a conversation was called where it came from; with the conversation it goes, and could come again."""

    __tablename__ = "imported_conversations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            ondelete="CASCADE",
        ),
        Index("ix_imported_conversations_conversation", "organization_id", "conversation_id"),
    )

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    source_id: Mapped[str] = mapped_column(Text, primary_key=True)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    conversation_id: Mapped[UUID]
