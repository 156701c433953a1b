"""What the beginning of a conversation says in short."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class ConversationSummary(TenantMixin, Base):
    """For models that no longer see the beginning: a summary of a branch from its first message to `until_id`.

    It goes with the first message that is deleted, so that nothing of that one stays.
    """

    __tablename__ = "conversation_summaries"
    __table_args__ = (
        # Foreign keys look past policies, so this one holds the organisation too.
        ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            ondelete="CASCADE",
        ),
    )

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    until_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
