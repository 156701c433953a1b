"""Folders and tags."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class KnowledgeFolder(TenantMixin, Base):
    """A folder of a base. Names are taken once among brothers, in any case of letters."""

    __tablename__ = "knowledge_folders"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    base_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class KnowledgeTag(TenantMixin, Base):
    """A tag of a base. Names are taken once, in any case of letters."""

    __tablename__ = "knowledge_tags"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    base_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    colour: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class DocumentTag(TenantMixin, Base):
    """A document has a tag."""

    __tablename__ = "document_tags"

    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
