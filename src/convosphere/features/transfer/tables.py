"""Exports, imports, the pieces an import arrives in, and what has been imported before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.files.tables import Arriving, Piece
from convosphere.features.transfer.types import ExportStatus, ImportStatus
from convosphere.platform.database import Base, TenantMixin


def _owned() -> ForeignKeyConstraint:
    # Foreign keys look past policies, so these hold the organisation too.
    return ForeignKeyConstraint(
        ["organization_id", "owner_id"], ["people.organization_id", "people.id"], ondelete="CASCADE"
    )


class _Owned(TenantMixin):
    """What a person has begun, what it is called, and how it ends."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    # Of an export what was exported, in the person's words: a title or a folder's name; "" for all or several.
    name: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    problem_code: Mapped[str | None] = mapped_column(Text)
    # Its owner's language, for names and headings in a file and for what is told when no request is there to ask.
    locale: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    # From here on it is removed, with its file.
    expires_at: Mapped[datetime]


class Export(_Owned, Base):
    """Conversations of one person, on their way into a file and then in it. The file lies in the storage."""

    __tablename__ = "exports"
    __table_args__ = (
        _owned(),
        Index("ix_exports_owner", "organization_id", "owner_id", text("created_at DESC"), text("id DESC")),
        Index("ix_exports_expires_at", "organization_id", "expires_at"),
    )

    # {"conversation_ids": […]} or {"folder_ids": […]}; neither: all.
    scope: Mapped[dict[str, Any]]
    format: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default=ExportStatus.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    # Conversations that could not be written in this form and are in the file as Markdown.
    simplified: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str | None] = mapped_column(Text)
    media_type: Mapped[str | None] = mapped_column(Text)
    size: Mapped[int | None] = mapped_column(BigInteger)


class Import(_Owned, Arriving):
    """A file of conversations: uploaded, looked through, and, when its owner wants it, taken in."""

    __tablename__ = "imports"
    __table_args__ = (
        _owned(),
        UniqueConstraint("organization_id", "id"),
        Index("ix_imports_owner", "organization_id", "owner_id", text("created_at DESC"), text("id DESC")),
        Index("ix_imports_expires_at", "organization_id", "expires_at"),
    )

    owner_name: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default=ImportStatus.UPLOADING)
    source: Mapped[str | None] = mapped_column(Text)
    # Bytes that the present run has read, of how many.
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    # Found by the dry run, see `Report`.
    report: Mapped[dict[str, Any] | None]
    imported: Mapped[int] = mapped_column(default=0)
    problem_params: Mapped[dict[str, Any] | None]


class ImportPart(Piece):
    """A piece of a file to import."""

    __tablename__ = "import_parts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "import_id"], ["imports.organization_id", "imports.id"], ondelete="CASCADE"
        ),
    )

    of_id: Mapped[UUID] = mapped_column("import_id", primary_key=True)


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
