"""What is indexed and cited."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class Chunk(TenantMixin, Base):
    """A piece of a version's text. Its id follows from version and ordinal, so that a second run writes the same."""

    __tablename__ = "chunks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version_id: Mapped[UUID]
    document_id: Mapped[UUID]
    ordinal: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    heading_path: Mapped[list[str]] = mapped_column(ARRAY(Text))
    first_page: Mapped[int | None]
    last_page: Mapped[int | None]
    # Of more pages than one: where each further one begins in the version's text, and its number, in turns.
    page_starts: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    # Code points in the version's text.
    start: Mapped[int]
    end: Mapped[int]
    tokens: Mapped[int]
    parent_id: Mapped[UUID | None]
    # Larger pieces of the strategy "parent_child" are not searched themselves.
    indexed: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    enabled: Mapped[bool] = mapped_column(default=True)
    edited_at: Mapped[datetime | None]
