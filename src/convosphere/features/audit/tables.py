"""Table of the audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class AuditRecord(TenantMixin, Base):
    """Something that happened. The database refuses to change or delete it."""

    __tablename__ = "audit_records"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID | None]
    subject_type: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]]
    address: Mapped[str | None] = mapped_column(Text)
