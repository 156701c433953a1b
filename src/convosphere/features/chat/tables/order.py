"""What puts conversations in order: folders, tags, how long the archive is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class Folder(TenantMixin, Base):
    """A folder of one person; `position` orders the folders of one parent."""

    __tablename__ = "folders"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(Text)
    colour: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Tag(TenantMixin, Base):
    """A word that a person puts on conversations; one of each, whatever the case."""

    __tablename__ = "tags"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    colour: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ConversationTag(TenantMixin, Base):
    """Finds conversations by tag. A trigger keeps it as `conversations.tag_ids` says; nothing else writes it."""

    __tablename__ = "conversation_tags"

    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    archived: Mapped[bool]
    last_message_at: Mapped[datetime]


class ArchiveRetention(TenantMixin, Base):
    """How long an organisation keeps archived conversations; no row or no `days`: for ever.

    Nothing is counted from before `since`, when the present time was set: who shortens it takes nothing by surprise.
    """

    __tablename__ = "archive_retention"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    days: Mapped[int | None]
    since: Mapped[datetime]
