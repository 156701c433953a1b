"""One record for every call."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin
from convosphere.platform.database.base import Money


class UsageRecord(TenantMixin, Base):
    """One call to a provider, whatever became of it. It outlives the person, the conversation and the model."""

    __tablename__ = "usage_records"
    __table_args__ = (Index("ix_usage_records_time", "organization_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[UUID | None]
    # The program's key, when it was a program that asked.
    api_key_id: Mapped[UUID | None]
    # None: the built-in assistant's, or of no assistant: see `Purpose.of_assistant`.
    assistant_id: Mapped[UUID | None]
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
    # Under which it was noted before it was made: a call is recorded once, whoever tries to. None: nobody was asked
    # over the network.
    reservation_id: Mapped[UUID | None] = mapped_column(unique=True)
