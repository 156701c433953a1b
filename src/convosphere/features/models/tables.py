"""Connections to providers, the models they offer, and one record for every call."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Float, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.engines.llm import Provider
from convosphere.features.models.types import ConnectionStatus
from convosphere.platform.database import Base, TenantMixin, TimestampMixin
from convosphere.platform.database.base import Money


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


class Model(TenantMixin, TimestampMixin, Base):
    """A language model at a provider. One that vanishes there is kept and marked: conversations refer to it."""

    __tablename__ = "models"
    __table_args__ = (
        UniqueConstraint("connection_id", "name"),
        # Foreign keys look past policies, so this one holds the organisation too.
        ForeignKeyConstraint(
            ["organization_id", "connection_id"],
            ["model_connections.organization_id", "model_connections.id"],
            ondelete="CASCADE",
        ),
        Index("ix_models_page", "organization_id", "created_at", "id"),
        Index("uq_models_default", "organization_id", unique=True, postgresql_where=text("is_default")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[UUID]
    # What the provider calls it.
    name: Mapped[str] = mapped_column(Text)
    # What the provider shows it as; `custom_name` is what an administrator calls it instead.
    display_name: Mapped[str] = mapped_column(Text)
    custom_name: Mapped[str | None] = mapped_column(Text)
    enabled: Mapped[bool] = mapped_column(default=True)
    available: Mapped[bool] = mapped_column(default=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    # Whether an administrator made it the default, rather than we because there was no better one.
    is_chosen: Mapped[bool] = mapped_column(default=False)
    # Whether an administrator wants it asked for what is small: titles, suggestions.
    small_tasks: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    # {"vision": …, "tools": …, "reasoning": …}: true, false, or null where the provider does not say.
    capabilities: Mapped[dict[str, Any]]
    context_window: Mapped[int | None]


class UsageRecord(TenantMixin, Base):
    """One call to a provider, whatever became of it. It outlives the person, the conversation and the model."""

    __tablename__ = "usage_records"
    __table_args__ = (Index("ix_usage_records_time", "organization_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[UUID | None]
    connection_id: Mapped[UUID | None]
    provider: Mapped[str] = mapped_column(Text)
    model_name: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    conversation_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    input_tokens: Mapped[int]
    output_tokens: Mapped[int]
    cached_input_tokens: Mapped[int]
    cache_write_tokens: Mapped[int]
    reasoning_tokens: Mapped[int]
    estimated: Mapped[bool]
    # None: the price is not known, which is not the same as free.
    cost: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str | None] = mapped_column(Text)
    time_to_first_token_ms: Mapped[int | None]
    duration_ms: Mapped[int]
    outcome: Mapped[str] = mapped_column(Text)
    error_code: Mapped[str | None] = mapped_column(Text)
