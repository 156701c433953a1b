"""Files, the pieces they arrive in, and how much they take."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.files.types import FileKind, FileStatus
from convosphere.platform.database import Base, TenantMixin


class Arriving(TenantMixin, Base):
    """A row whose content arrives in pieces; `actions/arrival.py` takes them."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    # As announced; a file's then as stored: a picture is written anew.
    size: Mapped[int] = mapped_column(BigInteger)
    # Where the next piece begins.
    uploaded: Mapped[int] = mapped_column(BigInteger, default=0)


class Piece(TenantMixin, Base):
    """A piece that has arrived: bytes `start` to `start + size` of the row `of_id` lie at `key`."""

    __abstract__ = True

    of_id: Mapped[UUID] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(Text)


class File(Arriving):
    """A file of one person. Its content is in the storage, in the folder that its ids name."""

    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        Index(
            "ix_files_unsent",
            "organization_id",
            "owner_id",
            "created_at",
            postgresql_where=text("uses = 0 AND doomed_at IS NULL"),
        ),
        Index("ix_files_doomed", "organization_id", postgresql_where=text("doomed_at IS NOT NULL")),
    )

    owner_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    declared_type: Mapped[str | None] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text, default=FileKind.OTHER)
    status: Mapped[str] = mapped_column(Text, default=FileStatus.UPLOADING)
    problem_code: Mapped[str | None] = mapped_column(Text)
    problem_params: Mapped[dict[str, Any] | None]
    # Of the content as it arrived.
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    width: Mapped[int | None]
    height: Mapped[int | None]
    pages: Mapped[int | None]
    text_characters: Mapped[int | None]
    # {"original": {"media_type": …, "size": …}, "preview": …, "model": …, "text": …}: those that there are.
    variants: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Its owner's language, for what is told when no request is there to ask.
    locale: Mapped[str] = mapped_column(Text)
    # How many messages carry it; counted by a trigger.
    uses: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    # For everybody but the clean-up it does not exist from here on.
    doomed_at: Mapped[datetime | None]


class FilePart(Piece):
    """A piece of a file."""

    __tablename__ = "file_parts"
    __table_args__ = (
        ForeignKeyConstraint(["organization_id", "file_id"], ["files.organization_id", "files.id"], ondelete="CASCADE"),
    )

    of_id: Mapped[UUID] = mapped_column("file_id", primary_key=True)


class FileTotal(TenantMixin, Base):
    """What one person's files take; kept by a trigger."""

    __tablename__ = "file_totals"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    files: Mapped[int] = mapped_column(BigInteger)
    bytes: Mapped[int] = mapped_column(BigInteger)
