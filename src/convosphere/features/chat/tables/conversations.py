"""Conversations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class Conversation(TenantMixin, Base):
    """A conversation of one person."""

    __tablename__ = "conversations"
    __table_args__ = (
        # The list: newest first, per person, archived ones apart.
        Index(
            "ix_conversations_list",
            "organization_id",
            "owner_id",
            text("(archived_at IS NULL)"),
            text("last_message_at DESC"),
            text("id DESC"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(Text, default="")
    model_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    last_message_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    # The newest message of the branch that is shown.
    leaf_id: Mapped[UUID | None]
    # The answer being written, if any: one at a time.
    running_answer_id: Mapped[UUID | None]
