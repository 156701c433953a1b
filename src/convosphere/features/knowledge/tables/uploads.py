"""What is on its way into a base."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.files.tables import Arriving, Piece


class KnowledgeUpload(Arriving):
    """A file that comes in pieces; once whole it has become a version of a document, or an archive being unpacked."""

    __tablename__ = "knowledge_uploads"

    base_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    folder_id: Mapped[UUID | None]
    # Folders below `folder_id`, made when it is whole: "a/b".
    folder_path: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(Text)
    # An archive whose members are wanted, not itself.
    unpack: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[UUID | None]
    version_id: Mapped[UUID | None]
    operation_id: Mapped[UUID | None]
    locale: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class KnowledgeUploadPart(Piece):
    """A piece of it."""

    __tablename__ = "knowledge_upload_parts"

    of_id: Mapped[UUID] = mapped_column("upload_id", primary_key=True)
