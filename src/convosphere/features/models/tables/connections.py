"""Ways to providers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.engines.llm import Provider
from convosphere.features.models.types import ConnectionStatus
from convosphere.platform.database import Base, TenantMixin, TimestampMixin


class Connection(TenantMixin, TimestampMixin, Base):
    """A way to a provider. Whatever may be secret is in `secret`, sealed by the vault for this row alone."""

    __tablename__ = "model_connections"
    __table_args__ = (UniqueConstraint("organization_id", "name"), UniqueConstraint("organization_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider: Mapped[Provider] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    base_url: Mapped[str | None] = mapped_column(Text)
    # JSON {"api_key": …, "headers": {…}, "body": {…}}; None: nothing of it is set.
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    # What of `extra` is not secret, and the names of what is, so that they can be shown.
    extra: Mapped[dict[str, Any]]
    has_api_key: Mapped[bool]
    enabled: Mapped[bool] = mapped_column(default=True)
    status: Mapped[str] = mapped_column(Text, default=ConnectionStatus.UNTESTED)
    last_checked_at: Mapped[datetime | None]
    # {"code": …, "says": …} of the last question to the provider, if that failed.
    last_error: Mapped[dict[str, Any] | None]
    # Seconds; None: as the settings say.
    connect_timeout: Mapped[float | None] = mapped_column(Float)
    first_token_timeout: Mapped[float | None] = mapped_column(Float)
    between_tokens_timeout: Mapped[float | None] = mapped_column(Float)
