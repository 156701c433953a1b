"""Snapshots of conversations that the organisation may read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class Share(TenantMixin, Base):
    """A conversation as it was shown when its owner shared it."""

    __tablename__ = "shares"
    __table_args__ = (
        # Foreign keys look past policies, so these hold the organisation too.
        ForeignKeyConstraint(
            ["organization_id", "conversation_id"],
            ["conversations.organization_id", "conversations.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["organization_id", "owner_id"], ["people.organization_id", "people.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("organization_id", "id"),
        Index("ix_shares_owner", "organization_id", "owner_id", text("created_at DESC"), "id"),
        Index("ix_shares_conversation_id", "organization_id", "conversation_id"),
        Index("ix_shares_expires_at", "organization_id", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    owner_name: Mapped[str]
    title: Mapped[str] = mapped_column(Text)
    message_count: Mapped[int]
    # How often others have opened it.
    views: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class SharedMessage(TenantMixin, Base):
    """A message of a snapshot: what was said and by whom, nothing of what it took."""

    __tablename__ = "shared_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "share_id"], ["shares.organization_id", "shares.id"], ondelete="CASCADE"
        ),
    )

    share_id: Mapped[UUID] = mapped_column(primary_key=True)
    # The original's: grows along the branch.
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    role: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    author_name: Mapped[str | None]
    model_name: Mapped[str | None]
    model_display_name: Mapped[str | None]
    model_provider: Mapped[str | None]
    created_at: Mapped[datetime]
