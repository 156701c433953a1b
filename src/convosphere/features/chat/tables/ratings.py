"""What people think of answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class MessageRating(TenantMixin, Base):
    """One person's judgement on one answer."""

    __tablename__ = "message_ratings"
    __table_args__ = (
        # Foreign keys look past policies, so these hold the organisation too.
        ForeignKeyConstraint(
            ["organization_id", "message_id"], ["messages.organization_id", "messages.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["organization_id", "person_id"], ["people.organization_id", "people.id"], ondelete="CASCADE"
        ),
    )

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    value: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))
    comment: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
