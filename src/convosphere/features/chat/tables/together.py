"""Whom conversations are opened to, and how far people have got in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Computed, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


def _of_conversation() -> ForeignKeyConstraint:
    """Foreign keys look past policies, so this one holds the organisation too."""
    return ForeignKeyConstraint(
        ["organization_id", "conversation_id"],
        ["conversations.organization_id", "conversations.id"],
        ondelete="CASCADE",
    )


def _of_person() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organization_id", "person_id"], ["people.organization_id", "people.id"], ondelete="CASCADE"
    )


class ConversationMember(TenantMixin, Base):
    """A person or a group (`kind`, `subject_id`) that a conversation is opened to. Its owner is none of these.

    `conversations.member_count` counts them; both change under the conversation's lock.
    """

    __tablename__ = "conversation_members"
    __table_args__ = (
        _of_conversation(),
        _of_person(),
        # When a group goes, `listeners` take it out first.
        ForeignKeyConstraint(
            ["organization_id", "group_id"],
            ["groups.organization_id", "groups.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_conversation_members_subject", "organization_id", "subject_id"),
    )

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    # `Access.READER` or `Access.WRITER`.
    role: Mapped[str] = mapped_column(Text)
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
    # One of the two is the subject.
    person_id: Mapped[UUID | None] = mapped_column(
        Computed("CASE WHEN kind = 'person' THEN subject_id END", persisted=True), deferred=True
    )
    group_id: Mapped[UUID | None] = mapped_column(
        Computed("CASE WHEN kind = 'group' THEN subject_id END", persisted=True), deferred=True
    )


class ConversationReceipt(TenantMixin, Base):
    """Up to which message a joint conversation has reached a person, and up to which they have read it.

    Positions are those of messages (0: none), times those at which they came. Both go forward only.
    """

    __tablename__ = "conversation_receipts"
    __table_args__ = (
        _of_conversation(),
        _of_person(),
        Index("ix_conversation_receipts_person", "organization_id", "person_id"),
    )

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    delivered_position: Mapped[int] = mapped_column(BigInteger)
    read_position: Mapped[int] = mapped_column(BigInteger)
    delivered_until: Mapped[datetime | None]
    read_until: Mapped[datetime | None]
    updated_at: Mapped[datetime]
