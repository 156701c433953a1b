"""How fast programs ask."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class ApiPace(TenantMixin, Base):
    """The pace of one API key's requests, over all processes.

    Every request moves `rested_at` on by the time that one request may take; at that moment the key has all of its
    minute again. The rows of keys that ask no more are small, and stay.
    """

    __tablename__ = "api_paces"

    api_key_id: Mapped[UUID] = mapped_column(primary_key=True)
    rested_at: Mapped[datetime]
