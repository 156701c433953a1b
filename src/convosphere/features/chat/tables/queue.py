"""Questions that wait for an answer to end."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class QueuedQuestion(TenantMixin, Base):
    """A question that waits. Its turn comes in the transaction that ends the running answer: none waits in a
    conversation that is free. It becomes a message with the same id.
    """

    __tablename__ = "queued_questions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            ondelete="CASCADE",
        ),
        Index("ix_queued_questions_next", "conversation_id", "place"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID]
    # The least is next.
    place: Mapped[int]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    locale: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    # As they were asked for: see `MessageCreate`.
    parent_id: Mapped[UUID | None]
    edits: Mapped[UUID | None]
    model_id: Mapped[UUID | None]
    model_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    attachment_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    api_key_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
