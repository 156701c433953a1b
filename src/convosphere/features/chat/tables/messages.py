"""Messages: one row each, parents from the start so that branches fit."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.chat.types import MessageStatus
from convosphere.platform.database import Base, TenantMixin
from convosphere.platform.database.base import Money


class Message(TenantMixin, Base):
    """A question or an answer."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_page", "conversation_id", text("position DESC")),
        Index(
            "ix_messages_shown",
            "organization_id",
            "conversation_id",
            text("position DESC"),
            postgresql_where=text("shown"),
        ),
        Index("ix_messages_siblings", "conversation_id", "parent_id"),
        Index("ix_messages_pinned", "conversation_id", postgresql_where=text("pinned")),
        UniqueConstraint("organization_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    # Order of arrival: grows along every branch; pages continue behind one.
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    parent_id: Mapped[UUID | None]
    role: Mapped[str]
    status: Mapped[str] = mapped_column(default=MessageStatus.COMPLETED)
    content: Mapped[str] = mapped_column(Text, default="")
    reasoning: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[UUID | None]
    author_name: Mapped[str | None]
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    # Whether it lies on the way to the conversation's leaf. All answers of an open comparison do.
    shown: Mapped[bool] = mapped_column(default=True)
    # Kept in the context of models, whatever else of the conversation no longer fits.
    pinned: Mapped[bool] = mapped_column(default=False)
    # The question that this one was written in place of.
    edited_from: Mapped[UUID | None]

    # Answers only, from here on.
    model_id: Mapped[UUID | None]
    model_name: Mapped[str | None]
    model_display_name: Mapped[str | None]
    model_provider: Mapped[str | None]
    # Of an answer that another model gave than the wanted one: {"model_id", "wanted": its name, "because": a code}.
    fallback: Mapped[dict[str, Any] | None]
    # Raised by every worker that takes the answer on; an older attempt may no longer write.
    attempt: Mapped[int] = mapped_column(default=0)
    # Number of the last event that the saved text includes.
    event_number: Mapped[int] = mapped_column(BigInteger, default=0)
    stop_requested_at: Mapped[datetime | None]
    locale: Mapped[str | None]
    error_code: Mapped[str | None]
    error_params: Mapped[dict[str, Any] | None]
    finish_reason: Mapped[str | None]
    # See `schemas/sources.py`, `StoredCitation`; older ones have `number`, `passage_id` and `title` only.
    citations: Mapped[list[Any] | None]
    # What was searched for it, and found: `schemas/sources.py`, `StoredGrounding`.
    grounding: Mapped[dict[str, Any] | None]
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    cost: Mapped[Decimal | None] = mapped_column(Money)
    time_to_first_token_ms: Mapped[int | None]
    duration_ms: Mapped[int | None]
    reasoning_ms: Mapped[int | None]
    # Answers side by side have one of these in common until one of them is chosen.
    comparison_id: Mapped[UUID | None]
    # What could be asked next: at most three questions.
    suggestions: Mapped[list[str] | None] = mapped_column(JSONB)

    @property
    def wanted_model_id(self) -> UUID | None:
        """Who was to answer, whoever did."""
        return self.model_id if self.fallback is None else UUID(self.fallback["model_id"])
