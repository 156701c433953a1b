"""What people and organisations want of the chat."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class ChatPreference(TenantMixin, Base):
    """What one person wants, or (with the organisation's own id as `subject_id`) what holds for all its people."""

    __tablename__ = "chat_preferences"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    suggestions: Mapped[bool]
