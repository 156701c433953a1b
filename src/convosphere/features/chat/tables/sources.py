"""What a conversation's answers may rest on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class ConversationSource(TenantMixin, Base):
    """A knowledge base or a document (`kind`, `source_id`) that was attached to a conversation.

    Whether somebody may read it is asked for each answer, of whoever asks. `conversations.source_count` counts them.
    """

    __tablename__ = "conversation_sources"
    __table_args__ = (
        # Foreign keys look past policies, so this one holds the organisation too.
        ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            ondelete="CASCADE",
        ),
    )

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    source_id: Mapped[UUID] = mapped_column(primary_key=True)
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
